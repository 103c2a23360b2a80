"""The transaction of a tool whose effect lies outside the database.

Such a tool commits itself where it must, and a commit ends every savepoint. So when it
fails, what it wrote since then is rolled back, and what it had committed stays.

What it fails with may say that nothing outside was done (``harmless``): then the same
call may come again under its idempotency key.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from psycopg2.errors import InvalidSavepointSpecification

from odoo import api
from odoo.tools import SQL

from . import registry_reset
from .call_savepoint import refuse_broken
from .compat.registry import lends_real_cursors
from .egress import forgotten_on_error

BEGIN = SQL("SAVEPOINT mcp_outside")
UNDO = SQL("ROLLBACK TO SAVEPOINT mcp_outside")


def commit_so_far(env: api.Environment) -> None:
    """Commit; what waits for that is done.

    A cursor that a test lends is not committed: a new savepoint stands for it.
    """
    env.flush_all()
    if lends_real_cursors(env.registry):
        env.cr.commit()  # pylint: disable=invalid-commit
    else:
        env.cr.execute(BEGIN)


def harmless(error: Exception) -> Exception:
    """``error`` as one of a call that did nothing outside."""
    error.mcp_harmless = True
    return error


def is_harmless(error: BaseException) -> bool:
    return getattr(error, "mcp_harmless", False)


@contextmanager
def nothing_done_on_error() -> Iterator[None]:
    """What a tool looks at before its effect, or an effect that is whole or none."""
    try:
        yield
    except Exception as error:
        harmless(error)
        raise


@contextmanager
def undone_on_error(env: api.Environment) -> Iterator[None]:
    """Roll back what the block, after ``BEGIN``, wrote and did not commit."""
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
