"""Odoo code that commits halfway is kept within the transaction of the call.

The import of invoices in 19.0 commits before it decodes a file, to be able to roll back
what failed. Here a savepoint takes the place of that commit, so that the call is still
all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .cursor_patch import patched

SAVEPOINT = "mcp_halfway"
OPEN = f"SAVEPOINT {SAVEPOINT}"
CLOSE = f"RELEASE SAVEPOINT {SAVEPOINT}"
BACK = f"ROLLBACK TO SAVEPOINT {SAVEPOINT}"


@contextmanager
def commits_as_savepoints(cr: Any) -> Iterator[None]:
    """In the block ``commit()`` sets a savepoint, and ``rollback()`` returns to it."""
    is_open = False

    def commit() -> None:
        nonlocal is_open
        cr.flush()
        cr.execute(f"{CLOSE}; {OPEN}" if is_open else OPEN)
        is_open = True

    def rollback() -> None:
        cr.clear()
        if is_open:
            cr.execute(BACK)

    with patched(cr, commit=commit, rollback=rollback):
        yield
        if is_open:
            cr.flush()
            cr.execute(CLOSE)
