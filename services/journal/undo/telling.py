"""Conflicts of an undo as the caller may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from odoo import api, models

from ...compat.access import may_read_field
from ...orm import untrusted
from ...orm.moments import show_datetime
from ...orm.secret_fields import is_secret
from .. import keyed_shown

VALUES = ("expected", "found")


def told(env: api.Environment, conflict: dict[str, Any]) -> dict[str, Any]:
    """``conflict`` as ``seen`` has it, and with the text of outsiders fenced."""
    conflict, field = seen(env, conflict), field_of(env, conflict)
    if field is not None and field.type == "datetime":
        return {**conflict, **{k: _moment(env, conflict[k]) for k in VALUES}}
    if field is None or conflict.get("hidden") or field.type not in untrusted.LONG:
        return conflict
    if untrusted.outsiders(env[conflict["model"]].browse(conflict["id"])):
        return {**conflict, **{k: _fenced(env, conflict[k]) for k in VALUES}}
    return conflict


def seen(env: api.Environment, conflict: dict[str, Any]) -> dict[str, Any]:
    """``conflict`` without values that the caller may not read (``hidden``)."""
    field = field_of(env, conflict)
    if field is None:
        return conflict
    record = env[conflict["model"]].browse(conflict["id"]).exists()
    found = keyed_shown.pairs(env, field, *(conflict[key] for key in VALUES))
    if not (found and _may_read(record, field)):
        return {**conflict, **dict.fromkeys(VALUES), "hidden": True}
    label, values = next(iter(found.items()))
    told_of = {"field": f"{field.name}{label}"}
    return {**conflict, **told_of, **dict(zip(VALUES, values, strict=True))}


def field_of(env: api.Environment, conflict: dict[str, Any]) -> Any:
    """The field whose value differs; None where the whole record is in question."""
    model = env.get(conflict["model"])
    name, _label = keyed_shown.named(conflict["field"])
    field = None if model is None else model._fields.get(name)
    return None if field is None or field.name == "id" else field


def _may_read(record: models.BaseModel, field: Any) -> bool:
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
