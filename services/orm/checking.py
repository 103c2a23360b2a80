"""What would become of values, field by field, without writing them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from odoo import models

from . import moments
from .defaults import defaults
from .input import Reader

# required or not, PostgreSQL does not ask for them
NEVER_MISSING = ("boolean", "one2many", "many2many")


def check_values(
    records: models.BaseModel, values: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """For each field ``ok`` with its ``value``, or its ``problem``."""
    reader = Reader(records.env)
    for name, value in values.items():
        before = len(reader.problems)
        read = reader.noted(
            name, lambda n=name, v=value: [reader.field(records, n, v, n)]
        )
        problems = reader.problems[before:]
        if problems:
            yield {"field": name, "ok": False, "problem": _told(name, problems)}
        else:
            yield {"field": name, "ok": True, "value": _shown(records, name, read[0])}


def left_out(model: models.BaseModel, values: dict[str, Any]) -> list[str]:
    """Required fields for which neither ``values`` nor the model has anything.

    Some models fill such a field in when they create a record; that cannot be known
    without creating one.
    """
    wanting = [
        name
        for name, field in model._fields.items()
        if name not in values and _is_asked(model, field, values)
    ]
    known = defaults(model, wanting) if wanting else {}
    # 0 is a value
    return [n for n in wanting if known.get(n) is None or known[n] is False]


def _is_asked(model: models.BaseModel, field: Any, values: dict[str, Any]) -> bool:
    """Whether a new record has the field's value from nowhere but a default."""
    if (
        not field.required
        or field.type in NEVER_MISSING
        or field.name in model._inherits.values()
    ):
        return False
    if field.inherited:
        through = field.related.split(".")[0]
        parent = model.env[model._fields[through].comodel_name]
        return through not in values and _is_asked(parent, field.related_field, values)
    return bool(field.store and not (field.compute or field.related))


def _told(name: str, problems: list[tuple[str, str]]) -> str:
    return "; ".join(
        text if path == name else f"{path.removeprefix(name)}: {text}"
        for path, text in problems
    )


def _shown(records: models.BaseModel, name: str, value: Any) -> Any:
    field = records._fields[name]
    if isinstance(value, datetime):
        return moments.show_datetime(records.env, value)
    if isinstance(value, date):
        return value.isoformat()
    if field.type == "many2one" and value:
        record = records.env[field.comodel_name].browse(value)
        return {"id": value, "name": record.display_name}
    if field.type == "binary" and value:
        return f"{len(value)} characters of base64"
    return None if value is False and field.type != "boolean" else value
