"""Records that a method is given as arguments: a template sends one to a document."""

from __future__ import annotations

from typing import Any

from odoo import models

# of what runs: the model that its arguments are of
OF = ("model", "render_model", "res_model")
IDS = ("res_id", "res_ids")


def about(
    records: models.BaseModel, args: list[Any], kwargs: dict[str, Any]
) -> tuple[str, list[int]]:
    """The model and ids that the first argument names, of those that are there."""
    model = next(filter(None, map(_said(records), OF)), "")
    ids = [i for value in _first(args, kwargs) for i in _whole(value)]
    if not ids or model not in records.env:
        return "", []
    return model, records.env[model].browse(ids).exists().ids


def _said(records: models.BaseModel) -> Any:
    # sudo: a name of a model, which is not shown
    first = records.sudo()[:1]
    return lambda name: name in first._fields and _text(first[name])


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _first(args: list[Any], kwargs: dict[str, Any]) -> list[Any]:
    return [*args[:1], *(kwargs[name] for name in IDS if name in kwargs)]


def _whole(value: Any) -> list[int]:
    values = value if isinstance(value, list) else [value]
    return [i for i in values if isinstance(i, int) and not isinstance(i, bool)]
