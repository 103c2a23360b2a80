from __future__ import annotations

from typing import Literal

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.expenses import deciding
from ...services.orm.verdict_params import VerdictParams
from .answers import ExpenseAnswer, answer
from .reports import ReportParams


class DecideParams(ReportParams, VerdictParams):
    duplicates: Literal["approve", "refuse"] | None = Field(
        None, description="Answer to needs_input about similar expenses."
    )


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
    )
    def _mcp_approve_expense(self, params: DecideParams) -> ExpenseAnswer:
        """Approve or refuse an expense that was handed in, by the user's rights in Odoo.

        A refusal needs a reason. Where Odoo finds similar expenses it asks first.
        """
        report = params.report
        if params.approve:
            deciding.approve(report, params.duplicates)
        else:
            deciding.refuse(report, params.reason or "")
        return answer(report)

    def _sentence_approve_expense(self, params: DecideParams) -> str:
        text = {
            True: self.env._("Approves %(name)s of %(employee)s, %(amount)s."),
            False: self.env._(
                "Refuses %(name)s of %(employee)s, %(amount)s: %(reason)s"
            ),
        }[params.approve]
        return text % {**params.in_words(), "reason": params.reason or ""}
