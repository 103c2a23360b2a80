"""A transaction of a tool's own, in which PostgreSQL refuses writes.

psycopg2 needs a round trip each for BEGIN and COMMIT; here they travel with statements
that are sent anyway. This is for a cursor whose transaction has not begun, so that
nothing of the request ends with it. What the request does afterwards is in an ordinary
transaction again.
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
    """Whether no transaction has begun on ``cr``, which is Odoo's own, not a test's."""
    if not isinstance(cr, Cursor) or cr._cnx.autocommit or cr._cnx.readonly:
        return False
    return _is_idle(cr)


def take_over(cr: Any) -> None:
    """Take transactions from psycopg2: BEGIN and COMMIT are sent as statements now.

    The isolation level stands in our BEGIN: psycopg2 would need two more round trips to
    set one and to reset it.
    """
    cr._cnx.set_session(isolation_level="DEFAULT", readonly="DEFAULT")
    cr._cnx.autocommit = True


def give_back(cr: Any) -> None:
    """Give transactions back to psycopg2 if this one is over."""
    if _is_taken_over(cr) and _is_idle(cr):
        cr._cnx.autocommit = False
        cr._cnx.set_session(ISOLATION_LEVEL_REPEATABLE_READ, readonly=False)


def abandon(cr: Any) -> None:
    """Roll our own transaction back, if there is one, whatever state it is in."""
    if _is_taken_over(cr) and not cr._cnx.closed:
        if not _is_idle(cr):
            cr.execute(ROLLBACK)
        give_back(cr)


def refuse_ended(cr: Any) -> None:
    """Fail if a statement of the tool itself ended the transaction that had begun.

    What came after it could write, and cannot be rolled back.

    Raises:
        RuntimeError: it did.
    """
    if _is_idle(cr):
        raise RuntimeError("a tool must not end its transaction")


def _is_taken_over(cr: Any) -> bool:
    return isinstance(cr, Cursor) and cr._cnx.autocommit


def _is_idle(cr: Any) -> bool:
    return cr._cnx.get_transaction_status() == TRANSACTION_STATUS_IDLE
