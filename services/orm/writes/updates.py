"""Values for existing records: one set for all of them, or a set for each."""

from __future__ import annotations

from typing import Any

from odoo import models

from .input import Reader, Values
from .writing import missing


def read_updates(
    model: models.BaseModel,
    record_ids: list[int] | None,
    values: dict[str, Any] | list[dict[str, Any]],
) -> dict[int, Values]:
    """Values by record id; records that share them have the very same object.

    Raises:
        ValueError: missing records, or all problems of all fields.
    """
    if isinstance(values, list) and not (record_ids and _is_for_all(values)):
        return _per_record(model, record_ids, values)
    if isinstance(values, list):
        (values,) = values
    if not record_ids:
        raise ValueError(model.env._("record_ids: which records?"))
    if "id" in values:
        raise ValueError(
            model.env._("values: name the records in record_ids, or give a list")
        )
    if len(record_ids) > 1 and _keeps_others(model, values):
        # each has other values that stay
        rows = [{**values, "id": record_id} for record_id in record_ids]
        return _per_record(model, None, rows)
    return _shared(model.browse(record_ids), values)


def _shared(records: models.BaseModel, values: dict[str, Any]) -> dict[int, Values]:
    _check_any(records, [values])
    _check_there(records)
    reader = Reader(records.env)
    reader.expect(records, [values])
    shared = reader.values(records, values, "")
    _check(reader)
    return dict.fromkeys(records._ids, shared)


def _per_record(
    model: models.BaseModel, record_ids: list[int] | None, rows: list[dict[str, Any]]
) -> dict[int, Values]:
    ids = [row.get("id") for row in rows]
    if not all(type(i) is int for i in ids) or len(set(ids)) < len(ids):
        raise ValueError(model.env._('values: each needs an "id" of its own'))
    if record_ids and set(record_ids) != set(ids):
        raise ValueError(
            model.env._("record_ids: leave them out, the list of values names them")
        )
    records = model.browse(ids)
    _check_there(records)
    reader = Reader(model.env)
    rest = [{k: v for k, v in row.items() if k != "id"} for row in rows]
    _check_any(model, rest)
    reader.expect(model, rest)
    read = {
        record.id: reader.values(record, row, f"[{record.id}]")
        for record, row in zip(records, rest, strict=True)
    }
    _check(reader)
    return read


def _is_for_all(rows: list[dict[str, Any]]) -> bool:
    """Whether a list has one set of values, which names no record."""
    return len(rows) == 1 and "id" not in rows[0]


def _keeps_others(model: models.BaseModel, values: dict[str, Any]) -> bool:
    """Whether a value is put into what each record has, as properties are."""
    fields = [model._fields[name] for name in values if name in model._fields]
    return any(field.type == "properties" for field in fields)


def _check_any(model: models.BaseModel, rows: list[dict[str, Any]]) -> None:
    if not any(rows):
        raise ValueError(model.env._("values: there is nothing to write"))


def _check_there(records: models.BaseModel) -> None:
    if text := missing(records):
        raise ValueError(f"record_ids: {text}")


def _check(reader: Reader) -> None:
    try:
        reader.check()
    except ValueError as error:
        raise ValueError(f"values: {error}") from None
