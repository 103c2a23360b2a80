"""The balance sheet: assets against liabilities and equity, which includes earnings.

Earnings are not booked before a year is closed. They are the sum of the accounts of
profit and loss: of this fiscal year, and of earlier ones that were not allocated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .account_types import UNALLOCATED, labels, of_groups, profit_and_loss
from .scope import Scope
from .statement import BEFORE, YEAR, Book, Column, Row, Term, rows_of


@dataclass(frozen=True)
class Sheet:
    """The rows of a balance sheet; those that people ask for by name, too."""

    book: Book
    rows: list[Row]
    assets: Row
    liabilities: Row
    equity: Row
    earnings: Row

    def differences(self) -> list[float]:
        """Assets less liabilities and equity, a number a column; 0 if they balance."""
        sides = (self.book.amounts(r) for r in (self.liabilities, self.equity))
        pairs = zip(self.book.amounts(self.assets), *sides, strict=True)
        return [assets - debts - own for assets, debts, own in pairs]


def balance_sheet(scope: Scope, dates: list[date]) -> Sheet:
    """A balance sheet with a column for each of ``dates``."""
    env = scope.env
    columns = [Column(d.isoformat(), None, d, scope.year_starts(d)) for d in dates]
    results = profit_and_loss(env)
    assets = of_groups(env, "asset")
    debts = of_groups(env, "liability")
    own = of_groups(env, "equity")
    every = (*assets, *debts, *own, *results)
    total = Row(env._("Assets"), (Term(assets),), 1)
    debt = Row(env._("Liabilities"), (Term(debts),), -1)
    equity = Row(env._("Equity"), (Term((*own, *results)),), -1)
    earnings = Row(env._("Current-year earnings"), (Term(results, YEAR),), -1, 1)
    both = Row(env._("Liabilities and equity"), (Term((*debts, *own, *results)),), -1)
    rows = [
        total,
        *rows_of(scope, assets, 1),
        debt,
        *rows_of(scope, debts, -1),
        equity,
        *rows_of(scope, [t for t in own if t != UNALLOCATED], -1),
        earnings,
        _earlier(scope, results),
        both,
    ]
    return Sheet(Book(scope, columns, every), rows, total, debt, equity, earnings)


def _earlier(scope: Scope, results: tuple[str, ...]) -> Row:
    """Earnings of earlier years, less what was allocated of them."""
    name = scope.env._("Earlier earnings, not allocated")
    known = (UNALLOCATED,) if UNALLOCATED in labels(scope.env) else ()
    return Row(name, (Term(results, BEFORE), Term(known)), -1, 1)
