"""An expense as the tools answer it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from odoo import models

from ..answers.lean import Given
from ..compat.expenses import (
    EXPENSES_TO_APPROVE,
    asked_to_approve,
    expense_reports,
    expenses_of,
)
from ..confirming import approvers
from ..orm.reads import values
from ..orm.reads.cells import cell

# its members approve everybody's expenses
GROUP = "hr_expense.group_hr_expense_user"

# parts of the answer that are values of a field as it is
COLUMNS = {
    "state": "state",
    "date": "date",
    "amount": "total_amount_currency",
    "total": "total_amount",
    "paid_by": "payment_mode",
}


class Expense(Given):
    """One expense; ``amount`` in its own currency, ``total`` in the company's."""

    id: int
    name: str
    state: str
    date: str | None = None
    employee: str | None = None
    category: str | None = None
    amount: dict[str, Any] | None = None
    total: dict[str, Any] | None = Field(
        None, description="In the company's currency, where that is another."
    )
    paid_by: str | None = Field(None, description="own_account is to be reimbursed.")
    receipts: int = 0
    may_approve: str | None = Field(None, description="For whom it waits.")
    report: dict[str, Any] | None = Field(
        None, description="The report that it is approved with (Odoo 18)."
    )

    def line(self) -> str:
        parts = [
            f"{self.id} {self.name}: {self.state}",
            self.date,
            self.employee,
            self.category,
            cell(self.amount),
            f"= {cell(self.total)}" if self.total else "",
            self.paid_by,
            f"{self.receipts} receipts",
            f"report {cell(self.report)}" if self.report else "",
            f"may approve: {self.may_approve}" if self.may_approve else "",
        ]
        return ", ".join(filter(None, parts))


def shown(expenses: models.BaseModel) -> list[Expense]:
    """``expenses``, all of which the caller may read."""
    columns = {
        key: values.of(expenses, expenses._fields[field])
        for key, field in COLUMNS.items()
    }
    waiting = _approvers(expenses)
    return [
        Expense(
            id=expense.id,
            name=expense.name or str(expense.id),
            employee=_name(expense, "employee_id"),
            category=_name(expense, "product_id"),
            receipts=expense.nb_attachment,
            report=_report(expense),
            may_approve=waiting.get(expense.id),
            **_without_the_same(
                {key: column[number] for key, column in columns.items()}
            ),
        )
        for number, expense in enumerate(expenses)
    ]


def _approvers(expenses: models.BaseModel) -> dict[int, str]:
    """By id of each expense that waits: who may approve it."""
    found: dict[int, str] = {}
    # sudo: the report of an expense that the caller may read
    for report in expense_reports(expenses).sudo():
        if report.state in EXPENSES_TO_APPROVE:
            who = approvers.told(report, _asked(report), GROUP, _may_approve)
            found |= dict.fromkeys(expenses_of(report).ids, who)
    return found


def _asked(report: models.BaseModel) -> models.BaseModel:
    person = report.employee_id
    managers = person.parent_id | person.department_id.manager_id
    asked = asked_to_approve(report)
    return asked | person.expense_manager_id | managers.user_id


def _may_approve(report: models.BaseModel) -> bool:
    return report.has_access("write") and report.can_approve


def _without_the_same(facts: dict[str, Any]) -> dict[str, Any]:
    same = facts["total"] == facts["amount"]
    return {**facts, "total": None} if same else facts


def _name(expense: models.BaseModel, name: str) -> str | None:
    return values.reference(expense[name])["name"] if expense[name] else None


def _report(expense: models.BaseModel) -> dict[str, Any] | None:
    report = expense_reports(expense)
    if not report or report == expense:
        return None
    return values.reference(report)
