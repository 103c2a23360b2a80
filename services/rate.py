"""Token buckets shared by all workers: one atomic statement, its own cursor.

In the request's transaction the update would raise SerializationFailure under
Odoo's REPEATABLE READ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .transactions.own_cursor import Statement, at_once

TABLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS mcp_rate (
    bucket text PRIMARY KEY, tokens float8 NOT NULL, ts timestamptz NOT NULL
) WITH (fillfactor = 50)
"""

# the values are: most, most (a minute)
REFILLED = """least(%s::float8, b.tokens
    + extract(epoch FROM clock_timestamp() - b.ts) * %s / 60.0)"""
TAKE = f"""
INSERT INTO mcp_rate AS b VALUES (%s, %s, clock_timestamp())
ON CONFLICT (bucket) DO UPDATE
   SET ts = clock_timestamp(), tokens = {REFILLED} - %s
 WHERE {REFILLED} >= 1
RETURNING tokens
"""
WAIT = f"SELECT (1 - {REFILLED}) * 60.0 / %s FROM mcp_rate b WHERE bucket = %s"


def take(
    registry: Any,
    bucket: str,
    a_minute: int,
    cost: int = 1,
    before: Sequence[Statement] = (),
) -> float:
    """Take ``cost`` tokens; answer 0.0, or the seconds until there is one.

    Args:
        cost: 0 only asks whether there is a token.
        before: statements that are committed in the same round trip, in any case.
    """
    most = [a_minute, a_minute]
    values = [bucket, a_minute - cost, *most, cost, *most]
    if at_once(registry, *before, (TAKE, values)):
        return 0.0
    rows = at_once(registry, (WAIT, [*most, a_minute, bucket]))
    return max(rows[0][0], 0.1) if rows else 0.1


def give_back(registry: Any, bucket: str) -> None:
    """Put one token back; ``take`` never counts more than the bucket may hold."""
    query = "UPDATE mcp_rate SET tokens = tokens + 1 WHERE bucket = %s"
    at_once(registry, (query, [bucket]))
