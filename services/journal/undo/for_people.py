"""Words for people in Odoo: what is in the way of an undo, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import api, models
from odoo.tools import format_datetime

from .. import diff
from ..keyed_shown import named
from ..shown import readable
from .leftovers import Conflict
from .renumbering import NewIds
from .telling import field_of, seen

MOST = 8


def obstacles(env: api.Environment, found: list[Conflict]) -> list[str]:
    """A sentence for each of the first conflicts: what is there, and what was."""
    return _few([_obstacle(env, conflict) for conflict in found[:MOST]], len(found))


def spots(env: api.Environment, found: list[Conflict]) -> str:
    """Records with the fields that are not as before."""
    fields: dict[tuple[str, int], list[str]] = {}
    for conflict in found:
        spot = conflict["model"], conflict["id"]
        fields.setdefault(spot, []).append(_label(env, conflict))
    texts = [f"{_name(env, *spot)} ({', '.join(f)})" for spot, f in fields.items()]
    return ", ".join(_few(texts[:MOST], len(texts)))


def names(groups: Iterable[models.BaseModel]) -> str:
    """Records by their names, of any models."""
    found = [record.display_name or "" for records in groups for record in records]
    return ", ".join(_few(found[:MOST], len(found)))


def renamed(env: api.Environment, new_ids: NewIds) -> str:
    """Records that came back, with the id that they had and the one they have."""
    texts = [
        f"{_name(env, model, new)} ({old} → {new})"
        for model, ids in new_ids.items()
        for old, new in ids.items()
    ]
    return ", ".join(_few(texts[:MOST], len(texts)))


def changes(later: models.BaseModel) -> str:
    """Change sets by what they did, and when."""
    env = later.env
    return ", ".join(
        f"{change.summary} ({format_datetime(env, change.create_date)})"
        for change in later
    )


def _few(texts: list[str], total: int) -> list[str]:
    return [*texts, "…"] if total > len(texts) else texts


def _obstacle(env: api.Environment, conflict: Conflict) -> str:
    field, conflict = field_of(env, conflict), seen(env, conflict)
    name = _name(env, conflict["model"], conflict["id"])
    if field is None:
        return _about_record(env, conflict) % name
    if conflict.get("hidden"):
        return env._("%s: a value that you may not see.") % name
    text = env._("%(record)s: %(field)s is %(found)s now, no longer %(expected)s.")
    return text % {
        "record": name,
        "field": _label(env, conflict),
        "found": _value(env, conflict, conflict["found"]),
        "expected": _value(env, conflict, conflict["expected"]),
    }


def _about_record(env: api.Environment, conflict: Conflict) -> str:
    if conflict["model"] not in env:
        return env._("%s: its app was uninstalled.")
    if conflict["found"] is None:
        return env._("%s was deleted.")
    if conflict.get("why"):
        return env._("%s was added since, and would be deleted along.")
    return env._("%s is there again.")


def _name(env: api.Environment, model: str, res_id: int) -> str:
    """The name of a record, if the reader may see it."""
    if model not in env:
        return model
    record = env[model].browse(res_id).exists()
    if record and record.has_access("read"):
        return record.display_name or f"{diff.label(env, model)} {res_id}"
    return f"{diff.label(env, model)} {res_id}"


def _label(env: api.Environment, conflict: Conflict) -> str:
    field, (_known, label) = field_of(env, conflict), named(conflict["field"])
    if field is None:
        return conflict["field"]
    return f"{field._description_string(env)} {label}".rstrip()


def _value(env: api.Environment, conflict: Conflict, value: Any) -> str:
    field, model = field_of(env, conflict), env[conflict["model"]]
    text = diff.worded(field, env, readable(model, field.name, value))
    return f"“{text}”" if text else env._("empty")
