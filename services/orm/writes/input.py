"""Values of a client as Odoo takes them, every problem of every field in one error.

The one way in: what tools create, write, copy or put into a wizard, at any depth,
is read here.

read_values(records, {field: value}) → Values
  └─ Reader.values      each field: may it be written (writable.py, locked.py)
       ├─ scalars.py    numbers, texts, dates, files
       ├─ selections.py value or label
       ├─ relations.py  id, external id, name (expected.py: those of all rows at once)
       └─ x2many.py     lists and commands; new records come back to Reader.values
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from odoo import api, models

from .. import authors
from ..moments import end_of_day
from ..names import choices
from ..relations import Lookups, as_id
from ..selections import read_selection
from . import expected, locked, properties, recurring, required, scalars
from .analytic import read_json
from .input_error import InputError
from .typed_prices import kept
from .writable import field_of
from .x2many import Lines

MOST_FIELDS = 500
DEEPEST = 5
# a mere day is the end of it there: what is due on a day is not late on it
ENDS = re.compile(r"(?:^|_)(?:deadline|end|to|until)$")
SCALARS: dict[str, Callable[[api.Environment, Any], Any]] = {
    "boolean": scalars.boolean,
    "integer": scalars.integer,
    "many2one_reference": scalars.integer,
    "float": scalars.floating,
    "monetary": scalars.floating,
    "char": scalars.text,
    "text": scalars.text,
    "html": scalars.rich,
    "date": scalars.day,
    "datetime": scalars.moment,
    "binary": scalars.file,
    "image": scalars.file,
    "properties_definition": scalars.anything,
}


class Values(dict):
    """Values as Odoo takes them.

    Args:
        asked: as the client wrote them.
        records: those that they are for; empty for a new one.
    """

    def __init__(self, asked: dict[str, Any], records: models.BaseModel | None = None):
        super().__init__()
        self.asked = asked
        self.records = records

    def for_odoo(self) -> dict[str, Any]:
        """A copy: models may change what they are given."""
        values = {name: _copied(value) for name, value in self.items()}
        return values if self.records is None else kept(self.records, values)


def read_values(records: models.BaseModel, values: dict[str, Any]) -> Values:
    """Values for one write on ``records``, or for a create when there are none.

    Raises:
        InputError: all problems of all fields.
    """
    reader = Reader(records.env)
    reader.expect(records, [values])
    read = reader.values(records, values, "")
    reader.check()
    return read


def read_many(model: models.BaseModel, rows: list[dict[str, Any]]) -> list[Values]:
    """Values for creates; errors name the row where there are several.

    Raises:
        InputError: all problems of all fields of all rows.
    """
    reader = Reader(model.env)
    reader.expect(model, rows)
    many = len(rows) > 1
    named = [(f"[{n}]" if many else "", row) for n, row in enumerate(rows)]
    read = [reader.values(model, row, path) for path, row in named]
    if reader.problems:
        # told with the others alone: the model itself may fill some in
        reader.problems += required.problems(model, named)
    reader.check()
    return read


class Reader:
    """Reads the values of one call; collects problems, remembers what it looked up."""

    def __init__(self, env: api.Environment):
        self.env = env
        self.lookups = Lookups(env)
        self.problems: list[tuple[str, str]] = []
        self._depth = 0

    def check(self) -> None:
        """Raises InputError when there were problems."""
        if self.problems:
            raise InputError(self.problems)

    def expect(self, records: models.BaseModel, rows: list[Any]) -> None:
        """Look up what the rows, and the lines in them, name: of a model all at once."""
        for model, named in expected.names_of(records, rows).items():
            self.lookups.expect(model, named)

    def values(self, records: models.BaseModel, values: Any, path: str) -> Values:
        """Read one object of values; its problems are kept under ``path``."""
        if not isinstance(values, dict) or len(values) > MOST_FIELDS:
            expected = self.env._("an object of fields and values")
            self.problems.append((path or "values", expected))
            return Values({})
        read = Values(values, records)
        for name, value in values.items():
            self._read_into(read, records, name, value, f"{path}.{name}".lstrip("."))
        unfit = recurring.lacking(records, read) | properties.unfit(records, read)
        for name, text in unfit.items():
            self.problems.append((f"{path}.{name}".lstrip("."), text))
        return read

    def nested(self, records: models.BaseModel, values: Any, path: str) -> Values:
        """Read the values of a record in a list of the one being read."""
        if path.count("[") > DEEPEST:
            raise ValueError(self.env._("nested too deeply"))
        return self.values(records, values, path)

    def noted(self, path: str, read: Callable[[], Any]) -> Any:
        """What ``read`` answers; when it raises, None, and the problem is kept."""
        try:
            return read()
        except ValueError as error:
            self.problems.append((path, str(error)))
            return None

    def field(self, records: models.BaseModel, name: str, value: Any, path: str) -> Any:
        """The value of one field as Odoo takes it.

        Args:
            path: how errors inside of it name it, e.g. ``order_line[0].tax_id``.

        Raises:
            ValueError: not writable, or no such value.
        """
        return self._field(records, name, value, path)[0]

    def _field(
        self, records: models.BaseModel, name: str, value: Any, path: str
    ) -> tuple[Any, bool]:
        """The value of one field, and whether there is anything to write."""
        field = field_of(records, name)
        return locked.passed(
            records, field, lambda: self._value(records, field, value, path)
        )

    def _value(
        self, records: models.BaseModel, field: Any, value: Any, path: str
    ) -> Any:
        if field.type in ("one2many", "many2many"):
            return Lines(self, records, field, path).commands(value)
        if _is_empty(field, value):
            return self._emptied(field)
        if field.type == "selection":
            return read_selection(records, field, value)
        if field.type == "many2one":
            linked = choices.one(self.lookups, records, field, value)
            return authors.own(self.env, field, linked)
        if field.type == "reference":
            return self._reference(records, field, value)
        if field.type == "properties":
            return properties.read_properties(records, field, value)
        if field.type == "json":
            return read_json(self.env, field, value)
        if field.type == "datetime" and ENDS.search(field.name):
            value = end_of_day(self.env, value)
        if field.type not in SCALARS:
            raise ValueError(self.env._("no tool writes %s fields") % field.type)
        return SCALARS[field.type](self.env, value)

    def _read_into(
        self, read: Values, records: models.BaseModel, name: str, value: Any, path: str
    ) -> None:
        before = len(self.problems)
        known = self.noted(path, lambda: self._field(records, name, value, path))
        if known and known[1] and len(self.problems) == before:
            read[name] = known[0]

    def _emptied(self, field: Any) -> bool:
        if field.required:
            raise ValueError(
                self.env._("required, it cannot be empty; leave it out for the default")
            )
        if field.type == "boolean":
            raise ValueError(self.env._("true or false, not null"))
        return False

    def _reference(self, records: models.BaseModel, field: Any, value: Any) -> str:
        """``"res.partner,7"`` or ``{"model": "res.partner", "id": 7}``."""
        if isinstance(value, dict):
            value = f"{value.get('model')},{value.get('id')}"
        model, comma, record_id = str(value).partition(",")
        known = dict(field._description_selection(self.env))
        if not comma or model not in known or model not in self.env:
            raise ValueError(
                self.env._('"model,id" with one of the models %s') % ", ".join(known)
            )
        return f"{model},{self.lookups.one(model, as_id(record_id.strip()))}"


def _is_empty(field: Any, value: Any) -> bool:
    """Blank text too, where there has to be some."""
    if field.required and isinstance(value, str) and not value.strip():
        return True
    return value is None or (value is False and field.type != "boolean")


def _copied(value: Any) -> Any:
    if isinstance(value, Values):
        return value.for_odoo()
    if isinstance(value, list | tuple):
        return type(value)(_copied(item) for item in value)
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value
