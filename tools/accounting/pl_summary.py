from __future__ import annotations

from typing import Literal

from odoo import models

from ...services.accounting.periods import periods_before
from ...services.accounting.profit_loss import Profit, profit_and_loss_of
from ...services.accounting.statement import Row
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import DateArg
from .report_params import StatementParams, scope_and_period
from .statement_answer import Statement, statement_facts
from .toolset import GROUPS, LINES


class ProfitParams(StatementParams):
    date_from: DateArg | None = Field(
        None, description="First day. Default: the fiscal year's."
    )
    date_to: DateArg | None = Field(None, description="Last day. Default: today.")
    comparison: Literal["previous_period", "previous_year"] | None = Field(
        None, description="Earlier periods too: those right before, or a year before."
    )


class ProfitAnswer(Statement):
    revenue: float
    gross_profit: float
    net_profit: float


class ProfitAndLoss(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        groups=GROUPS,
        requires=LINES,
        aliases=("odoo_pl_summary", "profit_and_loss"),
    )
    def _mcp_pl_summary(self, params: ProfitParams) -> ProfitAnswer:
        """Get profit and loss of a period, by section, beside earlier periods.

        Posted entries only. Income and costs are both positive; profits are income
        less costs.
        """
        env = params.env_of(self)
        scope, period = scope_and_period(env, params)
        earlier = params.comparison and periods_before(
            period, params.comparison, params.periods
        )
        profit = profit_and_loss_of(scope, [period, *(earlier or [])])
        accounts = params.detail == "accounts"
        return ProfitAnswer(
            **statement_facts(profit.book, profit.rows, accounts=accounts),
            **_profits(profit),
        )


def _profits(profit: Profit) -> dict[str, float]:
    """The figures of the first period, which is the one that was asked for."""
    book = profit.book

    def first(row: Row) -> float:
        return book.scope.rounded(book.amounts(row)[0])

    return {
        "revenue": first(profit.revenue),
        "gross_profit": first(profit.gross),
        "net_profit": first(profit.net),
    }
