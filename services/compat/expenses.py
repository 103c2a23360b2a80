"""Expenses: handed in and approved as reports in 18.0, one by one in 19.0."""

from __future__ import annotations

from odoo import api, models

# states of what an employee handed in: of reports in 18.0, of expenses in 19.0
EXPENSES_TO_APPROVE = ("submit", "submitted")
# where an approval leads, with the states after it that Odoo may reach by itself
EXPENSES_APPROVED = ("approve", "approved", "post", "posted", "done", "paid")
EXPENSES_REFUSED = ("cancel", "refused")


def expense_report_model(env: api.Environment) -> str:
    """What is submitted and approved: reports of expenses in 18.0, expenses in 19.0."""
    return "hr.expense.sheet" if "hr.expense.sheet" in env else "hr.expense"


def expense_argument(env: api.Environment) -> str:
    """How ``approve_expense`` takes what ``expense_report_model`` holds."""
    return "report_id" if "hr.expense.sheet" in env else "expense_id"


def expense_reports(expenses: models.BaseModel) -> models.BaseModel:
    """What is approved: the reports of ``expenses`` in 18.0, themselves in 19.0."""
    return expenses.sheet_id if "sheet_id" in expenses._fields else expenses


def expenses_of(reports: models.BaseModel) -> models.BaseModel:
    """The expenses of what ``expense_reports`` answered."""
    if reports._name == "hr.expense":
        return reports
    return reports.expense_line_ids


def asked_to_approve(report: models.BaseModel) -> models.BaseModel:
    """The user whom Odoo asks to approve what ``expense_reports`` answered."""
    return report["manager_id" if "manager_id" in report._fields else "user_id"]


def without_approver(expenses: models.BaseModel) -> models.BaseModel:
    """Those that 19.0 approves at once, in the name of who hands them in."""
    if "sheet_id" in expenses._fields:
        return expenses.browse()
    # sudo: who approves for an employee is asked, and told to nobody
    return expenses.sudo().filtered(
        lambda expense: (
            not (
                expense.manager_id
                or expense.employee_id.expense_manager_id
                or expense._get_default_responsible_for_approval()
            )
        )
    )


def submit_expenses(expenses: models.BaseModel) -> None:
    """Hand expenses in: 18.0 puts those without a report into a new one first."""
    if "sheet_id" not in expenses._fields:
        expenses.action_submit()
        return
    alone = expenses.filtered(lambda expense: not expense.sheet_id)
    reports = alone._create_sheets_from_expense() if alone else expenses.sheet_id
    (reports | expenses.sheet_id).action_submit_sheet()


def expense_buttons(reports: models.BaseModel) -> tuple[str, str]:
    """The methods that approve and refuse what ``expense_reports`` answered."""
    if reports._name == "hr.expense":
        return "action_approve", "action_refuse"
    return "action_approve_expense_sheets", "action_refuse_expense_sheets"


def post_button(reports: models.BaseModel) -> str:
    """The method that books what ``expense_reports`` answered."""
    if reports._name == "hr.expense":
        return "action_post"
    return "action_sheet_move_post"


def entries_of_expenses(reports: models.BaseModel) -> models.BaseModel:
    """The journal entries that ``expense_reports`` were booked by."""
    if reports._name == "hr.expense":
        return reports.account_move_id
    return reports.account_move_ids


def expenses_from_files(attachments: models.BaseModel) -> models.BaseModel:
    """The draft expenses that Odoo makes of receipts; it answers an action in 18.0."""
    expenses = attachments.env["hr.expense"]
    found = expenses.create_expense_from_attachments(attachments.ids)
    if isinstance(found, dict):
        return expenses.search(found["domain"])
    return expenses.browse(found)
