"""New records, all or none; of several rows the one that Odoo refuses is named."""

from __future__ import annotations

from typing import Any

import psycopg2

from odoo import models
from odoo.exceptions import AccessError

from ...compat.calling import constraint_message
from ...errors import ToolError
from ...refusals import REFUSALS, reason
from .. import model_errors
from ..buttons import versions
from .input import Values
from .spans import ended

REFUSED = (*REFUSALS, psycopg2.IntegrityError)


def create(model: models.BaseModel, rows: list[Values]) -> models.BaseModel:
    """A record for each row.

    Raises:
        ToolError: names the row of several that Odoo refuses.
        UserError, psycopg2.IntegrityError: Odoo refuses the only row, or all.
    """
    if len(rows) == 1:
        return create_together(model, rows)
    try:
        with model.env.cr.savepoint():
            return create_together(model, rows)
    except AccessError:
        raise
    except REFUSED as error:
        text = _first_refused(model, rows)
        raise (ToolError(text) if text else error) from error


def create_together(model: models.BaseModel, rows: list[Values]) -> models.BaseModel:
    """The same, without looking for the row that Odoo refuses."""
    with model_errors.told(model, rows):
        made = [_as_new(ended(model, v.for_odoo())) for v in rows]
        return _created(model, made)


def _created(model: models.BaseModel, rows: list[dict[str, Any]]) -> models.BaseModel:
    try:
        return versions.create(model, rows)
    except ValueError as error:
        if model._name != versions.MODEL:
            raise
        raise ToolError(str(error)) from error


def _as_new(values: dict[str, Any]) -> dict[str, Any]:
    """Links as clients of Odoo send them with a new record, one by one.

    Some models read them from the values by themselves, and know no other command.
    """
    return {name: _linked_singly(value) for name, value in values.items()}


def _linked_singly(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    singly: list[Any] = []
    for item in value:
        if isinstance(item, tuple) and item[:2] == (6, 0):
            singly += [(4, record_id, 0) for record_id in item[2]]
        elif isinstance(item, tuple) and item[:1] == (0,):
            singly.append((*item[:2], _as_new(item[2])))
        else:
            singly.append(item)
    return singly


def _first_refused(model: models.BaseModel, rows: list[Values]) -> str:
    """Its number and why, after ever smaller parts were tried; or nothing.

    What passes is kept meanwhile, for a row may clash with one before it. It ends with
    the error that the caller raises.
    """
    low, high = 0, len(rows)
    while high - low > 1:
        middle = (low + high) // 2
        if _refused(model, rows[low:middle]):
            high = middle
        else:
            low = middle
    error = _refused(model, rows[low:high])
    return f"[{low}]: {_words(model, error)}" if error else ""


def _refused(model: models.BaseModel, rows: list[Values]) -> Exception | None:
    try:
        with model.env.cr.savepoint():
            create_together(model, rows)
    except REFUSED as error:
        return error
    return None


def _words(model: models.BaseModel, error: Exception) -> str:
    if isinstance(error, psycopg2.IntegrityError):
        return constraint_message(model.env, error)
    return reason(error)
