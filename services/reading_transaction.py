"""A transaction in which PostgreSQL refuses writes, from its first statement on.

psycopg2 sends BEGIN and COMMIT on journeys of their own; these travel with what is sent
anyway. Only on a cursor whose transaction has not begun, so that nothing else ends with
it; what the request does afterwards is in a transaction of Odoo's again.
"""

from __future__ import annotations

from typing import Any

from psycopg2.extensions import (
    ISOLATION_LEVEL_REPEATABLE_READ,
    TRANSACTION_STATUS_IDLE,
)

from odoo.sql_db import Cursor
from odoo.tools import SQL

# after a first query PostgreSQL takes no SET TRANSACTION READ WRITE any more
BEGIN = SQL("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")
COMMIT = SQL("COMMIT")
ROLLBACK = SQL("ROLLBACK")


def can_begin(cr: Any) -> bool:
    """Whether nothing has begun on ``cr``; never a cursor of a test, or a replica's."""
    if not isinstance(cr, Cursor) or cr._cnx.autocommit or cr._cnx.readonly:
        return False
    return _is_idle(cr)


def take_over(cr: Any) -> None:
    """From here on BEGIN and COMMIT are sent as statements.

    psycopg2 would reset an isolation level of its own on two more journeys.
    """
    cr._cnx.set_session(isolation_level="DEFAULT", readonly="DEFAULT")
    cr._cnx.autocommit = True


def give_back(cr: Any) -> None:
    """Leave transactions to psycopg2 again, as Odoo wants them, once this one is over."""
    if _is_taken_over(cr) and _is_idle(cr):
        cr._cnx.autocommit = False
        cr._cnx.set_session(ISOLATION_LEVEL_REPEATABLE_READ, readonly=False)


def abandon(cr: Any) -> None:
    """End the own transaction, whatever state it is in; nothing where there is none."""
    if _is_taken_over(cr) and not cr._cnx.closed:
        if not _is_idle(cr):
            cr.execute(ROLLBACK)
        give_back(cr)


def refuse_ended(cr: Any) -> None:
    """Raises RuntimeError: a statement of the tool's own ended what had begun.

    What came after it was not held to reading, and is not taken back.
    """
    if _is_idle(cr):
        raise RuntimeError("a tool must not end its transaction")


def _is_taken_over(cr: Any) -> bool:
    return isinstance(cr, Cursor) and cr._cnx.autocommit


def _is_idle(cr: Any) -> bool:
    return cr._cnx.get_transaction_status() == TRANSACTION_STATUS_IDLE
