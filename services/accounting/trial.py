"""The trial balance: opening balance, debit, credit and closing balance of accounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from odoo import models

from .account_types import profit_and_loss
from .ledger import CREDIT, DEBIT, Sum, sums
from .periods import Period
from .scope import Scope

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Movement:
    """The figures of one account, or of all, in the report's currency, not rounded."""

    opening: float = 0.0
    debit: float = 0.0
    credit: float = 0.0

    @property
    def closing(self) -> float:
        return self.opening + self.debit - self.credit

    def __add__(self, other: Movement) -> Movement:
        return Movement(
            self.opening + other.opening,
            self.debit + other.debit,
            self.credit + other.credit,
        )


@dataclass(frozen=True)
class Trial:
    """Figures by account; ``earlier`` are earnings of past years, on no account."""

    accounts: list[tuple[models.BaseModel, Movement]]
    earlier: Movement

    def total(self) -> Movement:
        return sum((m for _account, m in self.accounts), self.earlier)


def number_of(account: models.BaseModel) -> str | None:
    """Its number; with the company's name where it has none in the caller's own."""
    return account.code or account.placeholder_code or None


def trial_balance(
    scope: Scope, period: Period, domain: list[Any] | None = None
) -> Trial:
    """Accounts with items, by number; profit and loss begins anew each fiscal year."""
    before = period.since - ONE_DAY
    wanted = [
        Sum(None, before),
        Sum(scope.year_starts(period.since), before),
        Sum(period.since, period.until, DEBIT),
        Sum(period.since, period.until, CREDIT),
    ]
    found = sums(scope, wanted, [["account_id", "!=", False], *(domain or [])])
    # sudo: number, name and type are part of the items that the caller may read
    accounts = scope.env["account.account"].sudo()
    accounts = accounts.browse(dict.fromkeys(account for account, _company in found))
    types = profit_and_loss(scope.env)
    yearly = {account.id for account in accounts if account.account_type in types}
    earlier, moved = Movement(), dict.fromkeys(accounts.ids, Movement())
    for (account, _company), (ever, year, debit, credit) in found.items():
        movement = Movement(ever, debit, credit)
        if account in yearly:
            movement = replace(movement, opening=year)
            earlier += Movement(ever - year)
        moved[account] += movement
    ordered = accounts.sorted(lambda a: (number_of(a) or "", a.id))
    return Trial([(account, moved[account.id]) for account in ordered], earlier)
