from __future__ import annotations

from typing import Literal

from pydantic import PrivateAttr

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.expenses import deciding
from ...services.orm.verdict_params import VerdictParams
from .answers import ExpenseAnswer, answer
from .reports import ReportParams


class DecideParams(ReportParams, VerdictParams):
    duplicates: Literal["approve", "refuse"] | None = Field(
        None, description="Answer to needs_input about similar expenses."
    )
    # what Odoo decided along
    _similar: list[str] = PrivateAttr(default_factory=list)

    @property
    def refuses(self) -> bool:
        return not self.approve or self.duplicates == "refuse"


class ApproveExpense(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(
        Effect.CHANGE,
        confirm=True,
        requires=("hr.expense",),
        open_world=True,
        aliases=("odoo_approve_expense",),
        presses=(
            "hr.expense.sheet.action_approve_expense_sheets",
            "hr.expense.sheet.action_refuse_expense_sheets",
            "hr.expense.action_approve*",
            "hr.expense.action_refuse",
            "hr.expense.approve.duplicate.action_approve",
            "hr.expense.approve.duplicate.action_refuse",
            "hr.expense.refuse.wizard.action_refuse",
        ),
        reaches=(
            state("hr.expense", ("state", "in", ("approved", "refused"))),
            state("hr.expense.sheet", ("state", "in", ("approve", "cancel"))),
        ),
    )
    def _mcp_approve_expense(self, params: DecideParams) -> ExpenseAnswer:
        """Approve or refuse an expense that was handed in, by the user's rights in Odoo.

        A refusal needs a reason. Where Odoo finds similar expenses it asks first.
        """
        report = params.report
        if params.approve:
            params._similar = deciding.approve(report, params.duplicates)
        else:
            deciding.refuse(report, params.reason or "")
        return answer(report, notes=self._along(params))

    def _sentence_approve_expense(self, params: DecideParams) -> str:
        env = self.env
        if not params.approve:
            text = env._("Refuses %(name)s of %(employee)s, %(amount)s: %(reason)s")
        elif params.refuses:
            text = env._(
                "Refuses %(name)s of %(employee)s, %(amount)s, as a duplicate."
            )
        else:
            text = env._("Approves %(name)s of %(employee)s, %(amount)s.")
        said = text % {**params.in_words(), "reason": params.reason or ""}
        return " ".join([said, *self._along(params)])

    def _along(self, params: DecideParams) -> list[str]:
        if not params._similar:
            return []
        text = self.env._("Odoo decides the same of: %s.")
        return [text % ", ".join(params._similar)]
