"""A cursor of one's own: what it writes stays, whatever becomes of the request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED

from odoo.sql_db import Cursor
from odoo.tools import SQL


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


def at_once(registry: Any, statement: str | SQL, values: Any = None) -> list[tuple]:
    """Run one statement that is a transaction of its own; answers its rows.

    Every call of a tool does this several times: without BEGIN and COMMIT it is one
    journey to PostgreSQL instead of three.
    """
    with registry.cursor() as cr:
        if isinstance(cr, Cursor):
            cr._cnx.autocommit = True
        cr.execute(statement, values)
        return cr.fetchall() if cr.description else []
