"""The text of a report: every place filled once, a query as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from odoo import api

from . import places
from .cells import cell, escaped
from .definition import TAKEN, Definition
from .parameters import Values
from .querying import Column, Found

EMPTY_LINES = re.compile(r"\n{3,}")


def check(env: api.Environment, text: str, definition: Definition) -> None:
    """Refuse places in the text that nothing fills.

    Raises:
        ValueError: names the place.
    """
    known = {*definition.parameters, *definition.queries, *TAKEN}
    for place in places.of(text):
        query = definition.queries.get(place.name)
        parts = ("", "count", *query.aggregates) if query else ("",)
        if place.name not in known or place.part not in parts:
            raise ValueError(env._("text: nothing fills %s") % place.text)


def written(
    env: api.Environment,
    text: str,
    values: Values,
    found: Mapping[str, Found],
    most: int,
) -> str:
    """The report; a line with a parameter that was not given is left out.

    Args:
        most: rows of a table.
    """

    def fill(match) -> str:
        place = places.place(match)
        if place.name in found:
            return _of_query(env, found[place.name], place.part, most)
        value = values.of(place)
        return escaped(value.shown) if value else ""

    lines = [
        places.PLACE.sub(fill, line)
        for line in text.splitlines()
        if all(p.name in found or values.of(p) for p in places.of(line))
    ]
    return EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _of_query(env: api.Environment, found: Found, part: str, most: int) -> str:
    if not part:
        return table(env, found, most)
    if part == "count":
        return str(found.count)
    return _shown(env, found, part, found.totals) or cell(env, 0.0)


def _shown(env: api.Environment, found: Found, key: str, row: dict[str, Any]) -> str:
    """A value of a row; sums over several currencies are no number."""
    value = row.get(key)
    if value is None and key in found.mixed:
        return env._("several currencies")
    column = next((c for c in found.columns if c.key == key), None)
    return cell(env, value, column)


def table(env: api.Environment, found: Found, most: int) -> str:
    """The rows as a Markdown table; the first cell of a record leads to it."""
    if not found.rows or (found.query.sums and not found.count):
        return escaped(found.query.empty) or env._("Nothing.")
    rows = found.rows[:most]
    lines = [
        _line([escaped(column.label) for column in found.columns]),
        _line([_rule(column) for column in found.columns]),
        *(_line(_cells(env, found, row)) for row in rows),
    ]
    if found.more or len(rows) < len(found.rows):
        lines += ["", _rest(env, found, len(rows))]
    return "\n".join(lines)


def _cells(env: api.Environment, found: Found, row: dict[str, Any]) -> list[str]:
    shown = [_shown(env, found, column.key, row) for column in found.columns]
    if found.url and shown:
        address = found.url.replace("{id}", str(row["id"]))
        shown[0] = f"[{shown[0] or row['id']}]({address})"
    return shown


def _rest(env: api.Environment, found: Found, shown: int) -> str:
    if found.query.sums:
        return env._("… and more groups.")
    return env._("… and %s more.") % (found.count - shown)


def _rule(column: Column) -> str:
    kind = getattr(column.field, "type", "")
    numeric = column.field is None or kind in ("integer", "float", "monetary")
    return "---:" if numeric else "---"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
