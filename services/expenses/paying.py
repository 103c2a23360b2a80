"""Booking expenses that were approved, and paying them back."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..accounting.paying import wizard_for
from ..compat.expenses import entries_of_expenses, post_button
from ..errors import ToolError
from ..orm.buttons.wizards import WizardAnswer
from ..orm.document import fresh, head, refuse_state
from ..pressing import press

POSTING = "hr.expense.post.wizard"
APPROVED = ("approve", "approved")
BOOKED = ("post", "posted")


def booked(report: models.BaseModel) -> bool:
    """Whether its journal entries are there, and posted."""
    return set(entries_of_expenses(report).mapped("state")) == {"posted"}


def book(report: models.BaseModel) -> models.BaseModel:
    """The journal entries of ``report``, made and posted where they are not yet.

    Raises:
        ToolError: it was not approved, or is paid already.
    """
    refuse_state(report, (*APPROVED, *BOOKED), _why_not(report))
    entries = entries_of_expenses(report)
    if not booked(report):
        answer = WizardAnswer(values={}, button="action_post_entry")
        press(report, post_button(report), {POSTING: lambda: answer})
        entries = entries_of_expenses(visible(fresh(report))).with_env(report.env)
    if not entries or set(entries.mapped("state")) != {"posted"}:
        text = report.env._("Odoo did not book %s; nothing was done.")
        raise ToolError(text % report.display_name, **head(report))
    return entries


def require_unbooked(report: models.BaseModel) -> None:
    """Raises ToolError where nothing is left of booking it."""
    if booked(report):
        text = report.env._("%s is booked already; pay: true pays it back.")
        raise ToolError(text % report.display_name, **head(report))


def visible(report: models.BaseModel) -> models.BaseModel:
    """``report`` as who booked it may see it, whom Odoo's rules let read it before."""
    if report.has_access("read"):
        return report
    # sudo: of an approver without a group of the app they hide what is booked
    return report.sudo()


def pay(
    report: models.BaseModel, entries: models.BaseModel, values: dict[str, Any]
) -> models.BaseModel:
    """Pay back what the employee paid; answers the payments.

    Args:
        values: what is filled in of Odoo's *Register Payment*.

    Raises:
        ToolError: the company paid it itself.
    """
    told = visible(report)
    if told.payment_mode == "company_account":
        text = report.env._("%s was paid by the company: nothing is to be paid back.")
        raise ToolError(text % told.display_name, **head(told))
    payments = wizard_for(entries, values)._create_payments()
    fresh(report)
    return payments


def _why_not(report: models.BaseModel) -> dict[str, str]:
    env = report.env
    early = env._("it was not approved yet: approve_expense")
    return {
        **dict.fromkeys(("draft", "submit", "submitted"), early),
        **dict.fromkeys(("done", "paid", "in_payment"), env._("it is paid already")),
    }
