"""Conflicts of an undo as the caller may see them."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from odoo import api, models

from ...compat.access import may_read_field
from ...orm import untrusted
from ...orm.moments import show_datetime
from ...orm.secret_fields import is_secret
from .. import keyed_shown
from .leftovers import Conflict

# by model and id
Records = dict[tuple[str, int], models.BaseModel]
VALUES = ("expected", "found")


def all_told(env: api.Environment, conflicts: list[Conflict]) -> list[Conflict]:
    """All of ``conflicts`` as ``told`` has them; their records are read together."""
    there = _there(env, conflicts)
    return [told(env, conflict, there) for conflict in conflicts]


def told(
    env: api.Environment, conflict: Conflict, there: Records | None = None
) -> Conflict:
    """``conflict`` as ``seen`` has it, and with the text of outsiders fenced."""
    conflict, field = seen(env, conflict, there), field_of(env, conflict)
    if field is not None and field.type == "datetime":
        return {**conflict, **{k: _moment(env, conflict[k]) for k in VALUES}}
    if field is None or conflict.get("hidden") or field.type not in untrusted.LONG:
        return conflict
    if untrusted.outsiders(env[conflict["model"]].browse(conflict["id"])):
        return {**conflict, **{k: _fenced(env, conflict[k]) for k in VALUES}}
    return conflict


def seen(
    env: api.Environment, conflict: Conflict, there: Records | None = None
) -> Conflict:
    """``conflict`` without values that the caller may not read (``hidden``).

    Args:
        there: the records that exist; None: not known.
    """
    field = field_of(env, conflict)
    if field is None:
        return conflict
    there = _there(env, [conflict]) if there is None else there
    record = there.get((conflict["model"], conflict["id"]))
    found = keyed_shown.pairs(env, field, *(conflict[key] for key in VALUES))
    if not (found and _may_read(record, field)):
        return {**conflict, **dict.fromkeys(VALUES), "hidden": True}
    label, values = next(iter(found.items()))
    told_of = {"field": f"{field.name}{label}"}
    return {**conflict, **told_of, **dict(zip(VALUES, values, strict=True))}


def _there(env: api.Environment, conflicts: list[Conflict]) -> Records:
    ids: dict[str, set[int]] = defaultdict(set)
    for conflict in conflicts:
        if conflict["model"] in env:
            ids[conflict["model"]].add(conflict["id"])
    return {
        (name, record.id): record
        for name, found in ids.items()
        for record in env[name].browse(found - {0}).exists()
    }


def field_of(env: api.Environment, conflict: Conflict) -> Any:
    """The field whose value differs; None where the whole record is in question."""
    model = env.get(conflict["model"])
    name, _label = keyed_shown.named(conflict["field"])
    field = None if model is None else model._fields.get(name)
    return None if field is None or field.name == "id" else field


def _may_read(record: models.BaseModel | None, field: Any) -> bool:
    return bool(
        record
        and record.has_access("read")
        and may_read_field(record, field)
        and not is_secret(field)
    )


def _moment(env: api.Environment, value: Any) -> Any:
    """A stored time in the caller's zone, as every other answer has it."""
    if not isinstance(value, str):
        return value
    return show_datetime(env, datetime.fromisoformat(value[:19]))


def _fenced(env: api.Environment, value: Any) -> Any:
    return untrusted.fenced(env, str(value)) if value else value
