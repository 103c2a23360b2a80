"""Statements: rows that add up sums of accounts by type, a figure a column.

A figure is ``sign`` × the sum of the balances of the journal items that its domain
finds; the domain is that of the report, of the column and of the row together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from odoo import models

from .account_types import labels
from .ledger import Sum, sums
from .scope import Scope

ALL, YEAR, BEFORE = "all", "year", "before"


@dataclass(frozen=True)
class Term:
    """Accounts of some types, and which of a column's days count.

    Attributes:
        part: whether all days count, those of the fiscal year, or those before it.
    """

    types: tuple[str, ...]
    part: str = ALL


@dataclass(frozen=True)
class Row:
    """A row of a statement.

    Attributes:
        level: 0 for sections and totals, 1 for what is in them.
        sign: -1 where Odoo keeps below zero what people call positive.
    """

    name: str
    terms: tuple[Term, ...]
    sign: int
    level: int = 0

    def holds(self, account_type: str) -> bool:
        return any(account_type in term.types for term in self.terms)


@dataclass(frozen=True)
class Column:
    """A column: its days, and by company the first days of their fiscal years."""

    name: str
    since: date | None
    until: date
    year_starts: dict[int, date] = field(default_factory=dict)

    @property
    def domain(self) -> list[Any]:
        until = ["date", "<=", self.until.isoformat()]
        if self.since is None:
            return [until]
        return [["date", ">=", self.since.isoformat()], until]


class Book:
    """The sums of all accounts of some types in all columns, read once."""

    def __init__(self, scope: Scope, columns: Sequence[Column], types: Sequence[str]):
        self.scope, self.columns = scope, columns
        wanted = [Sum(column.since, column.until) for column in columns]
        wanted += [Sum(c.year_starts or None, c.until) for c in columns]
        # types are compared here: in the query that would cost more than all the rest
        only = [["account_id", "!=", False]]
        self._sums: dict[int, list[float]] = {}
        for (account, _company), values in sums(scope, wanted, only).items():
            before = self._sums.get(account, [0.0] * len(values))
            self._sums[account] = [a + b for a, b in zip(before, values, strict=True)]
        # sudo: number, name and type are part of the items that the caller may read
        accounts = scope.env["account.account"].sudo().browse(self._sums)
        accounts = accounts.filtered(lambda a: a.account_type in types)
        self.accounts = accounts.sorted(lambda a: (a.code or "", a.id))

    def types(self) -> set[str]:
        """The types of account that have items."""
        return set(self.accounts.mapped("account_type"))

    def amounts(self, row: Row) -> list[float]:
        """One amount a column, not rounded."""
        return self._added(row, self.accounts)

    def by_account(self, row: Row) -> Iterator[tuple[models.BaseModel, list[float]]]:
        """The accounts of ``row`` that have items, and their amounts."""
        for account in self.accounts:
            if row.holds(account.account_type):
                yield account, self._added(row, account)

    def _added(self, row: Row, accounts: models.BaseModel) -> list[float]:
        return [
            row.sign
            * sum(
                self._value(account.id, term.part, position)
                for account in accounts
                for term in row.terms
                if account.account_type in term.types
            )
            for position in range(len(self.columns))
        ]

    def _value(self, account: int, part: str, position: int) -> float:
        values = self._sums[account]
        whole, year = values[position], values[len(self.columns) + position]
        return {ALL: whole, YEAR: year, BEFORE: whole - year}[part]


def rows_of(scope: Scope, types: Sequence[str], sign: int) -> list[Row]:
    """One row for each of ``types``, by its name."""
    names = labels(scope.env)
    return [Row(names[t], (Term((t,)),), sign, 1) for t in types]


def row_domain(row: Row, column: Column) -> list[Any]:
    """The part of a figure's domain that belongs to its row."""
    return _any([_term_domain(term, column) for term in row.terms])


def _term_domain(term: Term, column: Column) -> list[Any]:
    types = ["account_id.account_type", "in", list(term.types)]
    if term.part == ALL:
        return [types]
    operator = ">=" if term.part == YEAR else "<"
    return ["&", types, *_year_domain(column.year_starts, operator)]


def _year_domain(starts: dict[int, date], operator: str) -> list[Any]:
    """Days before or after the beginning of the fiscal year, which differs by company.

    Args:
        starts: by company id, the first day of its fiscal year.
        operator: ``<`` or ``>=``.
    """
    days = sorted(set(starts.values()))
    if len(days) == 1:
        return [["date", operator, days[0].isoformat()]]
    return _any(
        [
            "&",
            ["company_id", "in", [c for c, first in starts.items() if first == day]],
            ["date", operator, day.isoformat()],
        ]
        for day in days
    )


def _any(parts: Iterator[list[Any]] | list[list[Any]]) -> list[Any]:
    found = list(parts)
    return [*["|"] * (len(found) - 1), *(leaf for part in found for leaf in part)]
