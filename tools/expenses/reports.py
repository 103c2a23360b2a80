"""The argument for what is approved and paid: a report in 18.0, an expense in 19.0."""

from __future__ import annotations

from pydantic import AliasChoices, PrivateAttr, ValidationInfo, model_validator

from odoo import api, models

from ...services.compat.expenses import expense_reports, expenses_of
from ...services.declarations import Field
from ...services.orm.context_params import ContextParams
from ...services.orm.relations import Lookups
from .answers import ExpenseId

REPORT = "hr.expense.sheet"


class ReportParams(ContextParams):
    expense_id: ExpenseId | None = Field(
        None, description="The expense; on Odoo 18 its report, if it is alone in it."
    )
    report_id: int | str | None = Field(
        None,
        validation_alias=AliasChoices("report_id", "expense_sheet_id", "sheet_id"),
        description="Odoo 18: the expense report, with all expenses in it.",
    )
    _report: models.BaseModel = PrivateAttr()

    @property
    def report(self) -> models.BaseModel:
        """A report in 18.0, an expense in 19.0."""
        return self._report

    def in_words(self) -> dict[str, str]:
        """What a sentence says of it: ``name``, ``employee`` and ``amount``."""
        currency = self.report.company_currency_id.name
        return {
            "name": self.report.display_name,
            "employee": self.report.employee_id.name,
            "amount": f"{self.report.total_amount:.15g} {currency}",
        }

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> ReportParams:
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
        report = expense_reports(expense)
        if not report:
            raise ValueError(
                expense.env._("expense_id: %s was not handed in (submit_expense)")
                % expense.display_name
            )
        if len(expenses_of(report)) > 1:
            raise ValueError(
                expense.env._(
                    "expense_id: it is decided with the other expenses of the report "
                    "%(name)s: use report_id %(id)s"
                )
                % {"name": report.display_name, "id": report.id}
            )
        return report
