"""Profit and loss: what was earned and spent in a period."""

from __future__ import annotations

from dataclasses import dataclass

from odoo import api

from .account_types import of_groups, profit_and_loss
from .periods import Period
from .scope import Scope
from .statement import Book, Column, Row, Term, rows_of

REVENUE, DIRECT = ("income",), ("expense_direct_cost",)
OPERATING = ("expense", "expense_depreciation")


@dataclass(frozen=True)
class Profit:
    """The rows of a profit and loss; those that people ask for by name, too."""

    book: Book
    rows: list[Row]
    revenue: Row
    gross: Row
    net: Row


def profit_and_loss_of(scope: Scope, periods: list[Period]) -> Profit:
    """A profit and loss with a column for each of ``periods``."""
    env = scope.env
    columns = [Column(p.name, p.since, p.until) for p in periods]
    revenue = Row(env._("Revenue"), (Term(REVENUE),), -1)
    gross = Row(env._("Gross profit"), (Term((*REVENUE, *DIRECT)),), -1)
    core = (*REVENUE, *DIRECT, *OPERATING)
    every = profit_and_loss(env)
    net = Row(env._("Net profit"), (Term(every),), -1)
    rows = [
        revenue,
        *rows_of(scope, DIRECT, 1),
        gross,
        *rows_of(scope, OPERATING, 1),
        Row(env._("Operating profit"), (Term(core),), -1),
        *_other(scope, core),
        net,
    ]
    return Profit(Book(scope, columns, every), rows, revenue, gross, net)


def _other(scope: Scope, core: tuple[str, ...]) -> list[Row]:
    """Rows of income and expenses that are not of the business itself."""
    env = scope.env
    return [
        *rows_of(scope, _beyond(env, "income", core), -1),
        *rows_of(scope, _beyond(env, "expense", core), 1),
    ]


def _beyond(env: api.Environment, group: str, core: tuple[str, ...]) -> list[str]:
    return [t for t in of_groups(env, group) if t not in core]
