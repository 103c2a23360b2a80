"""Token buckets shared by all workers: one atomic statement, its own cursor.

In the request's transaction the update would raise SerializationFailure under
Odoo's REPEATABLE READ.
"""

from __future__ import annotations

from typing import Any

from odoo.tools import SQL

from .own_cursor import own_cursor

TABLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS mcp_rate (
    bucket text PRIMARY KEY, tokens float8 NOT NULL, ts timestamptz NOT NULL
) WITH (fillfactor = 50)
"""


def take(registry: Any, bucket: str, a_minute: int, cost: int = 1) -> float:
    """Take ``cost`` tokens; answers 0.0, or the seconds until one is there.

    ``cost=0`` only asks whether there is one.
    """
    with own_cursor(registry) as cr:
        cr.execute(_statement(bucket, a_minute, cost))
        if cr.fetchone():
            return 0.0
        cr.execute(_wait(bucket, a_minute))
        row = cr.fetchone()
        return max(row[0], 0.1) if row else 0.1


def give_back(registry: Any, bucket: str) -> None:
    """Put one token back; a bucket never holds more than it may at the next take."""
    with own_cursor(registry) as cr:
        cr.execute(
            "UPDATE mcp_rate SET tokens = tokens + 1 WHERE bucket = %s", [bucket]
        )


def _refilled(a_minute: int) -> SQL:
    return SQL(
        "least(%(cap)s::float8, b.tokens + "
        "extract(epoch FROM clock_timestamp() - b.ts) * %(cap)s / 60.0)",
        cap=a_minute,
    )


def _statement(bucket: str, a_minute: int, cost: int) -> SQL:
    return SQL(
        "INSERT INTO mcp_rate AS b VALUES (%s, %s, clock_timestamp()) "
        "ON CONFLICT (bucket) DO UPDATE SET ts = clock_timestamp(), tokens = %s - %s "
        "WHERE %s >= 1 RETURNING tokens",
        bucket,
        a_minute - cost,
        _refilled(a_minute),
        cost,
        _refilled(a_minute),
    )


def _wait(bucket: str, a_minute: int) -> SQL:
    return SQL(
        "SELECT (1 - %s) * 60.0 / %s FROM mcp_rate b WHERE bucket = %s",
        _refilled(a_minute),
        a_minute,
        bucket,
    )
