"""A savepoint that is sent with the first statement that may write, and not before.

What only reads is worth none: an error of PostgreSQL ends the call as it did without.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from odoo.tools import SQL

from .cursor_patch import patched

NAME = "mcp_late"
OPEN = f"SAVEPOINT {NAME}"
BACK = f"ROLLBACK TO SAVEPOINT {NAME}; RELEASE SAVEPOINT {NAME}"
READS = "SELECT "
# ways to PostgreSQL beside ``execute`` that pass the cursor on
BESIDE = ("copy_from", "copy_expert", "executemany", "callproc")


@contextmanager
def taken_back(cr: Any) -> Iterator[None]:
    """What the block writes is rolled back, by the database alone."""
    late = _Late(cr)
    ways = {name: partial(late.written, getattr(cr, name)) for name in BESIDE}
    with patched(cr, execute=partial(late.executed, cr.execute), **ways):
        try:
            yield
        finally:
            late.close()


class _Late:
    def __init__(self, cr: Any) -> None:
        # below what is patched
        self._execute, self._is_open = cr.execute, False

    def executed(
        self, execute: Callable[..., Any], query: Any, *args: Any, **options: Any
    ) -> Any:
        if not _reads(query):
            self._open()
        return execute(query, *args, **options)

    def written(self, way: Callable[..., Any], *args: Any, **options: Any) -> Any:
        self._open()
        return way(*args, **options)

    def close(self) -> None:
        if self._is_open:
            self._execute(BACK)

    def _open(self) -> None:
        if not self._is_open:
            self._execute(OPEN)
            self._is_open = True


def _reads(query: Any) -> bool:
    """Of a plain SELECT no more can be known; Odoo's own read, as checks do."""
    text = query.code if isinstance(query, SQL) else query
    text = text.decode() if isinstance(text, bytes) else str(text)
    text = text.lstrip()
    return text[: len(READS)].upper() == READS and ";" not in text
