"""What would become of values, field by field, without writing them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from odoo import models

from .. import moments
from . import recurring
from .input import Reader
from .levels import MANY


def check_values(
    records: models.BaseModel, values: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """For each field ``ok`` with its ``value``, or its ``problem``."""
    reader, missed = Reader(records.env), recurring.lacking(records, values)
    reader.expect(records, [values])
    for name, value in values.items():
        before = len(reader.problems)
        read = reader.noted(
            name, lambda n=name, v=value: [reader.field(records, n, v, n)]
        )
        problems = reader.problems[before:]
        problems += [(name, missed[name])] if name in missed else []
        if problems:
            yield {"field": name, "ok": False, "problem": _told(name, problems)}
        else:
            yield {"field": name, "ok": True, "value": _shown(records, name, read[0])}


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
    if field.type in MANY and isinstance(value, list):
        return [item for command in value for item in _items(*command)]
    if field.type == "binary" and value:
        return f"{len(value)} characters of base64"
    return None if value is False and field.type != "boolean" else value


def _items(code: int, record_id: int, *values: Any) -> list[Any]:
    """Of a command of a list what a client would write."""
    if code == 6:
        return list(values[0])
    if code == 0:
        return [dict(values[0])]
    if code == 1:
        return [{"id": record_id, **values[0]}]
    if code == 4:
        return [record_id]
    return [{"remove": record_id}] if code in (2, 3) else []
