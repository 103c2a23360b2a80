"""Required fields for which neither a client nor the model has a value.

Some models fill such a field in when they create a record; that cannot be known
without creating one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from odoo import models

from .defaults import defaults

# required or not, PostgreSQL does not ask for them
NEVER_MISSING = ("boolean", "one2many", "many2many")
# what the model itself creates along: its field, and what that links to
MADE = {("resource_id", "resource.resource")}


def left_out(model: models.BaseModel, values: dict[str, Any]) -> list[str]:
    """What one new record with ``values`` lacks."""
    return next(_of_each(model, [values]))


def is_made(field: Any) -> bool:
    """Whether Odoo makes the record that ``field`` links to with the one that has it."""
    return (field.name, field.comodel_name) in MADE


def problems(
    model: models.BaseModel, rows: Iterable[tuple[str, Any]]
) -> Iterator[tuple[str, str]]:
    """``(path, message)`` of what new records lack.

    Args:
        rows: path and values of each.
    """
    known = [(path, values) for path, values in rows if isinstance(values, dict)]
    lacking = _of_each(model, [values for _path, values in known])
    for (path, _values), names in zip(known, lacking, strict=True):
        for name in names:
            yield f"{path}.{name}".lstrip("."), model.env._("required, and not given")


def _of_each(
    model: models.BaseModel, rows: list[dict[str, Any]]
) -> Iterator[list[str]]:
    wanting = [
        [
            n
            for n, f in model._fields.items()
            if n not in row and _is_asked(model, f, row)
        ]
        for row in rows
    ]
    names = list(dict.fromkeys(name for each in wanting for name in each))
    known = defaults(model, names) if names else {}
    for each in wanting:
        # 0 is a value
        yield [n for n in each if known.get(n) is None or known[n] is False]


def _is_asked(model: models.BaseModel, field: Any, values: dict[str, Any]) -> bool:
    """Whether a new record has the field's value from nowhere but a default."""
    if (
        not field.required
        or field.type in NEVER_MISSING
        or field.name in model._inherits.values()
        or is_made(field)
    ):
        return False
    if field.inherited:
        through = field.related.split(".")[0]
        parent = model.env[model._fields[through].comodel_name]
        return through not in values and _is_asked(parent, field.related_field, values)
    return bool(field.store and not (field.compute or field.related))
