from __future__ import annotations

from typing import Any, Literal

from odoo import models

from ...services.answers.paging import remark
from ...services.compat.expenses import (
    EXPENSES_TO_APPROVE,
    expense_report_model,
    expenses_of,
)
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.expenses.shown import Expense, shown
from ...services.hr import team
from ...services.orm import url
from ...services.orm.reads.cells import cell
from ...services.orm.reads.paged import paged
from ...services.orm.reads.values import amount
from .answers import ExpenseId, FilterParams


class ReadParams(FilterParams):
    expense_id: ExpenseId | None = Field(None, description="One expense.")
    whose: Literal["all", "mine", "team", "to_approve"] = Field(
        "all",
        description="mine: your own; team: of who report to you; to_approve: handed "
        "in and yours to approve.",
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
        more = remark(self.next_offset)
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
        expenses = params.env_of(self)["hr.expense"]
        domain = [*params.domain(), *self._whose(expenses, params.whose)]
        page = paged(expenses, domain, shown, limit=params.limit, offset=params.offset)
        unseen = params.whose == "team" and team.unseen(expenses, domain, page.total)
        return Expenses(
            url=url.template(expenses),
            expenses=page.rows,
            totals=_totals(expenses, domain),
            count=len(page.rows),
            total=page.total,
            next_offset=page.next_offset,
            note="\n".join(filter(None, [page.note, unseen])) or None,
            truncated=page.truncated,
        )

    def _whose(self, expenses: models.BaseModel, whose: str) -> list[Any]:
        if whose == "mine":
            return [("employee_id.user_id", "=", self.env.uid)]
        if whose == "team":
            return team.whose(expenses.env, team.EXPENSES)
        if whose == "to_approve":
            reports = expenses.env[expense_report_model(self.env)]
            waiting = reports.search([("state", "in", EXPENSES_TO_APPROVE)])
            mine = waiting.filtered("can_approve")
            return [("id", "in", expenses_of(mine).ids)]
        return []


def _totals(expenses: models.BaseModel, domain: list[Any]) -> list[dict[str, Any]]:
    rows = expenses._read_group(domain, ["company_currency_id"], ["total_amount:sum"])
    return [amount(total, currency) for currency, total in rows]
