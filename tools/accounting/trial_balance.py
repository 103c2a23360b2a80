from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from odoo import models

from ...services.accounting.ledger import MODEL, base_domain
from ...services.accounting.periods import Period
from ...services.accounting.scope import Scope
from ...services.accounting.trial import Movement, number_of, trial_balance
from ...services.answers.lean import LeanResult
from ...services.answers.paging import remark
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import DateArg
from ...services.orm.reads.cells import cell
from .report_page import report_page
from .report_params import ReportParams, scope_and_period
from .toolset import GROUPS, LINES

HOW = (
    "Items behind debit and credit: search_records on account.move.line with domain + "
    "date_domain + [['account_id', '=', id]]; behind closing, without its first leaf."
)


class TrialParams(ReportParams):
    date_from: DateArg | None = Field(
        None, description="First day. Default: the fiscal year's."
    )
    date_to: DateArg | None = Field(None, description="Last day. Default: today.")
    query: str | None = Field(None, description="Number or name of accounts.")
    limit: int = Field(100, ge=1, le=1000, description="Accounts at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Accounts to skip.")


class Figures(BaseModel):
    opening: float
    debit: float
    credit: float
    closing: float


class AccountRow(Figures):
    """An account; balances are debit less credit."""

    id: int | None = Field(description="Null: earnings of earlier years.")
    code: str | None
    name: str


class TrialAnswer(LeanResult):
    OPTIONAL = ("note", "next_offset")

    companies: list[str]
    currency: str
    date_from: str
    date_to: str
    accounts: list[AccountRow]
    total: int = Field(description="Accounts that match.")
    next_offset: int | None = None
    totals: Figures = Field(description="Of all that match.")
    balanced: bool | None = Field(description="Of all accounts; null with query.")
    model: str = MODEL
    domain: list[Any] = Field(description=HOW)
    date_domain: list[Any]
    note: str | None = None

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{', '.join(self.companies)}, {self.currency}, "
        head += f"{self.date_from}..{self.date_to}, balanced: {self.balanced}, "
        head += f"{len(self.accounts)} of {self.total} accounts{more}"
        return "\n".join([head, *self._rows()])

    def _rows(self) -> Iterator[str]:
        if self.note:
            yield self.note
        yield "id|code|name|opening|debit|credit|closing"
        for a in self.accounts:
            amounts = (a.opening, a.debit, a.credit, a.closing)
            yield "|".join(map(cell, (a.id, a.code, a.name, *amounts)))
        t = self.totals
        yield "|".join(
            map(cell, ("", "", "total", t.opening, t.debit, t.credit, t.closing))
        )


class TrialBalance(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.READ,
        groups=GROUPS,
        requires=LINES,
        aliases=("odoo_trial_balance",),
    )
    def _mcp_trial_balance(self, params: TrialParams) -> TrialAnswer:
        """Get the trial balance: opening, debit, credit and closing of each account.

        Posted entries only. Income and expenses begin at zero each fiscal year.
        """
        env = params.env_of(self)
        scope, period = scope_and_period(env, params)
        rows, total = _rows(scope, period, params.query)
        kept, following = report_page(env, rows, params.offset, params.limit)
        since, until = period.since.isoformat(), period.until.isoformat()
        return TrialAnswer(
            companies=scope.names,
            currency=scope.currency.name,
            date_from=since,
            date_to=until,
            accounts=kept,
            total=len(rows),
            next_offset=following,
            totals=_figures(scope, total),
            balanced=None if params.query else _balances(scope, total),
            domain=base_domain(scope),
            date_domain=[["date", ">=", since], ["date", "<=", until]],
            note=scope.note(),
        )


def _rows(
    scope: Scope, period: Period, query: str | None
) -> tuple[list[AccountRow], Movement]:
    """The accounts whose number or name contains ``query``, and their sum."""
    env = scope.env
    trial = trial_balance(scope, period)
    found = [(a.id, number_of(a), a.name, m) for a, m in trial.accounts]
    if trial.earlier != Movement():
        name = env._("Earlier earnings, not allocated")
        found.append((None, None, name, trial.earlier))
    if query:
        words = query.casefold()
        found = [f for f in found if words in f"{f[1] or ''} {f[2]}".casefold()]
    rows = [
        AccountRow(id=i, code=code, name=name, **_figures(scope, m).model_dump())
        for i, code, name, m in found
    ]
    return rows, sum((f[3] for f in found), Movement())


def _figures(scope: Scope, movement: Movement) -> Figures:
    names = ("opening", "debit", "credit", "closing")
    return Figures(**{n: scope.rounded(getattr(movement, n)) for n in names})


def _balances(scope: Scope, total: Movement) -> bool:
    return all(
        scope.currency.is_zero(value)
        for value in (total.opening, total.debit - total.credit)
    )
