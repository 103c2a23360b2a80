from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices, BeforeValidator

from odoo import models

from ...services.compat.expenses import EXPENSES_APPROVED, expense_reports
from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.expenses import deciding
from ...services.orm.context_params import ContextParams
from .answers import ExpenseAnswer, ExpenseId, answer

MOST = 100
Several = Annotated[
    list[ExpenseId], BeforeValidator(lambda v: v if isinstance(v, list) else [v])
]


class SubmitParams(ContextParams):
    expense_ids: Several = Field(
        min_length=1,
        max_length=MOST,
        validation_alias=AliasChoices("expense_ids", "expense_id"),
        description="Drafts to hand in: id, or several of one employee.",
    )


class Submitted(ExpenseAnswer):
    further: list[ExpenseAnswer] = Field(
        default_factory=list, description="What else was handed in by this call."
    )

    def rest(self) -> list[str]:
        return [*super().rest(), *(f.text() for f in self.further)]


class SubmitExpense(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(
        Effect.CHANGE,
        requires=("hr.expense",),
        open_world=True,
        aliases=("odoo_submit_expense", "submit_expenses"),
        presses=("hr.expense.action_submit*", "hr.expense.sheet.action_submit_sheet"),
        reaches=(
            state("hr.expense", ("state", "=", "submitted")),
            state("hr.expense.sheet", ("state", "=", "submit")),
        ),
    )
    def _mcp_submit_expense(self, params: SubmitParams) -> Submitted:
        """Hand draft expenses in for approval; on Odoo 18 they go into one report.

        Answers the state that Odoo reached: without an approver it may be approved
        at once.
        """
        expenses = params.env_of(self)["hr.expense"].browse(params.expense_ids)
        handed_in = deciding.submit(expenses)
        first, *others = [answer(r, notes=_notes(r)) for r in handed_in]
        return Submitted(**dict(first), further=others)

    def _sentence_submit_expense(self, params: SubmitParams) -> str:
        expenses = self.env["hr.expense"].browse(params.expense_ids)
        text = self.env._("Hands in for approval: %s.")
        text %= ", ".join(
            f"{e.name} ({e.total_amount_currency:.15g} {e.currency_id.name})"
            for e in expenses
        )
        # worded when the preview has run
        return " ".join([text, *_notes(expense_reports(expenses))])


def _notes(reports: models.BaseModel) -> list[str]:
    """Where nobody is there to approve, Odoo 19 does it itself."""
    if not reports or any(r.state not in EXPENSES_APPROVED for r in reports):
        return []
    return [
        reports.env._(
            "Odoo approves it at once: this employee has nobody who approves. "
            "pay_expense books it and pays it back."
        )
    ]
