"""Everything that a client may want to know of some fields of a model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from odoo import models

from ..orm.paths import Path
from .compact import is_shown

MOST_VALUES = 60


def details(records: models.BaseModel, paths: Iterable[Path]) -> str:
    """One line a field, and its help below it."""
    return "\n".join(line for path in paths for line in _lines(records, path))


def _lines(records: models.BaseModel, path: Path) -> Iterator[str]:
    field, env = path.last, records.env
    facts = [
        _kind(field),
        f'"{field._description_string(env)}"',
        *_marks(records, field),
    ]
    yield f"{path.text}: {', '.join(facts)}"
    if field.type in ("selection", "reference"):
        yield f"  values: {_values(records, field)}"
    if text := field._description_help(env):
        yield f"  {' '.join(text.split())}"


def _kind(field: Any) -> str:
    inverse = f" by its {field.inverse_name}" if field.type == "one2many" else ""
    return f"{field.type} {field.comodel_name or ''}".strip() + inverse


def _marks(records: models.BaseModel, field: Any) -> Iterator[str]:
    """Properties of the field in words: required, readonly, computed …"""
    env = records.env
    facts = {
        "required": field.required,
        "read-only": is_shown(records, field),
        "not stored": not field.store,
        "cannot be searched": not field._description_searchable,
        "cannot be sorted by": not field._description_sortable(env),
        "one value a company": field.company_dependent,
        "translated": field.translate,
        "has a default": field.default,
        "computed": field.compute and not field.related,
    }
    yield from (words for words, holds in facts.items() if holds)
    if field.related:
        yield f"is {field.related}"
    if field.type == "monetary":
        yield f"currency in {field.get_currency_field(records)}"
    if field.type == "char" and field.size:
        yield f"at most {field.size} characters"


def _values(records: models.BaseModel, field: Any) -> str:
    pairs = field._description_selection(records.env)
    shown = [f"{key}={label}" for key, label in pairs[:MOST_VALUES]]
    more = f", … {len(pairs)} values" if len(pairs) > MOST_VALUES else ""
    return ", ".join(shown) + more
