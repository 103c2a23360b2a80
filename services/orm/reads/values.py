"""The values of one field of many records, as typed JSON.

Dates ISO 8601 with the caller's offset, many2one ``{"id", "name"}``, x2many
``{"count", "ids"}``, amounts with their currency, files as size, type and link.
``false`` stands for booleans only: an empty value is null.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytz

from odoo import models
from odoo.exceptions import MissingError

from ...texts.link_tokens import without_tokens
from .. import date_parts, untrusted
from ..moments import zone
from . import binaries

MOST_IDS = 20
# read on their own, not with the columns of the table
APART = ("binary", "one2many", "many2many")


def of(records: models.BaseModel, field: Any, suffix: str = "") -> list[Any]:
    """One JSON value a record, in the order of ``records``.

    Args:
        suffix: a property's name or a part of a date (``paths.Path.suffix``).
    """
    if suffix:
        return _suffixed(records, field, suffix)
    if untrusted.is_long(field):
        return _long_texts(records, field)
    return COLUMNS.get(field.type, _other)(records, field)


def currency_field(records: models.BaseModel, field: Any) -> Any:
    """The field with the currency of an amount; None for anything else."""
    if field.type != "monetary":
        return None
    return records._fields.get(field.get_currency_field(records) or "")


def _plain(records: models.BaseModel, field: Any) -> list[Any]:
    return [record[field.name] for record in records]


def _texts(records: models.BaseModel, field: Any) -> list[Any]:
    return [
        without_tokens(str(value)) if value else None
        for value in _plain(records, field)
    ]


def _long_texts(records: models.BaseModel, field: Any) -> list[Any]:
    """Texts; those that outsiders wrote are fenced."""
    found = _texts(records, field)
    filled = [i for i, text in zip(records._ids, found, strict=True) if text]
    outside = untrusted.outsiders(records.browse(filled)) if filled else ()
    return [
        untrusted.fenced(records.env, text) if i in outside else text
        for i, text in zip(records._ids, found, strict=True)
    ]


def _choices(records: models.BaseModel, field: Any) -> list[Any]:
    return [value or None for value in _plain(records, field)]


def _floats(records: models.BaseModel, field: Any) -> list[Any]:
    # False or 0 where a field keeps every digit: 19.0's prices, rates of currencies
    digits = field.get_digits(records.env) or None
    return [number(value, digits and digits[1]) for value in _plain(records, field)]


def number(value: Any, decimals: int | None) -> float | int | None:
    """A float without the noise of binary fractions; None for NaN and infinity."""
    if value is None or not math.isfinite(value):
        return None
    if decimals is not None:
        return round(value, decimals) + 0.0
    return float(f"{value:.15g}")


def _amounts(records: models.BaseModel, field: Any) -> list[Any]:
    source = currency_field(records, field)
    if source is None:
        return [amount(value, None) for value in _plain(records, field)]
    # sudo: the currency is part of an amount that the caller may read
    owners = records.sudo()
    return [
        amount(record[field.name], owner[source.name])
        for record, owner in zip(records, owners, strict=True)
    ]


def amount(value: float, currency: models.BaseModel | None) -> dict[str, Any]:
    """An amount with the name of its currency."""
    decimals = currency.decimal_places if currency else None
    name = currency.name if currency else None
    return {"amount": number(value, decimals), "currency": name}


def _dates(records: models.BaseModel, field: Any) -> list[Any]:
    return [value.isoformat() if value else None for value in _plain(records, field)]


def _datetimes(records: models.BaseModel, field: Any) -> list[Any]:
    tz = zone(records.env)
    return [
        pytz.utc.localize(value).astimezone(tz).isoformat(timespec="seconds")
        if value
        else None
        for value in _plain(records, field)
    ]


def _many2ones(records: models.BaseModel, field: Any) -> list[Any]:
    found = _plain(records, field)
    name_all(records.env[field.comodel_name].union(*found))
    return [reference(value) if value else None for value in found]


def name_all(records: models.BaseModel) -> None:
    """Read all that display names need at once; one by one Odoo reads whole records."""
    # sudo: as in ``reference``
    records.sudo().fetch(["display_name"])


def reference(record: models.BaseModel) -> dict[str, Any]:
    """Id and name of a record that the caller sees as the value of a field."""
    # sudo: as Odoo does; who sees a many2one is decided by the record that has it
    try:
        return {"id": record.id, "name": record.sudo().display_name or None}
    except MissingError:
        return {"id": record.id, "name": None}


def _x2many(records: models.BaseModel, field: Any) -> list[Any]:
    found = [value._ids for value in _plain(records, field)]
    return [{"count": len(ids), "ids": list(ids[:MOST_IDS])} for ids in found]


def _references(records: models.BaseModel, field: Any) -> list[Any]:
    return [
        {"model": value._name, **_named(value)} if value else None
        for value in _plain(records, field)
    ]


def _named(record: models.BaseModel) -> dict[str, Any]:
    """Id and name of any record: unlike a many2one, Odoo names it to its readers."""
    try:
        readable = record.has_access("read")
    except MissingError:
        readable = False
    return reference(record) if readable else {"id": record.id, "name": None}


def _properties(records: models.BaseModel, field: Any) -> list[Any]:
    filled = []
    raw = field.convert_to_read_multi(_plain(records, field), records)
    for definitions in raw:
        kept = [
            {key: item[key] for key in ("name", "string", "type", "value")}
            for item in definitions or ()
            if item.get("value") not in (None, False, "", []) or item.get("value") == 0
        ]
        filled.append(_json(kept) or None)
    return filled


def _suffixed(records: models.BaseModel, field: Any, suffix: str) -> list[Any]:
    if field.type == "properties":
        every = _properties(records, field)
        return [
            next((p["value"] for p in found or () if p["name"] == suffix), None)
            for found in every
        ]
    return [date_parts.of(records.env, v, suffix) for v in _plain(records, field)]


def _other(records: models.BaseModel, field: Any) -> list[Any]:
    return [_json(value) if value else None for value in _plain(records, field)]


def _json(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


COLUMNS: dict[str, Callable[[models.BaseModel, Any], list[Any]]] = {
    "binary": binaries.of,
    "boolean": _plain,
    "char": _texts,
    "date": _dates,
    "datetime": _datetimes,
    "float": _floats,
    "integer": _plain,
    "many2many": _x2many,
    "many2one": _many2ones,
    "many2one_reference": _choices,
    "monetary": _amounts,
    "one2many": _x2many,
    "properties": _properties,
    "reference": _references,
    "selection": _choices,
}
