"""Fields of written records that changed along: what Odoo computed from what was asked.

The images of the journal say what was there, and the read-back of the call what is: no
statement is sent for it. Kinds whose image is no plain value are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from odoo import models

from ..orm.paths import readable
from .recording import of


def _text(value: Any) -> str:
    return str(value or "")


def _number(value: Any) -> float:
    return round(float(value or 0), 9)


def _moment(value: Any) -> str:
    """An image has a ``T`` between day and time."""
    return str(value or "")[:19].replace("T", " ")


def _id(value: Any) -> int:
    return getattr(value, "id", value) or 0


# by kind of field what an image and a value are compared by
PLAIN: dict[str, Callable[[Any], Any]] = {
    "boolean": bool,
    "char": _text,
    "date": _text,
    "datetime": _moment,
    "float": _number,
    "integer": _number,
    "many2one": _id,
    "monetary": _number,
    "selection": _text,
}


def columns(records: models.BaseModel, asked: Collection[str]) -> list[str]:
    """Names of what was written on ``records`` besides ``asked``, and can be told."""
    seen = {name for old in _written(records).values() for name in old}
    if not (others := seen - set(asked)):
        return []
    known = set(readable(records))
    return sorted(n for n in others & known if _is_plain(records._fields[n]))


def changed(records: models.BaseModel, asked: Collection[str]) -> dict[int, list[str]]:
    """By id the names of ``columns`` that are not as they were."""
    names, written = columns(records, asked), _written(records)
    found = {
        record.id: [
            n for n in names if n in written[record.id] and _differs(record, n, written)
        ]
        for record in records
        if record.id in written
    }
    return {record_id: names for record_id, names in found.items() if names}


def _written(records: models.BaseModel) -> dict[int, dict[str, Any]]:
    journal = of(records.env)
    return journal.written(records) if journal else {}


def _is_plain(field: Any) -> bool:
    keyed = field.translate or field.company_dependent
    return bool(field.store and field.column_type and field.type in PLAIN and not keyed)


def _differs(
    record: models.BaseModel, name: str, written: dict[int, dict[str, Any]]
) -> bool:
    alike = PLAIN[record._fields[name].type]
    return alike(written[record.id][name]) != alike(record[name])
