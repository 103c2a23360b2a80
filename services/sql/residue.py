"""Removes what a statement leaves behind even if it is rolled back.

Odoo lends its connections out again as they are. A prepared statement, an advisory lock
or a setting of one call would be there in requests of other users.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from odoo.tools import SQL

from ..errors import ToolError
from .footprint import CLOSED, CLOSED_REASON

SEQUENCES = """
SELECT c.oid::regclass::text, pg_catalog.pg_sequence_last_value(c.oid)
  FROM pg_catalog.pg_class c WHERE c.relkind = 'S' AND c.relname ~ %s"""
# more than others can have counted meanwhile
FAR = 100_000


class Residue:
    """Around a statement on Odoo's cursor."""

    def __init__(self, cr: Any) -> None:
        self.cr = cr
        self.sequences = self._sequences()

    def refuse_changes(self) -> None:
        """Raise ToolError when the numbers of closed rows were set back or far on."""
        if self._moved():
            raise ToolError(CLOSED_REASON)

    def remove(self) -> None:
        """Remove what outlives a rollback; the rest once the transaction has ended."""
        self.cr.execute(
            "DEALLOCATE ALL; UNLISTEN *; SELECT pg_catalog.pg_advisory_unlock_all()"
        )
        for name in self._moved():
            value = self.sequences[name] + FAR
            self.cr.execute(SQL("SELECT setval(%s::regclass, %s)", name, value))
        self.cr.postcommit.add(partial(_discard, self.cr))

    def _moved(self) -> list[str]:
        """Closed sequences that were set, which no rollback undoes."""
        now = self._sequences()
        return [
            name
            for name, value in self.sequences.items()
            if not value <= now.get(name, value) < value + FAR
        ]

    def _sequences(self) -> dict[str, int]:
        self.cr.execute(SQL(SEQUENCES, CLOSED))
        return {name: value or 0 for name, value in self.cr.fetchall()}


def _discard(cr: Any) -> None:
    """Make the session as new; not possible inside a transaction."""
    connection = cr._cnx
    connection.autocommit = True
    try:
        with connection.cursor() as own:
            own.execute("DISCARD ALL")
    finally:
        connection.autocommit = False
