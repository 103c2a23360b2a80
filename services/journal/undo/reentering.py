"""A state that a step gave is no state of something else.

An order that was confirmed, cancelled and changed is not confirmed again by undoing the
cancelling: who confirmed it, or approved that, had other values before him.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from odoo import api, models

from ...declarations import State
from ..lines import Line
from .leftovers import Conflict

# what the clocks of a change set and of its records may differ
APART = timedelta(seconds=1)
LATER = """
SELECT l.model, l.res_id, l.before, l.after, c.create_date,
       c.kind = 'change' AND c.undone_by_id IS NULL AND NOT c.id = ANY(%(ids)s)
  FROM mcp_change_line l JOIN mcp_change c ON c.id = l.change_id
 WHERE c.id >= %(first)s AND (l.model, l.res_id) IN %(spots)s
 ORDER BY l.id"""


def conflicts(changes: models.BaseModel) -> list[Conflict]:
    """What was changed of records since, where their state would be a step's again.

    Args:
        changes: all change sets that are undone together.
    """
    env = changes.env
    env.flush_all()
    states, found = list(_states(env)), []
    for change in changes:
        for line in change._lines():
            if any(_comes_to(line, state) for state in states):
                # sudo: what changed is told as far as the caller may read it
                record = env[line.model].sudo().browse(line.res_id).exists()
                found += _since(changes, change, _with_parts(record))
    return found


def _states(env: api.Environment) -> Iterator[State]:
    for tool in env["mcp.catalog"]._of_kind("tool"):
        yield from (s for s in tool.mark.reaches or () if s.model in env)


def _comes_to(line: Line, state: State) -> bool:
    """Whether undoing ``line`` gives the record the state of a step."""
    if line.kind != "write" or line.model != state.model:
        return False
    name, values = state.field, state.values
    return line.before.get(name) in values and line.after.get(name) not in values


def _with_parts(record: models.BaseModel) -> list[models.BaseModel]:
    """The record and its lines, one by one."""
    lists = [
        record[name]
        for name, field in record._fields.items()
        if field.type == "one2many" and field.store and _is_part(record, field)
    ]
    return [record, *(part for parts in lists for part in parts)]


def _is_part(record: models.BaseModel, field: Any) -> bool:
    inverse = record.env[field.comodel_name]._fields.get(field.inverse_name)
    return getattr(inverse, "ondelete", None) == "cascade"


def _since(
    changes: models.BaseModel,
    change: models.BaseModel,
    records: list[models.BaseModel],
) -> list[Conflict]:
    cr, spots = changes.env.cr, tuple((r._name, r.id) for r in records if r.id)
    if not spots:
        return []
    cr.execute(LATER, {"ids": changes.ids, "first": change.id, "spots": spots})
    rows, found, known = cr.fetchall(), [], change.create_date
    for model, res_id, before, after, moment, stands in rows:
        known = max(known, moment)
        if stands:
            found += _told(model, res_id, before or {}, after or {})
    return found or [_by_hand(r, known) for r in records if _is_later(r, known)]


def _told(
    model: str, res_id: int, before: dict[str, Any], after: dict[str, Any]
) -> Iterator[Conflict]:
    for name in after.keys() & before.keys():
        yield _conflict(model, res_id, name, before[name], after[name])


def _is_later(record: models.BaseModel, known: Any) -> bool:
    """Whether it was written after all that is known, and before this very call."""
    written = record.write_date if "write_date" in record else None
    return bool(written) and known + APART < written < record.env.cr.now()


def _by_hand(record: models.BaseModel, known: Any) -> Conflict:
    told = (str(known), str(record.write_date))
    return _conflict(record._name, record.id, "write_date", *told)


def _conflict(
    model: str, res_id: int, name: str, expected: Any, found: Any
) -> Conflict:
    values = {"expected": expected, "found": found}
    return {"model": model, "id": res_id, "field": name, **values}
