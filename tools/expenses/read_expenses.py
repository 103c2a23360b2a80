from __future__ import annotations

from typing import Any, Literal

from odoo import models

from ...services import compat, numbers, settings
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.expenses.shown import Expense, shown
from ...services.fitting import cost, room
from ...services.orm import url
from ...services.orm.cells import cell
from ...services.orm.values import amount
from .answers import ExpenseId, FilterParams


class ReadParams(FilterParams):
    expense_id: ExpenseId | None = Field(None, description="One expense.")
    whose: Literal["all", "mine", "to_approve"] = Field(
        "all",
        description="mine: your own; to_approve: handed in and yours to approve.",
    )
    query: str | None = Field(None, description="Text in the description.")
    limit: int = Field(20, ge=1, description="Expenses at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Expenses to skip.")

    def domain(self) -> list[Any]:
        found = super().domain()
        found += [("id", "=", self.expense_id)] if self.expense_id else []
        found += [("name", "ilike", self.query)] if self.query else []
        return found


class Expenses(Result):
    url: str = Field(description="Web address of an expense; {id} is its id.")
    expenses: list[Expense]
    totals: list[dict[str, Any]] = Field(
        description="Of all that match, in the currency of the company."
    )
    count: int
    total: int
    next_offset: int | None = None
    note: str | None = None
    truncated: bool = False

    def text(self) -> str:
        more = f", next_offset {self.next_offset}" if self.next_offset else ""
        cut = ", cut to the answer budget" if self.truncated else ""
        sums = "; ".join(map(cell, self.totals))
        head = f"{self.count} of {self.total} expenses, {sums}{more}{cut}; {self.url}"
        lines = [expense.line() for expense in self.expenses]
        return "\n".join([head, *lines, *filter(None, [self.note])])


class ReadExpenses(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(
        Effect.READ,
        requires=("hr.expense",),
        aliases=("odoo_read_expenses", "list_expenses", "read_expense"),
    )
    def _mcp_read_expenses(self, params: ReadParams) -> Expenses:
        """Find expenses: your own, your team's, or all, by your rights in Odoo.

        Of every state, unless states are named; with the total of all that match.
        """
        most = settings.get(self.env, "max_limit")
        limit, note = numbers.capped(params.limit, most, "limit")
        expenses = params.env_of(self)["hr.expense"]
        domain = [*params.domain(), *self._whose(expenses, params.whose)]
        found = expenses.search(domain, limit=limit, offset=params.offset)
        kept = _fitting(shown(found), room(self.env))
        totals, total = _totals(expenses, domain)
        reached = params.offset + len(kept)
        return Expenses(
            url=url.template(expenses),
            expenses=kept,
            totals=totals,
            count=len(kept),
            total=total,
            next_offset=reached if kept and reached < total else None,
            note=note,
            truncated=len(kept) < len(found),
        )

    def _whose(self, expenses: models.BaseModel, whose: str) -> list[Any]:
        if whose == "mine":
            return [("employee_id.user_id", "=", self.env.uid)]
        if whose == "to_approve":
            reports = expenses.env[compat.expense_report_model(self.env)]
            waiting = reports.search([("state", "in", compat.EXPENSES_TO_APPROVE)])
            mine = waiting.filtered("can_approve")
            return [("id", "in", compat.expenses_of(mine).ids)]
        return []


def _totals(
    expenses: models.BaseModel, domain: list[Any]
) -> tuple[list[dict[str, Any]], int]:
    rows = expenses._read_group(
        domain, ["company_currency_id"], ["total_amount:sum", "__count"]
    )
    totals = [amount(total, currency) for currency, total, _count in rows]
    return totals, sum(count for _currency, _total, count in rows)


def _fitting(found: list[Expense], budget: int) -> list[Expense]:
    kept: list[Expense] = []
    for expense in found:
        budget -= cost(expense.model_dump_json())
        if budget < 0 and kept:
            break
        kept.append(expense)
    return kept
