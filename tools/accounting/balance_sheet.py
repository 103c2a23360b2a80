from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import AliasChoices

from odoo import models

from ...services.accounting.balance_sheet import Sheet, balance_sheet
from ...services.accounting.periods import dates_before
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import DateArg
from .report_params import StatementParams, today
from .statement_answer import Statement, statement_facts
from .toolset import GROUPS, LINES

DATE = AliasChoices("date_to", "date", "as_of", "as_of_date")
STEPS = Literal["previous_month", "previous_quarter", "previous_year"]


class SheetParams(StatementParams):
    date_to: DateArg | None = Field(
        None, validation_alias=DATE, description="Balances at the end of this day."
    )
    comparison: STEPS | None = Field(None, description="Earlier dates too.")


class SheetAnswer(Statement):
    balanced: bool
    difference: float = Field(description="Assets less liabilities and equity; 0.")
    assets: float
    liabilities: float
    equity: float = Field(description="The earnings are in it.")
    current_year_earnings: float

    def head(self) -> Iterator[str]:
        yield from super().head()
        yield "balanced" if self.balanced else f"NOT BALANCED by {self.difference}"


class BalanceSheetTool(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        groups=GROUPS,
        requires=LINES,
        aliases=("odoo_balance_sheet",),
    )
    def _mcp_balance_sheet(self, params: SheetParams) -> SheetAnswer:
        """Get the balance sheet at any date, the earnings of the open year computed.

        Posted entries only. Amounts as people read them: debts and equity positive.
        """
        env = params.env_of(self)
        day = params.date_to or today(env)
        steps = params.comparison and dates_before(
            day, params.comparison, params.periods
        )
        scope = params.scope(env, day)
        sheet = balance_sheet(scope, [day, *(steps or [])])
        return SheetAnswer(
            **statement_facts(
                sheet.book, sheet.rows, accounts=params.detail == "accounts"
            ),
            **_balance(sheet),
        )


def _balance(sheet: Sheet) -> dict[str, float | bool]:
    scope, book = sheet.book.scope, sheet.book
    worst = max(sheet.differences(), key=abs)

    def first(row):
        return scope.rounded(book.amounts(row)[0])

    return {
        "balanced": scope.currency.is_zero(worst),
        "difference": scope.rounded(worst),
        "assets": first(sheet.assets),
        "liabilities": first(sheet.liabilities),
        "equity": first(sheet.equity),
        "current_year_earnings": first(sheet.earnings),
    }
