from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from odoo import models

from ...services.answers.lists import as_list
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm.reads import values
from ...services.orm.reads.cells import cell
from .answers import FilterParams

BY = {
    "employee": "employee_id",
    "category": "product_id",
    "department": "department_id",
    "month": "date:month",
    "state": "state",
    "paid_by": "payment_mode",
}
Group = Literal["employee", "category", "department", "month", "state", "paid_by"]
MOST = 200


class AnalysisParams(FilterParams):
    group_by: Annotated[list[Group], BeforeValidator(as_list)] = Field(
        default=["category"], min_length=1, max_length=3, description="In this order."
    )


class Analysis(Result):
    groups: list[dict[str, Any]] = Field(
        description="The keys asked for, count and amount (the company's currency)."
    )
    totals: list[dict[str, Any]]
    domain: list[Any] = Field(description="Finds these expenses with search_records.")
    note: str
    truncated: bool = False

    def text(self) -> str:
        cut = [f"only the first {MOST} groups"] if self.truncated else []
        sums = "; ".join(map(cell, self.totals))
        lines = [
            " | ".join(cell(value) or "–" for value in group.values())
            for group in self.groups
        ]
        return "\n".join([f"total {sums}", self.note, *cut, *lines])


class ExpenseAnalysis(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(
        Effect.READ,
        requires=("hr.expense",),
        aliases=("odoo_expense_analysis", "analyze_expenses"),
    )
    def _mcp_expense_analysis(self, params: AnalysisParams) -> Analysis:
        """Add expenses up by employee, category, department, month, state or payer.

        Expenses of every state count but refused ones; name states to choose others.
        """
        expenses = params.env_of(self)["hr.expense"]
        domain = params.domain()
        domain += [] if params.state else [("state", "!=", "refused")]
        keys = [BY[name] for name in params.group_by]
        rows = expenses._read_group(
            domain,
            [*keys, "company_currency_id"],
            ["__count", "total_amount:sum"],
            order=", ".join([*keys, "company_currency_id"]),
        )
        groups = [_group(params.group_by, row) for row in rows]
        return Analysis(
            groups=groups[:MOST],
            totals=_totals(rows),
            domain=[list(leaf) for leaf in _plain(domain)],
            note=self._remark(params),
            truncated=len(groups) > MOST,
        )

    def _remark(self, params: AnalysisParams) -> str:
        if params.state:
            return self.env._("Of the states that were asked for.")
        return self.env._("Of every state but refused.")


def _group(names: list[Group], row: tuple[Any, ...]) -> dict[str, Any]:
    *found, currency, count, total = row
    shown = {n: _key(n, v) for n, v in zip(names, found, strict=True)}
    return {**shown, "count": count, "amount": values.amount(total, currency)}


def _key(name: str, value: Any) -> Any:
    if isinstance(value, models.BaseModel):
        return values.reference(value) if value else None
    if name == "month" and value:
        return value.strftime("%Y-%m")
    return value or None


def _totals(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    sums: dict[Any, float] = {}
    for *_keys, currency, _count, total in rows:
        sums[currency] = sums.get(currency, 0) + total
    return [values.amount(total, currency) for currency, total in sums.items()]


def _plain(domain: list[Any]) -> list[Any]:
    return [
        (name, operator, value.isoformat() if hasattr(value, "isoformat") else value)
        for name, operator, value in domain
    ]
