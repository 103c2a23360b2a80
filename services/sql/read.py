"""Read-only SQL, held by PostgreSQL.

The text is a value and never a statement of ours: ``SET TRANSACTION READ ONLY`` on
a connection of its own, the text in a setting, a cursor opened for it by plpgsql
(one statement, one that returns rows), rows fetched up to the limit, and always
ROLLBACK and DISCARD ALL. Write attempts were tried by the hundred and held.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2

from odoo import api
from odoo.sql_db import connection_info_for

from .. import settings
from ..errors import ToolError
from . import secrets

MOST_TEXT = 16 * 1024
MOST_ROW = 64 * 1024
BATCH = 200
ROWS = re.compile(r"\s*(\(\s*)*(select|with|values|table)\b", re.IGNORECASE)
OPEN = (
    "DO $mcp$ DECLARE c refcursor := 'mcp_q'; BEGIN "
    "OPEN c NO SCROLL FOR EXECUTE current_setting('mcp.q'); END $mcp$"
)


@dataclass
class Answer:
    """Rows as JSON-ready objects.

    Attributes:
        columns: names in order.
        rows: at most ``limit``.
        truncated: there are more rows, or the answer was over its bytes.
        duration_ms: what the database took.
    """

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool
    duration_ms: int


def run(
    env: api.Environment, text: str, params: list[Any] | None, limit: int, most: int
) -> Answer:
    """Run one reading statement.

    Args:
        params: fill ``%s``; without them a ``%`` is a plain character.
        limit: rows answered at most.
        most: bytes answered at most.

    Raises:
        ToolError: what PostgreSQL or the guard of secrets says.
    """
    begin = time.monotonic()
    try:
        with _connection(env) as cr:
            text = _filled(cr, _checked_size(text), params)
            secrets.refuse(env, text)
            columns, rows, truncated = _rows(cr, text, limit, most)
    except psycopg2.Error as error:
        raise ToolError(message_of(error)) from None
    return Answer(columns, rows, truncated, round((time.monotonic() - begin) * 1000))


def message_of(error: psycopg2.Error) -> str:
    """What PostgreSQL says, without our own wrapping."""
    diagnosis = getattr(error, "diag", None)
    parts = [
        diagnosis and diagnosis.message_primary,
        diagnosis and diagnosis.message_hint,
    ]
    return ". ".join(p for p in parts if p) or str(error).strip() or "database error"


@contextmanager
def _connection(env: api.Environment) -> Iterator[Any]:
    """A connection of its own: in the caller's a ``COMMIT`` would commit his work."""
    dsn = settings.conf("mcp_ro_dsn")
    info = {"dsn": dsn} if dsn else connection_info_for(env.cr.dbname)[1]
    with closing(psycopg2.connect(**info)) as connection:
        connection.autocommit = True
        with connection.cursor() as cr:
            cr.execute("BEGIN")
            try:
                _prepare(env, cr)
                yield cr
            finally:
                cr.execute("ROLLBACK")
                cr.execute("DISCARD ALL")


def _prepare(env: api.Environment, cr: Any) -> None:
    cr.execute("SET TRANSACTION READ ONLY")
    milliseconds = settings.get(env, "query_timeout") * 1000
    cr.execute("SET LOCAL statement_timeout = %s", [milliseconds])
    cr.execute("SET LOCAL lock_timeout = '2s'")
    cr.execute("SET LOCAL idle_in_transaction_session_timeout = '15s'")
    cr.execute(
        "SELECT set_config(name, '1000', true) FROM pg_settings "
        "WHERE name = 'client_connection_check_interval'"
    )
    cr.execute("SET LOCAL search_path = mcp_read, public, pg_temp")
    _refuse_superuser(cr)


def _refuse_superuser(cr: Any) -> None:
    cr.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if cr.fetchone()[0] and not settings.conf("mcp_allow_superuser_db"):
        raise ToolError(
            "Odoo's database role is a superuser, so nothing would hold this query. "
            "Use a plain role, or set mcp_allow_superuser_db in odoo.conf."
        )


def _checked_size(text: str) -> str:
    if len(text.encode("utf-8", "surrogatepass")) > MOST_TEXT:
        raise ToolError(f"The SQL text is over {MOST_TEXT} bytes.")
    if "\x00" in text:
        raise ToolError("The SQL text holds a NUL character.")
    return text.strip().rstrip(";").rstrip()


def _filled(cr: Any, text: str, params: list[Any] | None) -> str:
    if not params:
        return text
    try:
        return cr.mogrify(text, params).decode()
    except (IndexError, TypeError, ValueError) as error:
        raise ToolError(f"params do not fit the placeholders: {error}") from None


def _rows(
    cr: Any, text: str, limit: int, most: int
) -> tuple[list[str], list[dict[str, Any]], bool]:
    wrapped = bool(ROWS.match(secrets.without_comments(text)))
    if wrapped:
        # one JSON text a row, cut on the server: a cell of 200 MB stays there
        text = f"SELECT left(row_to_json(mcp_row)::text, {MOST_ROW}) FROM (\n{text}\n) mcp_row"
    cr.execute("SELECT set_config('mcp.q', %s, true)", [text])
    cr.execute(OPEN)
    found, size, columns = [], 0, []
    while len(found) <= limit and size <= most:
        cr.execute("FETCH FORWARD %s FROM mcp_q", [min(BATCH, limit + 1 - len(found))])
        batch = cr.fetchall()
        columns = columns or [column.name for column in cr.description]
        for row in batch:
            record = _decoded(row[0]) if wrapped else _plain(columns, row)
            size += len(row[0]) if wrapped else len(str(row))
            found.append(record)
        if not batch:
            break
    truncated = len(found) > limit or size > most
    rows = _within(found[:limit], most)
    names = list(rows[0]) if wrapped and rows else ([] if wrapped else columns)
    return names, rows, truncated or len(rows) < len(found[:limit])


def _within(rows: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    size, kept = 0, []
    for row in rows:
        size += len(json.dumps(row, ensure_ascii=False, default=str))
        if size > most and kept:
            break
        kept.append(row)
    return kept


def _decoded(text: str) -> dict[str, Any]:
    try:
        return json.loads(text)
    except ValueError:
        return {"cut": f"{text[:2000]}…", "reason": f"the row is over {MOST_ROW} bytes"}


def _plain(columns: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    values = (v if isinstance(v, int | float | bool | None) else str(v) for v in row)
    return dict(zip(columns, values, strict=True))
