from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, PrivateAttr, ValidationInfo, model_validator

from odoo import api, models

from ...services import compat
from ...services.declarations import Effect, Field, mcp_tool
from ...services.expenses import deciding
from ...services.orm.relations import Lookups
from ...services.orm.verdict_params import VerdictParams
from .answers import ExpenseAnswer, ExpenseId, answer

REPORT = "hr.expense.sheet"


class DecideParams(VerdictParams):
    expense_id: ExpenseId | None = Field(
        None, description="The expense; on Odoo 18 its report, if it is alone in it."
    )
    report_id: int | str | None = Field(
        None,
        validation_alias=AliasChoices("report_id", "expense_sheet_id", "sheet_id"),
        description="Odoo 18: the expense report, with all expenses in it.",
    )
    duplicates: Literal["approve", "refuse"] | None = Field(
        None, description="Answer to needs_input about similar expenses."
    )
    _report: models.BaseModel = PrivateAttr()

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> DecideParams:
        if (self.expense_id is None) == (self.report_id is None):
            raise ValueError("expense_id or report_id, one of them")
        self._report = self._found(self.env_of(info.context["env"]["hr.expense"]))
        return self

    def _found(self, env: api.Environment) -> models.BaseModel:
        """What is approved: a report in 18.0, an expense in 19.0."""
        if self.expense_id is not None:
            return self._alone(env["hr.expense"].browse(self.expense_id))
        if REPORT not in env:
            raise ValueError(env._("report_id: this Odoo has none; use expense_id"))
        return env[REPORT].browse(Lookups(env).one(REPORT, self.report_id))

    def _alone(self, expense: models.BaseModel) -> models.BaseModel:
        report = compat.expense_reports(expense)
        if not report:
            raise ValueError(
                expense.env._("expense_id: %s was not handed in (submit_expense)")
                % expense.display_name
            )
        if len(compat.expenses_of(report)) > 1:
            raise ValueError(
                expense.env._(
                    "expense_id: it is decided with the other expenses of the report "
                    "%(name)s: use report_id %(id)s"
                )
                % {"name": report.display_name, "id": report.id}
            )
        return report


class ApproveExpense(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(
        Effect.CHANGE,
        confirm=True,
        requires=("hr.expense",),
        open_world=True,
        aliases=("odoo_approve_expense",),
    )
    def _mcp_approve_expense(self, params: DecideParams) -> ExpenseAnswer:
        """Approve or refuse an expense that was handed in, by the user's rights in Odoo.

        A refusal needs a reason. Where Odoo finds similar expenses it asks first.
        """
        report = params._report
        if params.approve:
            deciding.approve(report, params.duplicates)
        else:
            deciding.refuse(report, params.reason or "")
        return answer(report)

    def _sentence_approve_expense(self, params: DecideParams) -> str:
        report = params._report
        text = {
            True: self.env._("Approves %(name)s of %(employee)s, %(amount)s."),
            False: self.env._(
                "Refuses %(name)s of %(employee)s, %(amount)s: %(reason)s"
            ),
        }[params.approve]
        amount = f"{report.total_amount:g} {report.company_currency_id.name}"
        return text % {
            "name": report.display_name,
            "employee": report.employee_id.name,
            "amount": amount,
            "reason": params.reason or "",
        }
