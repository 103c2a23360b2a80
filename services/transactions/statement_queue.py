"""Statements that wait, to be sent together with the cursor's next one.

They begin a transaction or a savepoint; waiting saves a round trip to PostgreSQL.
Nothing overtakes them: what goes past ``Cursor.execute`` (``copy_from``, code that
takes psycopg2's own cursor) sends them first.

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
        waiting: emptied when it is sent. Until then statements may be taken out of it.
    """
    detach(cr)
    # where others replaced ``execute``, as under_way.close does, it is to see them now
    if isinstance(cr, Cursor) and "execute" not in vars(cr):
        _guard(cr, waiting)
    else:
        send(cr, waiting)


def detach(cr: Any) -> None:
    """Put the cursor back as it was, and send nothing."""
    guarded = cr.__dict__.get("_obj")
    if not isinstance(guarded, _Guarded):
        return
    cr._obj = guarded.own
    cr._cnx.cursor_factory = None
    # others may have replaced the method meanwhile
    if cr.__dict__.get("execute") == guarded.execute:
        del cr.execute


def send(cr: Any, waiting: list[SQL]) -> None:
    """Send what waits now, with no other statement."""
    if waiting:
        cr.execute(SQL("; ").join(waiting))
        waiting.clear()


def _guard(cr: Cursor, waiting: list[SQL]) -> None:
    cr._obj = _Guarded(cr, waiting)
    cr._cnx.cursor_factory = cr._obj.another
    if "execute" not in vars(cr):
        cr.execute = cr._obj.execute


class _Guarded(cursor):
    """Takes the place of psycopg2's cursor until what waits has been sent.

    It is a cursor itself, because C code of psycopg2 accepts nothing else.
    """

    # it has these attributes itself; for any other one, what waits is sent first
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
        """Stands in for ``Cursor.execute``."""
        with self._open():
            if params is not None and not params:
                # 18.0 leaves a % as it is then, 19.0 does not
                send(self.cr, self.waiting)
                return self.cr.execute(query, params, *args, **options)
            text = self._joined(self.cr.mogrify(query, params))
            done = self.cr.execute(text, None, *args, **options)
            self.waiting.clear()
            return done

    def another(self, connection: Any, *args: Any, **options: Any) -> Any:
        """Stands in for psycopg2's cursor class, for code that opens its own cursor."""
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
        """Whether the text had a syntax error: PostgreSQL then runs no statement of it."""
        connection = self.cr._cnx
        return not connection.closed and (
            connection.get_transaction_status() == TRANSACTION_STATUS_IDLE
        )
