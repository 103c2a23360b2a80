"""Where records stand in their process, before and after a method."""

from __future__ import annotations

from typing import Any

from odoo import models

from ...compat.access import may_read_field
from . import values as typed

# the first that a model has; a tick, such as that of what is archived, is no state
FIELDS = ("state", "stage_id", "status")
TYPES = ("selection", "many2one")


def state_field(records: models.BaseModel) -> str | None:
    """The field that says where a record stands."""
    for name in FIELDS:
        field = records._fields.get(name)
        if field and field.type in TYPES and may_read_field(records, field):
            return name
    return None


def states(records: models.BaseModel) -> dict[int, Any]:
    """The state of each record that the caller may read, by id; empty without one."""
    name = state_field(records)
    seen = records.with_context(active_test=False)._filtered_access("read")
    if not name or not seen:
        return {}
    found = typed.of(seen, records._fields[name])
    return dict(zip(seen._ids, found, strict=True))
