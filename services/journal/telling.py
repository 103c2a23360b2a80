"""Conflicts of an undo as the caller may see them."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ..compat import may_read_field
from ..orm import untrusted
from ..orm.secret_fields import is_secret
from . import keyed

VALUES = ("expected", "found")


def told(env: api.Environment, conflict: dict[str, Any]) -> dict[str, Any]:
    """``conflict`` without values that the caller may not read (``hidden``), and with
    the text of outsiders fenced.
    """
    model = env.get(conflict["model"])
    field = None if model is None else model._fields.get(conflict["field"])
    if model is None or field is None or field.name == "id":
        return conflict
    record = model.browse(conflict["id"]).exists()
    if not _may_read(record, field):
        return {**conflict, **dict.fromkeys(VALUES), "hidden": True}
    seen = {k: keyed.visible(env, field, conflict[k]) for k in VALUES}
    conflict = {**conflict, **seen}
    if field.type in untrusted.LONG and untrusted.outsiders(record):
        return {**conflict, **{k: _fenced(env, conflict[k]) for k in VALUES}}
    return conflict


def _may_read(record: models.BaseModel, field: Any) -> bool:
    return bool(
        record
        and record.has_access("read")
        and may_read_field(record, field)
        and not is_secret(field)
    )


def _fenced(env: api.Environment, value: Any) -> Any:
    return untrusted.fenced(env, str(value)) if value else value
