"""Writing SQL through Odoo's cursor, in the call's own transaction.

The text is a value that a DO block executes: transaction commands in it are refused
by PostgreSQL, so the audit stays in the same transaction as the effect.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

import psycopg2

from odoo import api
from odoo.tools import SQL

from ..errors import ToolError
from .read import MOST_TEXT, message_of

# plpgsql knows no name for these, but a person who reads the refusal does
CLOSED = re.compile(
    r"mcp_(audit|key|once|confirmation|rate|oauth)|mcp\.retention", re.I
)
EXECUTE = (
    "DO $mcp$ DECLARE n bigint; BEGIN EXECUTE current_setting('mcp.q'); "
    "GET DIAGNOSTICS n = ROW_COUNT; "
    "PERFORM set_config('mcp.n', n::text, true); END $mcp$"
)


@dataclass
class Answer:
    affected_rows: int
    status_message: str
    duration_ms: int


def run(env: api.Environment, text: str, params: list[Any] | None) -> Answer:
    """Execute ``text``; RETURNING rows are not returned.

    Raises:
        ToolError: what PostgreSQL says, a lock that was not to be had included.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MOST_TEXT or "\x00" in text:
        raise ToolError(f"The SQL text is over {MOST_TEXT} bytes, or holds a NUL.")
    begin, cr = time.monotonic(), env.cr
    env.flush_all()
    try:
        text = _filled(cr, text, params)
        if CLOSED.search(text):
            raise ToolError("The tables of the audit, keys and limits are closed.")
        cr.execute("SET LOCAL lock_timeout = '5s'")
        cr.execute(SQL("SELECT set_config('mcp.q', %s, true)", text))
        cr.execute(EXECUTE)
        cr.execute("SELECT current_setting('mcp.n')::bigint")
        (affected,) = cr.fetchone()
        cr.execute("SET LOCAL lock_timeout = '0'")
    except psycopg2.Error as error:
        raise ToolError(message_of(error)) from None
    env.invalidate_all(flush=False)
    env.registry.clear_all_caches()
    keyword = (text.split(None, 1) or [""])[0].upper()
    duration = round((time.monotonic() - begin) * 1000)
    return Answer(affected, f"{keyword} {affected}", duration)


def _filled(cr: Any, text: str, params: list[Any] | None) -> str:
    if not params:
        return text
    try:
        return cr.mogrify(text, params).decode()
    except (IndexError, TypeError, ValueError) as error:
        raise ToolError(f"params do not fit the placeholders: {error}") from None
