"""Code of Odoo that commits halfway, kept in the transaction of the call.

Imports of 19.0 commit before they decode a file, so that they can roll back what
failed. Here a savepoint stands for that commit: the call stays all or nothing.
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
    """Let ``commit`` and ``rollback`` of ``cr`` reach no further than each other."""
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
