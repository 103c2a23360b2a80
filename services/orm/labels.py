"""Arguments that are values of a selection: a label stands for its value."""

from __future__ import annotations

from typing import Any

from pydantic import BeforeValidator, ValidationInfo

from odoo import models

from .selections import read_selection


def Labelled(model: str, field: str) -> BeforeValidator:
    """Reads labels of a field, one or a list; other values are left to the type."""

    def read(value: Any, info: ValidationInfo) -> Any:
        env = info.context["env"]
        if model not in env:
            return value
        if isinstance(value, list):
            return [_value(env[model], field, one) for one in value]
        return _value(env[model], field, value)

    return BeforeValidator(read)


def _value(records: models.BaseModel, field: str, value: Any) -> Any:
    try:
        return read_selection(records, records._fields[field], value)
    except ValueError:
        return value
