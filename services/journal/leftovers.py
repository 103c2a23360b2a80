"""What is still not as it was before, after a change set was undone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from odoo import api

from . import images
from .lines import LOG_COLUMNS, Line

Conflict = dict[str, Any]
# what the database has for nothing
NOTHING: tuple[Any, ...] = (None, False, "", 0, [])


def left(env: api.Environment, lines: list[Line]) -> list[Line]:
    """The writes among ``lines`` that are not as before: with these values alone.

    ``before`` is what should be there, ``after`` what is.
    """
    env.flush_all()
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind == "write" and line.model in env:
            groups[line.model].append(line)
    return [
        found for name, group in groups.items() for found in _left(env[name], group)
    ]


def told_left(lines: list[Line]) -> list[Conflict]:
    """The same as conflicts are told: a dict for every value."""
    return [
        {
            "model": line.model,
            "id": line.res_id,
            "field": name,
            "expected": value,
            "found": line.after[name],
        }
        for line in lines
        for name, value in line.before.items()
    ]


def _left(model: Any, group: list[Line]) -> list[Line]:
    names = {name for line in group for name in _kept(model, line)}
    now = images.current(model, [line.res_id for line in group], names)
    found = [_differing(model, line, now.get(line.res_id, {})) for line in group]
    return [line for line in found if line.before]


def _kept(model: Any, line: Line) -> list[str]:
    return [n for n in line.before if n in model._fields and n not in LOG_COLUMNS]


def _differing(model: Any, line: Line, now: images.Row) -> Line:
    names = [n for n in _kept(model, line) if "id" in now and _differs(line, now, n)]
    return replace(
        line,
        before={name: line.before[name] for name in names},
        after={name: now.get(name) for name in names},
    )


def _differs(line: Line, now: images.Row, name: str) -> bool:
    """Odoo writes 0, or an empty text, where there was nothing."""
    old, new = line.before[name], now.get(name)
    return old != new and not (old in NOTHING and new in NOTHING)
