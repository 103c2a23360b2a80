"""Finds what is still not as it was before, after a change set was undone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any

from odoo import api

from .. import images, keyed
from ..lines import LOG_COLUMNS, Line

Conflict = dict[str, Any]
# what the database has for nothing
NOTHING: tuple[Any, ...] = (None, False, "", 0, [])


def differ(old: Any, new: Any) -> bool:
    """Whether values differ; NULL, 0 and an empty text are alike, as in Odoo."""
    return old != new and not (old in NOTHING and new in NOTHING)


def left(env: api.Environment, lines: list[Line]) -> list[Line]:
    """The lines whose values are not as before, with these values only.

    ``before`` is what should be there, ``after`` what is.
    """
    env.flush_all()
    groups: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind in ("write", "unlink") and line.model in env:
            groups[line.model].append(line)
    return [
        found for name, group in groups.items() for found in _left(env[name], group)
    ]


def told_left(lines: list[Line]) -> list[Conflict]:
    """The same as dicts, one for every value, as conflicts are told."""
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
    pairs = {n: _pair(model, line, now, n) for n in _kept(model, line) if "id" in now}
    pairs = {n: pair for n, pair in pairs.items() if differ(*pair)}
    return replace(
        line,
        before={name: old for name, (old, _new) in pairs.items()},
        after={name: new for name, (_old, new) in pairs.items()},
    )


def _pair(model: Any, line: Line, now: images.Row, name: str) -> tuple[Any, Any]:
    """Expected and found value; only for languages and companies that were changed."""
    old, new = line.before[name], now.get(name)
    if not keyed.is_keyed(model._fields[name]):
        return old, new
    keys = keyed.touched(old, line.after.get(name))
    return keyed.part(old, keys), keyed.part(new, keys)
