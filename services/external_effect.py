"""The transaction of a tool whose effect lies outside the database.

Such a tool commits itself where it must, and a commit ends every savepoint. So when it
fails, what it wrote since its last commit is rolled back, and the rest stays.

The error may say that nothing outside was done (``harmless``). Then the same call may
be repeated under its idempotency key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.errors import InvalidSavepointSpecification

from odoo import api
from odoo.tools import SQL

from .caches import registry_reset
from .compat.registry import lends_real_cursors
from .transactions.call_savepoint import refuse_broken
from .transactions.egress import forgotten_on_error

BEGIN = SQL("SAVEPOINT mcp_outside")
UNDO = SQL("ROLLBACK TO SAVEPOINT mcp_outside")


def commit_so_far(env: api.Environment) -> None:
    """Commit, and run what waits for the commit.

    In a test, whose cursor is never committed, a new savepoint takes its place.
    """
    env.flush_all()
    if lends_real_cursors(env.registry):
        env.cr.commit()  # pylint: disable=invalid-commit
    else:
        env.cr.execute(BEGIN)


def harmless(error: Exception) -> Exception:
    """Mark ``error``: the call that raised it did nothing outside. Answers it."""
    error.mcp_harmless = True
    return error


def is_harmless(error: BaseException) -> bool:
    """Whether ``error`` says that nothing was done outside."""
    return getattr(error, "mcp_harmless", False)


@contextmanager
def nothing_done_on_error() -> Iterator[None]:
    """For a block or function of which an error means that nothing was done.

    That is a check before the effect, or an effect that happens as a whole or not.
    """
    try:
        yield
    except Exception as error:
        harmless(error)
        raise


@contextmanager
def undone_on_error(env: api.Environment) -> Iterator[None]:
    """If the block fails, roll back what it wrote since ``BEGIN`` or its own commit."""
    with forgotten_on_error(env.cr):
        try:
            yield
            env.flush_all()
            env.cr.flush()
            refuse_broken(env.cr)
            # what is else only found at the commit, when the outcome is written
            env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except BaseException:
            _undo(env.cr)
            registry_reset.reset(env.registry)
            raise


def _undo(cr: Any) -> None:
    cr.clear()
    try:
        cr.execute(UNDO, log_exceptions=False)
    except InvalidSavepointSpecification:
        # it ended with a commit of the tool's own
        cr.rollback()
    except (psycopg2.InterfaceError, psycopg2.OperationalError):
        # the connection is lost, and with it what was not committed
        return
