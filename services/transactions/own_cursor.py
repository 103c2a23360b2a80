"""Cursors of our own: what they write stays, even if the request is rolled back."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from threading import BoundedSemaphore
from typing import Any

from psycopg2.extensions import ISOLATION_LEVEL_READ_COMMITTED
from psycopg2.pool import PoolError

from odoo.sql_db import Cursor
from odoo.tools import config

from ..compat.registry import lends_real_cursors
from . import kept_cursors
from .kept_cursors import Kept, Statement

# Each request holds a connection of Odoo's pool (64 unless db_maxconn says otherwise)
# and needs a second one now and then. If the pool is empty for a moment, we wait; and
# only few wait at a time, so that new requests get connections too.
PATIENCE = 10.0
AT_A_TIME = BoundedSemaphore(8)
LEAST = 2
TOO_FEW = (
    "Odoo may open %s connection to its database at a time; a call needs two. Raise "
    "db_maxconn in odoo.conf."
)


def pool_problem() -> str:
    """Why no call can be served here, as each would wait in vain; empty: it can."""
    most = config["db_maxconn"]
    return TOO_FEW % most if most < LEAST else ""


@contextmanager
def own_cursor(registry: Any) -> Iterator[Any]:
    """Open a cursor that commits at the end.

    READ COMMITTED: under Odoo's REPEATABLE READ two workers that touch one row
    raise SerializationFailure. Odoo resets the level when it lends the connection
    out again; a cursor of a test keeps the level of its transaction.
    """
    with _opened(registry) as cr:
        if isinstance(cr, Cursor):
            cr._cnx.set_isolation_level(ISOLATION_LEVEL_READ_COMMITTED)
        yield cr


def at_once(registry: Any, *statements: Statement) -> list[tuple]:
    """Run statements as a transaction of their own; answer the rows of the last one.

    Every call of a tool does this, so they are sent together, without BEGIN and COMMIT,
    in one round trip.

    Args:
        statements: text and values of each.
    """
    if lends_real_cursors(registry):
        return _on_a_kept_one(registry, statements)
    texts, values = zip(*statements, strict=True)
    with _opened(registry) as cr:
        cr.execute("; ".join(texts), [*chain.from_iterable(values)])
        return cr.fetchall() if cr.description else []


def _on_a_kept_one(registry: Any, statements: Sequence[Statement]) -> list[tuple]:
    with _turn() as deadline:
        kept = kept_cursors.take(registry.db_name)
        kept = kept or Kept(_borrowed(registry, deadline))
        with kept_cursors.kept_while_good(kept):
            return kept.run(statements)


@contextmanager
def _opened(registry: Any) -> Iterator[Any]:
    """A cursor, as soon as there is a connection for it.

    Raises:
        PoolError: there was none for ``PATIENCE`` seconds.
    """
    with _turn() as deadline, _borrowed(registry, deadline) as cr:
        yield cr


@contextmanager
def _turn() -> Iterator[float]:
    """Let few at a time ask for a connection; answers until when to go on asking."""
    deadline = time.monotonic() + PATIENCE
    # a cursor within a cursor may wait for its own turn to end, so not for ever
    waited = AT_A_TIME.acquire(timeout=PATIENCE / 4)
    try:
        yield deadline
    finally:
        if waited:
            AT_A_TIME.release()


def _borrowed(registry: Any, deadline: float) -> Any:
    while True:
        try:
            return registry.cursor()
        except PoolError:
            if time.monotonic() > deadline:
                raise
            time.sleep(random.uniform(0.01, 0.05))
