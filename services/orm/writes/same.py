"""Whether a value is stored already, and so is no change.

Exactly: what only looks the same, such as another markup of one text, is a change.

changes(record, values)      what of them there is to write
  └─ is_stored               one value
"""

from __future__ import annotations

import base64
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from odoo import fields, models

from ..field_owner import owner_of
from . import pending, properties
from .levels import MANY
from .members import dropped, linked

Wanted = Mapping[str, Any]


def changes(record: models.BaseModel, values: Wanted) -> list[str]:
    """The names in ``values`` that are to be written; none where nothing changes.

    With those that change goes what Odoo computes from them: it would replace what is
    stored of it, and was asked for.
    """
    known = record._fields
    new = [n for n in values if not is_stored(record, known[n], values[n])]
    if not new or len(new) == len(values):
        return new
    moved = _Moved(record, [known[name] for name in new])
    return [n for n in values if n in new or moved.has(known[n], values[n])]


def is_stored(record: models.BaseModel, field: Any, value: Any) -> bool:
    """Whether ``record`` has ``value``, as Odoo takes it, before anything is written."""
    if not (field.store or field.compute) or pending.has_step(record, field):
        # it says what is to be done
        return False
    if field.type in MANY:
        return _are_members(record, field, value)
    if field.type == "properties":
        return _has_properties(record, field, value)
    return SAME.get(field.type, equal)(record[field.name], value)


def _are_members(record: models.BaseModel, field: Any, commands: list[Any]) -> bool:
    if dropped(record, field, commands) or linked(record, field, commands):
        return False
    lines = record.env[field.comodel_name]
    return all(_is_member(lines, command) for command in commands)


def _is_member(lines: models.BaseModel, command: Any) -> bool:
    """Whether a command, of which nothing comes into a list or leaves it, does nothing."""
    if command[0] == 1:
        line, values = lines.browse(command[1]), command[2]
        return all(is_stored(line, line._fields[n], v) for n, v in values.items())
    return command[0] != 0


def _has_properties(record: models.BaseModel, field: Any, wanted: Any) -> bool:
    if not isinstance(wanted, properties.Properties):
        return False
    now = properties.stored(record, field)
    return all(equal(now.get(name), value) for name, value in wanted.asked.items())


class _Moved:
    """What Odoo computes again once ``new`` fields of ``record`` are written."""

    def __init__(self, record: models.BaseModel, new: Iterable[Any]):
        self._record = record
        written = {one for field in new for one in (field, owner_of(field))}
        # what an inverse writes nobody knows
        self._unknown = any(owner_of(field).inverse for field in written)
        dependent = record.pool.get_dependent_fields
        self._known = {one for field in written for one in dependent(field)}

    def has(self, field: Any, value: Any) -> bool:
        """Whether ``field`` is among it, or of a list a field of its lines."""
        if self._known & {field, owner_of(field)}:
            return True
        if self._unknown and owner_of(field).compute:
            return True
        return field.type in MANY and any(
            self.has(lines._fields[name], nested)
            for lines, values in self._lines(field, value)
            for name, nested in values.items()
        )

    def _lines(
        self, field: Any, commands: list[Any]
    ) -> Iterable[tuple[models.BaseModel, Wanted]]:
        lines = self._record.env[field.comodel_name]
        return [(lines, command[2]) for command in commands if command[0] == 1]


def equal(stored: Any, value: Any) -> bool:
    """Whether they are, where nothing and false mean the same."""
    return (stored or False) == (value or False)


def _same_number(stored: Any, value: Any) -> bool:
    # noise of the machine alone: what is asked for is not rounded first
    return math.isclose(stored or 0, value or 0, rel_tol=1e-14)


def _same_text(stored: Any, value: Any) -> bool:
    return str(stored or "") == str(value or "")


def _same_record(stored: models.BaseModel, value: Any) -> bool:
    return (stored.id or False) == (value or False)


def _same_reference(stored: Any, value: Any) -> bool:
    return (f"{stored._name},{stored.id}" if stored else False) == (value or False)


def _same_moment(stored: Any, value: Any) -> bool:
    return fields.Datetime.to_datetime(stored) == (value or None)


def _same_file(stored: Any, value: Any) -> bool:
    if not stored or not value:
        return not stored and not value
    return base64.b64decode(stored) == base64.b64decode(value)


SAME: dict[str, Callable[[Any, Any], bool]] = {
    "binary": _same_file,
    "image": _same_file,
    "char": _same_text,
    "datetime": _same_moment,
    "float": _same_number,
    "html": _same_text,
    "many2one": _same_record,
    "monetary": _same_number,
    "reference": _same_reference,
    "text": _same_text,
}
