"""What begins a transaction or a savepoint, sent with the cursor's next statement.

That saves a journey to PostgreSQL. Nothing gets there before it: what goes past
``Cursor.execute`` (``copy_from``, code that takes psycopg2's own cursor) sends it first.

arm(cr, waiting)
  ├─ cr.execute   joins what waits and the statement
  └─ cr._obj      ``_Guarded``: sends what waits, then is psycopg2's cursor again
"""

from __future__ import annotations

from typing import Any

from odoo.sql_db import Cursor
from odoo.tools import SQL


def arm(cr: Any, waiting: list[SQL]) -> None:
    """Send ``waiting`` with the next statement of ``cr``; at once on a test's cursor.

    Args:
        waiting: emptied when it is sent; what is taken out before is not sent at all.
    """
    disarm(cr)
    # what somebody else put in its place, such as an end to everything, comes first
    if not isinstance(cr, Cursor) or "execute" in vars(cr):
        send(cr, waiting)
        return
    cr._obj = _Guarded(cr, waiting)
    cr.execute = cr._obj.execute


def disarm(cr: Any) -> None:
    """The cursor as it was; what waits is still unsent."""
    guarded = cr.__dict__.get("_obj")
    if not isinstance(guarded, _Guarded):
        return
    cr._obj = guarded.own
    # somebody else may have put a method of his own in its place
    if cr.__dict__.get("execute") == guarded.execute:
        del cr.execute


def send(cr: Any, waiting: list[SQL]) -> None:
    """Send what waits by itself."""
    if waiting:
        statements = SQL("; ").join(waiting)
        waiting.clear()
        cr.execute(statements)


class _Guarded:
    """Stands for psycopg2's cursor until what waits has been sent."""

    def __init__(self, cr: Cursor, waiting: list[SQL]) -> None:
        self.cr, self.own, self.waiting = cr, cr._obj, waiting

    def __getattr__(self, name: str) -> Any:
        disarm(self.cr)
        send(self.cr, self.waiting)
        return getattr(self.own, name)

    def execute(
        self, query: Any, params: Any = None, *args: Any, **options: Any
    ) -> Any:
        """In the place of ``Cursor.execute``."""
        cr = self.cr
        disarm(cr)
        if params is not None and not params:
            # 18.0 then leaves a % as it is, 19.0 does not: each knows best
            send(cr, self.waiting)
            return cr.execute(query, params, *args, **options)
        try:
            text = cr.mogrify(query, params)
        except BaseException:
            # no statement, so what waits is not sent either
            arm(cr, self.waiting)
            raise
        if self.waiting:
            text = b"; ".join([cr.mogrify(SQL("; ").join(self.waiting)), text])
            self.waiting.clear()
        return cr.execute(text, None, *args, **options)
