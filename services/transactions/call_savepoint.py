"""The savepoint around a tool's body, within the transaction of the request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from odoo.tools import SQL

from ..caches.registry_reset import reset_on_error
from ..call import Call
from ..errors import EndsTransaction
from .cursor_patch import patched
from .egress import forgotten_on_error

SAVEPOINT = SQL("SAVEPOINT mcp_call")
# the restriction ends with the savepoint
READ_ONLY_SAVEPOINT = SQL("SAVEPOINT mcp_call; SET TRANSACTION READ ONLY")
RELEASE = SQL("RELEASE SAVEPOINT mcp_call")
# models of which install_module does the work
MODULES = ("ir.module.", "base.module.")
# methods of a cursor that end its transaction
ENDS = ("commit", "rollback", "close")
UNDO = SQL("ROLLBACK TO SAVEPOINT mcp_call; %s", RELEASE)


@contextmanager
def within(call: Call, savepoint: SQL) -> Iterator[None]:
    """Run the block in a savepoint.

    Its end is only queued: it is sent together with the next statement.
    """
    call.transaction.queue(savepoint)
    with reset_on_error(call.env), _undone_on_error(call, savepoint):
        yield
    if call.transaction.discard(savepoint):
        call.transaction.queued.append(RELEASE)


@contextmanager
def _undone_on_error(call: Call, savepoint: SQL) -> Iterator[None]:
    cr = call.env.cr
    try:
        yield
    except BaseException:
        cr.clear()
        if call.transaction.discard(savepoint):
            _undo(cr)
        raise


def _undo(cr: Any) -> None:
    """Roll back to the savepoint; where it is gone, the whole transaction."""
    try:
        cr.execute(UNDO, log_exceptions=False)
    except (psycopg2.Error, RecursionError):
        # it never came to be, or ended with the transaction; or the cursor is closed
        if not cr._cnx.closed:
            cr._cnx.rollback()


@contextmanager
def flushed(call: Call) -> Iterator[None]:
    """Flush the ORM at the end of the block, and refuse a commit or rollback in it."""
    cr = call.env.cr
    with forgotten_on_error(cr), _no_commit(call):
        yield
        call.env.flush_all()
        cr.flush()
        refuse_broken(cr)


def refuse_broken(cr: Any) -> None:
    """Raises RuntimeError: an error of PostgreSQL was swallowed, and all is lost."""
    if cr._cnx.get_transaction_status() == TRANSACTION_STATUS_INERROR:
        raise RuntimeError("PostgreSQL had failed; nothing is kept after that")


def _no_commit(call: Call) -> AbstractContextManager[None]:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise EndsTransaction(_why(call))

    return patched(call.env.cr, **dict.fromkeys(ENDS, refuse))


def _why(call: Call) -> str:
    text = call.env._(
        "Nothing was done: what was called commits or rolls back by itself, so that it "
        "can be neither previewed nor undone."
    )
    if str(getattr(call.params, "model", "")).startswith(MODULES):
        return f"{text} {call.env._('install_module installs modules.')}"
    return text
