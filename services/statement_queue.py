"""What begins a transaction or a savepoint, sent with the cursor's next statement.

That saves a journey to PostgreSQL. Nothing gets there before it: what goes past
``Cursor.execute`` (``copy_from``, code that takes psycopg2's own cursor) sends it first.

attach(cr, waiting)
  ├─ cr.execute   joins what waits and the statement
  └─ cr._obj      ``_Guarded``: sends what waits, then is psycopg2's cursor again
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2.extensions import TRANSACTION_STATUS_IDLE, cursor

from odoo.sql_db import Cursor
from odoo.tools import SQL


def attach(cr: Any, waiting: list[SQL]) -> None:
    """Send ``waiting`` with the next statement of ``cr``; at once on a test's cursor.

    Args:
        waiting: emptied when it is sent; what is taken out before is not sent at all.
    """
    detach(cr)
    # what somebody else put in its place, such as an end to everything, comes first
    if isinstance(cr, Cursor) and "execute" not in vars(cr):
        _guard(cr, waiting)
    else:
        send(cr, waiting)


def detach(cr: Any) -> None:
    """The cursor as it was; what waits is still unsent."""
    guarded = cr.__dict__.get("_obj")
    if not isinstance(guarded, _Guarded):
        return
    cr._obj = guarded.own
    cr._cnx.cursor_factory = None
    # somebody else may have put a method of his own in its place
    if cr.__dict__.get("execute") == guarded.execute:
        del cr.execute


def send(cr: Any, waiting: list[SQL]) -> None:
    """Send what waits by itself."""
    if waiting:
        cr.execute(SQL("; ").join(waiting))
        waiting.clear()


def _guard(cr: Cursor, waiting: list[SQL]) -> None:
    cr._obj = _Guarded(cr, waiting)
    cr._cnx.cursor_factory = cr._obj.another
    if "execute" not in vars(cr):
        cr.execute = cr._obj.execute


class _Guarded(cursor):
    """Stands for psycopg2's cursor until what waits has been sent; is one for C code."""

    # what it does itself; anything else is the other's, once what waits is sent
    OWN = frozenset(
        "__class__ __dict__ cr own waiting execute another "
        "_joined _open _nothing_began".split()
    )

    def __init__(self, cr: Cursor, waiting: list[SQL]) -> None:
        super().__init__(cr._cnx)
        self.cr, self.own, self.waiting = cr, cr._obj, waiting

    def __getattribute__(self, name: str) -> Any:
        if name in _Guarded.OWN:
            return object.__getattribute__(self, name)
        with self._open():
            send(self.cr, self.waiting)
        return getattr(self.own, name)

    def execute(
        self, query: Any, params: Any = None, *args: Any, **options: Any
    ) -> Any:
        """In the place of ``Cursor.execute``."""
        with self._open():
            if params is not None and not params:
                # 18.0 then leaves a % as it is, 19.0 does not: each knows best
                send(self.cr, self.waiting)
                return self.cr.execute(query, params, *args, **options)
            text = self._joined(self.cr.mogrify(query, params))
            done = self.cr.execute(text, None, *args, **options)
            self.waiting.clear()
            return done

    def another(self, connection: Any, *args: Any, **options: Any) -> Any:
        """In the place of psycopg2's cursor class, for code that opens one of its own."""
        with self._open():
            send(self.cr, self.waiting)
        return cursor(connection, *args, **options)

    def _joined(self, text: bytes) -> bytes:
        if not self.waiting:
            return text
        return b"; ".join([self.cr.mogrify(SQL("; ").join(self.waiting)), text])

    @contextmanager
    def _open(self) -> Iterator[None]:
        """The cursor as it was, unless nothing got to PostgreSQL: then still guarded.

        Else what comes next, after code that goes on whatever happens, would be sent
        without it.
        """
        detach(self.cr)
        last = self.own.query
        try:
            yield
        except BaseException:
            # psycopg2 makes an object of each statement that it sends
            if (
                self.own.query is None
                or self.own.query is last
                or self._nothing_began()
            ):
                _guard(self.cr, self.waiting)
            else:
                self.waiting.clear()
            raise

    def _nothing_began(self) -> bool:
        """PostgreSQL parses a text as a whole: of one with a mistake nothing is run."""
        connection = self.cr._cnx
        return not connection.closed and (
            connection.get_transaction_status() == TRANSACTION_STATUS_IDLE
        )
