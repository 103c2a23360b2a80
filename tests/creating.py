"""Values that make a record of any model, as far as that can be said generically."""

from typing import Any

from odoo import models

from ..services.describing.compact import selection_keys
from ..services.orm.writes.writable import refusal

BY_TYPE = {
    "char": "Test",
    "text": "Test",
    "html": "<p>Test</p>",
    "integer": 1,
    "many2one_reference": 1,
    "float": 1.5,
    "monetary": 1.5,
    "boolean": True,
    "date": "2026-01-15",
    "datetime": "2026-01-15T10:00:00Z",
    "json": {},
}


def minimal(records: models.BaseModel) -> dict[str, Any]:
    """A value for each required field that Odoo does not fill itself."""
    asked = [
        name
        for name, field in records._fields.items()
        if field.required and not refusal(records, field)
    ]
    given = records.default_get(asked)
    found = {name: _value(records, name) for name in asked if not given.get(name)}
    return {name: value for name, value in found.items() if value is not None}


def _value(records: models.BaseModel, name: str) -> Any:
    field = records._fields[name]
    if field.type == "many2one":
        comodel = records.env[field.comodel_name]
        found = comodel.search([], limit=1) if comodel.has_access("read") else comodel
        return found.id or None
    if field.type == "selection":
        return next(iter(selection_keys(records.env, field)), None)
    return BY_TYPE.get(field.type)
