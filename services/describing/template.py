"""The skeleton of a record to create, with its required and its usual fields."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from odoo import fields, models

from ..orm.closed import is_closed
from ..orm.moments import show_datetime
from ..orm.writes.defaults import GIVEN, defaults
from . import asked
from .compact import selection_keys
from .importance import is_asked

MOST_VALUES = 12


def template(records: models.BaseModel) -> str:
    """``values`` of a create as JSON, with a word for each value to give."""
    screens = asked.Screens(records)
    values = _values(records, screens.names())
    for name, lines in _line_fields(records):
        if name in values:
            values[name] = [_values(lines, screens.lines(name))]
    note = ""
    if is_closed(records.env, records._name):
        note = "\nThis model is closed to tools: a person creates its records in Odoo."
    text = json.dumps(values, ensure_ascii=False, indent=1, default=str)
    return f"values for create_records, model {records._name}:\n{text}{note}"


def _line_fields(records: models.BaseModel) -> Iterable[tuple[str, models.BaseModel]]:
    for name, field in records._fields.items():
        if field.type == "one2many" and field.comodel_name in records.env:
            lines = records.env[field.comodel_name]
            if lines.has_access("create"):
                yield name, lines


def _values(records: models.BaseModel, names: list[str]) -> dict[str, Any]:
    known = defaults(records, names)
    return {name: _value(records, name, known) for name in names}


def _value(records: models.BaseModel, name: str, known: dict[str, Any]) -> Any:
    """The default, if it can stay; else a word for the value to give."""
    field = records._fields[name]
    default = known.get(name)
    if default == GIVEN:
        return f"<{GIVEN}>"
    word = _word(records, field)
    needed = name in asked.NEEDED.get(records._name, ()) and not default
    if needed or (field.required and is_asked(field)):
        return f"<{word}, required>"
    if default in (None, False, [], "") or field.type in ("one2many", "many2many"):
        return f"<{word}>"
    if field.type == "many2one":
        return _named(records, field, default)
    if field.type == "datetime":
        return show_datetime(records.env, fields.Datetime.to_datetime(default))
    return default


def _named(records: models.BaseModel, field: Any, value: Any) -> Any:
    """The id of a default record, and its name."""
    return f"<default: {value}, {records.env[field.comodel_name].browse(value).display_name}>"


def _word(records: models.BaseModel, field: Any) -> str:
    if field.type == "many2one":
        return f"{field.comodel_name}: id, external id or exact name"
    if field.type in ("one2many", "many2many"):
        return f"list of {field.comodel_name}"
    if field.type == "selection":
        keys = list(map(str, selection_keys(records.env, field)))
        more = "|…" if len(keys) > MOST_VALUES else ""
        return "|".join(keys[:MOST_VALUES]) + more
    return {"date": "YYYY-MM-DD", "datetime": "ISO 8601"}.get(field.type, field.type)
