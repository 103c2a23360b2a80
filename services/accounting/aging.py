"""What partners owe, or are owed, by age, as it was at the end of any day.

Items that were matched later were still open then. So not Odoo's residual is used, but
the amount less all matches until that day.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from odoo.tools import SQL

from .ledger import MODEL, base_domain
from .scope import Scope

KINDS = {"receivable": "asset_receivable", "payable": "liability_payable"}
# first day of lateness of each bucket but the first, which is not due yet
LATE = (1, 31, 61, 91, 121)
BUCKETS = ("not_due", "1-30", "31-60", "61-90", "91-120", "over 120")


def aged(
    scope: Scope, kind: str, day: date, domain: list[Any]
) -> dict[int | None, list[float]]:
    """By id of the partner, one open amount a bucket, in the report's currency.

    Positive is what is due in the sense of ``kind``; not rounded. Partners of whom
    every amount is zero are left out.

    Args:
        kind: ``receivable`` or ``payable``.
        day: the end of the last day that counts.
        domain: which items count, beside those of the report.
    """
    sign = 1 if kind == "receivable" else -1
    found: dict[int | None, list[float]] = {}
    for partner, company, bucket, value in _rows(scope, kind, day, domain):
        row = found.setdefault(partner, [0.0] * len(BUCKETS))
        row[bucket] += sign * float(value) * scope.rates[company]
    return {
        partner: row
        for partner, row in found.items()
        if not all(map(scope.currency.is_zero, row))
    }


def items_domain(scope: Scope, kind: str, day: date) -> list[Any]:
    """The domain of the items; those matched until then cancel each other out."""
    return [
        *base_domain(scope),
        ["account_id.account_type", "=", KINDS[kind]],
        ["date", "<=", day.isoformat()],
    ]


OPEN_ITEMS = """
WITH debits AS (%(debits)s), credits AS (%(credits)s)
SELECT %(partner)s, %(company)s, width_bucket(%(day)s::date - %(due)s, %(late)s::int[]),
       SUM(%(balance)s - COALESCE(debits.amount, 0) + COALESCE(credits.amount, 0))
  FROM %(items)s
  LEFT JOIN debits ON debits.id = %(item)s
  LEFT JOIN credits ON credits.id = %(item)s
 WHERE %(wanted)s
 GROUP BY 1, 2, 3
"""


def _rows(
    scope: Scope, kind: str, day: date, domain: list[Any]
) -> list[tuple[Any, ...]]:
    """Partner, company, number of the bucket and amount in the company's currency."""
    lines = scope.env[MODEL]
    scope.env["account.partial.reconcile"].flush_model()
    query = lines._search([*items_domain(scope, kind, day), *domain])

    def column(name: str) -> SQL:
        return lines._field_to_sql(lines._table, name, query)

    return scope.env.execute_query(
        SQL(
            OPEN_ITEMS,
            debits=_matched("debit_move_id", day),
            credits=_matched("credit_move_id", day),
            partner=column("partner_id"),
            company=column("company_id"),
            day=day,
            due=SQL("COALESCE(%s, %s)", column("date_maturity"), column("date")),
            late=list(LATE),
            balance=column("balance"),
            item=column("id"),
            items=query.from_clause,
            wanted=query.where_clause or SQL("TRUE"),
        )
    )


def _matched(side: str, day: date) -> SQL:
    """By id of an item, the amount that was matched until the end of ``day``.

    Args:
        side: ``debit_move_id`` or ``credit_move_id``.
    """
    return SQL(
        "SELECT %s AS id, SUM(amount) AS amount FROM account_partial_reconcile"
        " WHERE max_date <= %s GROUP BY 1",
        SQL.identifier(side),
        day,
    )
