"""Sums of the posted journal items that the caller may read, by account, in one query.

All days at which some figure begins or ends cut time into stretches. PostgreSQL adds
items up by account and stretch; each figure is the sum of some stretches.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from odoo.tools import SQL

from .scope import Scope

MODEL = "account.move.line"
POSTED = ["parent_state", "=", "posted"]
BALANCE, DEBIT, CREDIT = "balance", "debit", "credit"
ONE_DAY = timedelta(days=1)
# an account and a company
Key = tuple[int, int]


@dataclass(frozen=True)
class Sum:
    """What is added up: journal items of these days.

    Attributes:
        since: first day; by company id where it differs, None from the beginning.
        until: last day.
        field: ``balance``, ``debit`` or ``credit``.
    """

    since: date | Mapping[int, date] | None
    until: date
    field: str = BALANCE

    def days(self) -> set[date]:
        """The days on which a new stretch begins, in order."""
        first = self.since if isinstance(self.since, Mapping) else {0: self.since}
        return {*filter(None, first.values()), self.until + ONE_DAY}

    def has(self, company: int, first: date | None) -> bool:
        """Whether the stretch that begins on ``first`` is in it."""
        since = self.since
        if isinstance(since, Mapping):
            since = since[company]
        if first is None:
            return since is None
        return (since is None or first >= since) and first <= self.until


def base_domain(scope: Scope) -> list[Any]:
    """The part of the domain that all figures of a report share."""
    return [POSTED, scope.leaf]


def sums(
    scope: Scope, wanted: list[Sum], domain: list[Any] | None = None
) -> dict[Key, list[float]]:
    """The sums of each account, in the report's currency and not rounded.

    Args:
        domain: which items besides posted ones of the companies.

    Returns:
        by account id and company id, one number for each of ``wanted``.

    Raises:
        AccessError: the caller has no right to journal items.
    """
    days = sorted(set().union(*(each.days() for each in wanted)))
    fields = list(dict.fromkeys(each.field for each in wanted))
    found: dict[Key, list[float]] = {}
    for account, company, stretch, *values in _rows(scope, days, fields, domain or []):
        row = found.setdefault((account, company), [0.0] * len(wanted))
        first = days[stretch - 1] if stretch else None
        for position, each in enumerate(wanted):
            if each.has(company, first):
                value = values[fields.index(each.field)]
                row[position] += float(value) * scope.rates[company]
    return found


def _rows(
    scope: Scope, days: list[date], fields: list[str], domain: list[Any]
) -> list[tuple[Any, ...]]:
    """Account, company, number of the stretch of days, and one sum a field."""
    lines = scope.env[MODEL]
    until = ["date", "<", days[-1]]
    query = lines._search([*base_domain(scope), until, *domain])

    def column(name: str) -> SQL:
        return lines._field_to_sql(lines._table, name, query)

    stretch = SQL("width_bucket(%s, %s::date[])", column("date"), days)
    keys = SQL("%s, %s, %s", column("account_id"), column("company_id"), stretch)
    figures = SQL(", ").join(SQL("SUM(%s)", column(name)) for name in fields)
    return scope.env.execute_query(
        SQL(
            "SELECT %s, %s FROM %s WHERE %s GROUP BY 1, 2, 3",
            keys,
            figures,
            query.from_clause,
            query.where_clause or SQL("TRUE"),
        )
    )
