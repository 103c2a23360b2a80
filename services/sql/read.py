"""Read-only SQL, held by PostgreSQL.

The text is a value and never a statement of ours: ``SET TRANSACTION READ ONLY`` on
a connection of its own, the text in a setting, a cursor opened for it by plpgsql
(one statement, one that returns rows), rows fetched up to the limit, and always
ROLLBACK and DISCARD ALL. ::

    run
      reading                a connection that is clean before and after
      shadowed               names that could show secrets, refused or replaced
      _described             columns and types, without running anything
      _fetched               rows, within limit, bytes and time
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2.errors import QueryCanceled

from odoo import api

from .. import settings
from ..errors import ToolError
from . import cells, secrets, shadows
from .connection import reading
from .hints import explained
from .statement import alone, checked, filled

MOST_BATCH = 16 * 1024 * 1024
MOST_ROWS = 200
# these return no rows to a subquery; anything else is one
UTILITY = re.compile(r"\s*(show|explain)\b", re.IGNORECASE)
OPEN = (
    "DO $mcp$ DECLARE c refcursor := 'mcp_q'; BEGIN "
    "OPEN c NO SCROLL FOR EXECUTE current_setting('mcp.q'); END $mcp$"
)
# a plan may quote a constant of 200 MB, so its lines are cut on the server as well
OPEN_UTILITY = (
    "DO $mcp$ DECLARE c refcursor := 'mcp_q'; r record; found jsonb[] := '{}'; "
    "size int := 0; line jsonb; BEGIN "
    "FOR r IN EXECUTE current_setting('mcp.q') LOOP "
    "SELECT jsonb_object_agg(key, left(value, 32768)) INTO line FROM jsonb_each_text("
    "CASE WHEN octet_length(r::text) < 1000000 THEN to_jsonb(r) "
    "ELSE jsonb_build_object('cut', left(r::text, 32768)) END); "
    "found := found || line; size := size + length(line::text); "
    "EXIT WHEN size > 1000000; END LOOP; "
    "OPEN c NO SCROLL FOR SELECT unnest(found)::text; END $mcp$"
)


@dataclass
class Answer:
    """Rows as JSON-ready objects.

    Attributes:
        columns: names in order, unique.
        rows: at most ``limit``.
        truncated: there are more rows, or the answer was over its bytes.
        is_full: it was over its bytes.
        cut: cells of which only the beginning is there.
        duration_ms: what all of it took.
    """

    columns: list[str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    truncated: bool = False
    is_full: bool = False
    cut: int = 0
    duration_ms: int = 0


def run(
    env: api.Environment, text: str, params: list[Any] | None, limit: int, most: int
) -> Answer:
    """Run one reading statement.

    Args:
        params: fill ``%s``; without them a ``%`` is a plain character.
        limit: rows answered at most.
        most: bytes of JSON answered at most.

    Raises:
        ToolError: what PostgreSQL or the guard of secrets says.
    """
    begin = time.monotonic()
    checked(text)
    try:
        with reading(env) as cr:
            query = alone(filled(cr, text, params))
            hidden = secrets.shadowed(cr, query)
            bounds = (limit, most, _deadline(env, begin))
            answer = answered(cr, query, hidden, *bounds)
    except psycopg2.Error as error:
        raise ToolError(explained(env, error, text, params)) from None
    answer.duration_ms = round((time.monotonic() - begin) * 1000)
    return answer


def answered(
    cr: Any, text: str, hidden: dict[str, str], limit: int, most: int, deadline: float
) -> Answer:
    """Run ``text`` on a cursor of ``reading``, below the shadows ``hidden``."""
    if UTILITY.match(text):
        _set(cr, shadows.explained(text, hidden))
        cr.execute(OPEN_UTILITY)
        return _collected(_utility_rows(cr, limit), limit, most, [])
    columns = _described(cr, text, hidden, most)
    _set(cr, cells.selecting(text, columns, shadows.before(hidden)))
    cr.execute(OPEN)
    rows = _fetched(cr, columns, limit, deadline)
    return _collected(rows, limit, most, [column.name for column in columns])


def _deadline(env: api.Environment, begin: float) -> float:
    return begin + settings.get(env, "query_timeout")


def _set(cr: Any, text: str) -> None:
    cr.execute("SELECT set_config('mcp.q', %s, true)", [text])


def _described(
    cr: Any, text: str, hidden: dict[str, str], most: int
) -> list[cells.Column]:
    """Names and types; no row is computed for them."""
    _set(cr, f"{shadows.before(hidden)}SELECT * FROM (\n{text}\n) mcp_row")
    cr.execute(OPEN)
    cr.execute("FETCH FORWARD 0 FROM mcp_q")
    columns = cells.columns_of(cr.description or (), most)
    cr.execute("CLOSE mcp_q")
    return columns


def _fetched(
    cr: Any, columns: list[cells.Column], limit: int, deadline: float
) -> Iterator[tuple[dict[str, Any], int]]:
    """Rows in batches that bound what the worker holds at a time."""
    width = sum(column.most for column in columns) or 1
    batch, read, left = max(1, MOST_BATCH // width), cells.reader(columns), limit + 1
    while left > 0:
        _hurry(cr, deadline)
        count = min(batch, MOST_ROWS, left)
        cr.execute("FETCH FORWARD %s FROM mcp_q", [count])
        rows = cr.fetchall()
        yield from map(read, rows)
        left -= len(rows)
        if len(rows) < count:
            return


def _hurry(cr: Any, deadline: float) -> None:
    """The timeout is for all batches together, and the text may have changed it."""
    remaining = round((deadline - time.monotonic()) * 1000)
    if remaining <= 0:
        raise QueryCanceled("canceling statement due to statement timeout")
    cr.execute("SET LOCAL statement_timeout = %s", [remaining])


def _utility_rows(cr: Any, limit: int) -> Iterator[tuple[dict[str, Any], int]]:
    cr.execute("FETCH FORWARD %s FROM mcp_q", [limit + 1])
    for (line,) in cr.fetchall():
        row = json.loads(line)
        yield row, int("cut" in row)


def _collected(rows: Any, limit: int, most: int, columns: list[str]) -> Answer:
    answer, size = Answer(columns), 0
    for row, cut in rows:
        size += (width := _bytes(row))
        if width > most:
            row, cut = _narrowed(row, most)
        if len(answer.rows) == limit or (size > most and answer.rows):
            answer.truncated, answer.is_full = True, len(answer.rows) < limit
            break
        answer.columns = answer.columns or list(row)
        answer.rows.append(row)
        answer.cut += cut
    return answer


def _narrowed(row: dict[str, Any], most: int) -> tuple[dict[str, Any], int]:
    """A row that alone is over the answer's bytes; only its large cells are cut."""
    part, cut = _share([_bytes(value) for value in row.values()], most), 0
    for name, value in row.items():
        if _bytes(value) > part:
            text = value if isinstance(value, str) else json.dumps(value)
            row[name], cut = _shortened(text, part) + cells.CUT, cut + 1
    return row, cut


def _share(sizes: list[int], most: int) -> int:
    """Bytes for each large cell: an equal part of what the small ones leave."""
    share = most
    for number, size in enumerate(sorted(sizes)):
        share = most // (len(sizes) - number)
        if size > share:
            break
        most -= size
    return max(64, share)


def _shortened(text: str, most: int) -> str:
    text = text[:most]
    while _bytes(text) > most:
        text = text[: min(len(text) - 1, len(text) * most // _bytes(text))]
    return text


def _bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
