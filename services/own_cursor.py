"""A cursor of one's own: what it writes stays, whatever becomes of the request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo.sql_db import Cursor

Statement = tuple[str, Sequence[Any]]


@contextmanager
def own_cursor(registry: Any) -> Iterator[Any]:
    """Open a cursor that commits at the end.

    READ COMMITTED: under Odoo's REPEATABLE READ two workers that touch one row
    raise SerializationFailure. Odoo resets the level when it lends the connection
    out again; a cursor of a test keeps the level of its transaction.
    """
    with registry.cursor() as cr:
        if isinstance(cr, Cursor):
            cr._cnx.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        yield cr


def at_once(registry: Any, *statements: Statement) -> list[tuple]:
    """Run statements as a transaction of their own; answers the rows of the last.

    Every call of a tool does this: sent together, without BEGIN and COMMIT, they are
    one journey to PostgreSQL.

    Args:
        statements: text and values of each.
    """
    texts, values = zip(*statements, strict=True)
    with registry.cursor() as cr:
        if isinstance(cr, Cursor):
            cr._cnx.autocommit = True
        cr.execute("; ".join(texts), [*chain.from_iterable(values)])
        return cr.fetchall() if cr.description else []
