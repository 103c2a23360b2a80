"""Handing expenses in, and deciding about them, as Odoo's buttons do."""

from __future__ import annotations

from odoo import models

from ..compat.expenses import (
    EXPENSES_APPROVED,
    EXPENSES_REFUSED,
    EXPENSES_TO_APPROVE,
    expense_buttons,
    expense_reports,
    expenses_of,
    submit_expenses,
    without_approver,
)
from ..errors import ToolError
from ..orm.buttons.wizards import WizardAnswer
from ..orm.document import fresh, refuse_state, require_state, state_of
from ..pressing import Known, asking, press
from ..refusals import REFUSALS

REFUSAL = "hr.expense.refuse.wizard"
DUPLICATES = "hr.expense.approve.duplicate"


def submit(expenses: models.BaseModel) -> models.BaseModel:
    """Hand in drafts; answer what is to be approved now: reports in 18.0.

    Raises:
        ToolError: one is no draft, or lacks amount or category; nothing is done.
    """
    for expense in expenses:
        _require_complete(expense)
    _hand_in(expenses)
    fresh(expenses)
    stayed = expenses.filtered(lambda expense: expense.state in ("draft", "reported"))
    for expense in stayed:
        require_state(expense, "submitted")
    return expense_reports(expenses)


def _hand_in(expenses: models.BaseModel) -> None:
    """Odoo 19 refuses an approval that nobody asked for, where nobody is to approve."""
    alone = without_approver(expenses)
    try:
        submit_expenses(expenses)
    except REFUSALS as error:
        if not alone:
            raise
        raise ToolError(_nobody(alone)) from error


def _nobody(expenses: models.BaseModel) -> str:
    text = expenses.env._(
        "Nothing was handed in: nobody approves the expenses of %s. Who manages "
        "employees in Odoo gives them a manager or an expense approver first."
    )
    return text % ", ".join(expenses.employee_id.mapped("name"))


def _require_complete(expense: models.BaseModel) -> None:
    refuse_state(expense, ("draft", "reported"), {})
    lacking = [
        expense._fields[name]._description_string(expense.env)
        for name in ("product_id", "total_amount_currency")
        if not expense[name]
    ]
    if lacking:
        text = expense.env._("%(name)s cannot be handed in without: %(fields)s.")
        raise ToolError(
            text % {"name": expense.display_name, "fields": ", ".join(lacking)},
            id=expense.id,
        )


def approve(reports: models.BaseModel, duplicates: str | None) -> list[str]:
    """Approve what was handed in.

    Args:
        duplicates: ``approve`` or ``refuse`` where Odoo finds similar expenses.

    Returns:
        Names of similar expenses that Odoo decided along.

    Raises:
        ToolError: another state, or ``needs_input`` about duplicates.
    """
    _require_submitted(reports)
    similar = _similar(reports)
    before = {expense: expense.state for expense in similar}
    button, _refusal = expense_buttons(reports)
    press(reports, button, _duplicates(reports, duplicates))
    fresh(reports)
    similar.invalidate_recordset(["state"])
    wanted = EXPENSES_APPROVED
    if duplicates == "refuse":
        wanted = EXPENSES_REFUSED
    for report in reports:
        require_state(report, *wanted)
    return [f"{e.name} ({e.id})" for e in similar if e.state != before[e]]


def refuse(reports: models.BaseModel, reason: str) -> None:
    """Refuse what was handed in, or approved and not posted yet.

    Raises:
        ToolError: another state.
    """
    approved = ("approve", "approved")
    for report in reports:
        refuse_state(report, (*EXPENSES_TO_APPROVE, *approved), {})
    _approval, button = expense_buttons(reports)
    answer = WizardAnswer(values={"reason": reason}, button="action_refuse")
    press(reports, button, {REFUSAL: lambda: answer})
    for report in fresh(reports):
        require_state(report, *EXPENSES_REFUSED)


def _require_submitted(reports: models.BaseModel) -> None:
    for report in reports:
        refuse_state(report, EXPENSES_TO_APPROVE, {})


def _duplicates(reports: models.BaseModel, choice: str | None) -> Known:
    def answer() -> WizardAnswer:
        if choice is None:
            raise _ask(reports)
        return WizardAnswer(values={}, button=f"action_{choice}")

    return {DUPLICATES: answer}


def _ask(reports: models.BaseModel) -> ToolError:
    """Ask about expenses that look the same; those the caller may not read by id."""
    env, similar = reports.env, _similar(reports)
    listed = ", ".join(f"{e.name} ({e.id}, {state_of(e)})" for e in similar)
    return asking(
        env._("Similar expenses of the same employee, day and amount: %s.") % listed,
        "duplicates",
        {
            "approve": env._("no duplicate, approve"),
            "refuse": env._("refuse as a duplicate"),
        },
        similar=similar.ids,
    )


def _similar(reports: models.BaseModel) -> models.BaseModel:
    expenses = expenses_of(reports)
    # sudo: Odoo's own wizard shows them to who approves; here name and state alone
    return (expenses.duplicate_expense_ids - expenses).sudo()
