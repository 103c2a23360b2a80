"""Writing SQL through Odoo's cursor, in the call's own transaction.

The text is a value that a DO block executes: transaction commands in it are refused
by PostgreSQL, so the audit stays in the same transaction as the effect. ::

    run
      filled                 params in their places
      _executed              in a savepoint of its own
        ONE                  refuses several statements
        Footprint            what it touched; a difference rolls it back
        Effect               rows that it wrote, by table
        Residue              what a rollback leaves on the connection
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

import psycopg2

from odoo import api
from odoo.tools import SQL

from ..caches.cache_invalidation import clear_caches_after_commit
from ..errors import ToolError
from .connection import refuse_superuser
from .effect import COUNTING, Effect
from .footprint import BOOKS, CLOSED_REASON, Footprint
from .residue import Residue
from .statement import filled, message_of, start_of

# reading keys leaves no footprint, so their names are refused as well
CLOSED = re.compile(rf"{BOOKS}|mcp\.retention", re.IGNORECASE)
WORD = re.compile(r"[\s(]*(\w+)")
# Only a single statement can be a cursor: PostgreSQL parses and says which it is not.
# Its words depend on the server's language, so they are compared with those that two
# statements get.
ONE = (
    "DO $mcp$ DECLARE c refcursor; said text; BEGIN "
    "BEGIN OPEN c FOR EXECUTE 'SELECT 1; SELECT 1'; "
    "EXCEPTION WHEN invalid_cursor_definition THEN said := SQLERRM; END; "
    "BEGIN OPEN c FOR EXECUTE current_setting('mcp.q'); CLOSE c; "
    "EXCEPTION WHEN invalid_cursor_definition THEN IF SQLERRM = said THEN "
    "RAISE 'One statement at a time: only the rows of the last one would be told. "
    "Several that belong together go into one DO block.'; END IF; END; END $mcp$"
)
EXECUTE = (
    "DO $mcp$ DECLARE n bigint; BEGIN EXECUTE current_setting('mcp.q'); "
    "GET DIAGNOSTICS n = ROW_COUNT; "
    "PERFORM set_config('mcp.n', n::text, true); END $mcp$"
)


@dataclass
class Answer:
    """What PostgreSQL said of a statement that ran."""

    affected_rows: int | None
    status_message: str
    tables: list[dict[str, Any]] | None
    duration_ms: int


def run(env: api.Environment, text: str, params: list[Any] | None) -> Answer:
    """Execute ``text``; RETURNING rows are not returned.

    Raises:
        ToolError: what PostgreSQL says, a lock that was not to be had included.
    """
    begin = time.monotonic()
    env.flush_all()
    try:
        text = filled(env.cr, text, params)
        keyword = _keyword(text)
        if CLOSED.search(text):
            raise ToolError(CLOSED_REASON)
        refuse_superuser(env.cr)
        affected, tables = _executed(env.cr, text)
    except psycopg2.Error as error:
        raise ToolError(message_of(error)) from None
    env.invalidate_all(flush=False)
    env.registry.clear_all_caches()
    clear_caches_after_commit(env)
    duration = round((time.monotonic() - begin) * 1000)
    if keyword not in COUNTING:
        return Answer(None, keyword, tables, duration)
    return Answer(affected, f"{keyword} {affected}", tables, duration)


def _keyword(text: str) -> str:
    word = WORD.match(text, start_of(text))
    if not word:
        raise ToolError("The statement is empty.")
    return word[1].upper()


def _executed(cr: Any, text: str) -> tuple[int, list[dict[str, Any]] | None]:
    """Execute in a savepoint, so that the call can end in good order after a failure."""
    footprint, residue, effect = Footprint(cr), Residue(cr), Effect(cr)
    try:
        with cr.savepoint(flush=False):
            affected = _counted(cr, text)
            footprint.refuse_changes()
            residue.refuse_changes()
            tables = effect.told() or None
    finally:
        residue.remove()
    return affected, tables


def _counted(cr: Any, text: str) -> int:
    cr.execute("SHOW lock_timeout")
    (before,) = cr.fetchone()
    cr.execute("SET LOCAL lock_timeout = '5s'")
    cr.execute(SQL("SELECT set_config('mcp.q', %s, true)", text))
    cr.execute(ONE)
    cr.execute(EXECUTE)
    cr.execute("SELECT current_setting('mcp.n')::bigint")
    (affected,) = cr.fetchone()
    cr.execute(SQL("SELECT set_config('lock_timeout', %s, true)", before))
    return affected
