"""Cursors that stay open between calls, for what every call commits on its own.

When Odoo's pool lends a connection out again, it resets it: that is one more round trip
to PostgreSQL, and all prepared statements are lost. These cursors are not given back.
They are in autocommit mode (hence READ COMMITTED), and plan each statement once. They
count in Odoo's pool, which closes them with ``close_db``; few are kept, and none where
the pool is small.
"""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from odoo.sql_db import Cursor
from odoo.tools import SQL, config

Statement = tuple[str, Sequence[Any]]
# one of this many connections of Odoo's pool may be kept
SHARE = 8


class Kept:
    """A cursor in autocommit mode, and the statements that it has prepared."""

    def __init__(self, cr: Cursor) -> None:
        self.cr, self.process = cr, os.getpid()
        self.names: dict[str, str] = {}
        cr._cnx.autocommit = True

    def run(self, statements: Sequence[Statement]) -> list[tuple]:
        """Run a transaction in one round trip; answer the rows of the last statement.

        Args:
            statements: text and values of each.
        """
        texts = [self._execution(text, values) for text, values in statements]
        values = chain.from_iterable(values for _text, values in statements)
        self.cr.execute("; ".join(texts), [*values])
        return self.cr.fetchall() if self.cr.description else []

    def serves(self, database: str) -> bool:
        """Whether it is on ``database``, and PostgreSQL has not hung up."""
        connection = self.cr._cnx
        if self.cr.dbname != database or self.process != os.getpid():
            return False
        if connection.closed:
            return False
        # no answer is awaited: if there is something to read, the connection has ended
        waiting = select.poll()
        waiting.register(connection, select.POLLIN)
        return not waiting.poll(0)

    def _execution(self, text: str, values: Sequence[Any]) -> str:
        if text not in self.names:
            name = f"mcp_{len(self.names)}"
            planned = SQL(_numbered(text))
            self.cr.execute(SQL("PREPARE %s AS %s", SQL.identifier(name), planned))
            self.names[text] = name
        given = f"({', '.join(['%s'] * len(values))})" if values else ""
        return f"EXECUTE {self.names[text]}{given}"


_lock = threading.Lock()
_idle: list[Kept] = []


def take(database: str) -> Kept | None:
    """A kept cursor on ``database``; None where none is idle."""
    with _lock:
        found = next((kept for kept in _idle if kept.serves(database)), None)
        if found:
            _idle.remove(found)
        return found


def keep(kept: Kept) -> None:
    """Keep a cursor for the next call; the one that waited longest makes room."""
    with _lock:
        _idle.insert(0, kept)
        rest = [old for old in _idle if old.process == kept.process]
        dropped = rest[config["db_maxconn"] // SHARE :]
        for old in dropped:
            _idle.remove(old)
    for old in dropped:
        old.cr.close()


@contextmanager
def kept_while_good(kept: Kept) -> Iterator[Kept]:
    """Keep a cursor again unless something went wrong with it."""
    try:
        yield kept
    except BaseException:
        kept.cr.close()
        raise
    keep(kept)


def _numbered(text: str) -> str:
    """A statement as PREPARE wants it: ``$1`` for the first ``%s``; no other ``%``."""
    first, *rest = text.split("%s")
    parts = [f"${number}{part}" for number, part in enumerate(rest, 1)]
    return "".join([first, *parts])
