"""No statement runs for ever: also none that looks up what the arguments name.

The limit is set in the transaction that ``reading`` may have begun, and outside of
``isolated``, whose rollback would take it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from odoo.tools import SQL

from .. import settings
from ..call import Call


@contextmanager
def timed(call: Call) -> Iterator[None]:
    """Bound the time of every statement from the validation on."""
    seconds = settings.get(call.env, "query_timeout")
    call.transaction.queue(SQL("SET LOCAL statement_timeout = %s", seconds * 1000))
    yield
