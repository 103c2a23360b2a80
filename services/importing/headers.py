"""Which field each column of a file is: by its name, or by its label.

Named as Odoo's import and export do: ``country_id`` by name, ``country_id/id`` by
external id, ``country_id/.id`` by id; ``child_ids/email`` of the lines; ``id`` and
``.id`` of the record itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from odoo import models

from ..errors import ToolError
from ..orm import meant
from ..orm.writes.writable import is_left_to_odoo, refusal
from .tables import WHY, Table

IDS = ("id", ".id")
EXTERNAL = ("id", "external id")
MANY = ("one2many", "many2many")


@dataclass(frozen=True)
class Column:
    """A column that is imported; ``place`` is where its cells stand in a row."""

    place: int
    header: str
    path: tuple[str, ...]


@dataclass
class Columns:
    """All columns of a file.

    Attributes:
        left_out: by the header, why it is not imported.
        problems: by the header, why it cannot be.
    """

    known: list[Column] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def mapping(self) -> dict[str, str]:
        """By the header the field."""
        return {column.header: "/".join(column.path) for column in self.known}


def columns_of(
    model: models.BaseModel, table: Table, given: Mapping[str, str | None]
) -> Columns:
    """The columns of ``table``.

    Args:
        given: by the header the field, or None to leave it out; before what is found.

    Raises:
        ToolError: says for each column that is none what would be right.
    """
    found, names = Columns(), Names(model)
    for place, header in enumerate(table.headers):
        if header == WHY or (not header and _is_empty(table, place)):
            continue
        if header in given and given[header] is None:
            found.left_out[header] = model.env._("as you asked")
            continue
        _add(found, names, place, header, given.get(header) or header)
    _check(model, found, table, given)
    return found


def _add(found: Columns, names: Names, place: int, header: str, said: str) -> None:
    env = names.model.env
    if header in (*found.mapping, *found.left_out) or not header:
        found.problems[header or f"#{place + 1}"] = env._("a name of its own, please")
        return
    try:
        path = names.path(said)
    except ValueError as error:
        found.problems[header] = str(error)
        return
    field_path = tuple(part for part in path if part not in IDS) or path
    for column in found.known:
        if (tuple(p for p in column.path if p not in IDS) or column.path) == field_path:
            text = env._("the same field as the column %s")
            found.problems[header] = text % column.header
            return
    if why := names.left_out(path):
        found.left_out[header] = why
    else:
        found.known.append(Column(place, header, path))


def _check(
    model: models.BaseModel,
    found: Columns,
    table: Table,
    given: Mapping[str, str | None],
) -> None:
    """Raises ToolError for columns that cannot be imported, or that are not there."""
    for header in set(given) - set(table.headers):
        found.problems[header] = model.env._("the file has no such column")
    if not found.problems and all(c.path[0] in IDS for c in found.known):
        raise ToolError(model.env._("No column of the file is one to import."))
    if found.problems:
        text = model.env._(
            "Nothing was imported. Say with columns which field each of these is, or "
            "null to leave it out: %s."
        )
        listed = [{"column": h, "problem": why} for h, why in found.problems.items()]
        raise ToolError(
            text % ", ".join(found.problems), problems=listed, columns=found.mapping
        )


def _is_empty(table: Table, place: int) -> bool:
    return all(row.cells[place] is None for row in table.rows)


class Names:
    """Fields as the headers of files call them.

    Args:
        model: in the language of the labels.
    """

    def __init__(self, model: models.BaseModel):
        self.model = model
        self._labels: dict[str, dict[str, str]] = {}

    def path(self, said: str) -> tuple[str, ...]:
        """The path that ``said`` means.

        Raises:
            ValueError: none, or one of several; says which.
        """
        dotted = said.split(".")
        dotted[-1] = ".id" if dotted[-1] == "id" else dotted[-1]
        ways = [[said], said.split("/"), dotted]
        errors = []
        for way in [ways[0], *(way for way in ways[1:] if len(way) > 1 and all(way))]:
            try:
                return self._path(self.model, way)
            except ValueError as error:
                errors.append(error)
        raise errors[1 if len(errors) > 1 and "/" in said else 0]

    def left_out(self, path: tuple[str, ...]) -> str | None:
        """Why nobody imports the field, as Odoo itself sets it; None: it is imported.

        What the caller may not write stays in: it is refused, row by row.
        """
        model = self.model
        for name in path:
            if name in IDS:
                return None
            known = model._fields[name]
            if is_left_to_odoo(model, known):
                return refusal(model, known)
            if known.comodel_name:
                model = model.env[known.comodel_name]
        return None

    def _path(self, model: models.BaseModel, parts: list[str]) -> tuple[str, ...]:
        head, *rest = parts
        if head in IDS or head.casefold() in EXTERNAL:
            name = ".id" if head in (".id", "ID") else "id"
            return self._alone(model, name, rest)
        known = model._fields[self._named(model, head)]
        if known.name == "id":
            return self._alone(model, ".id", rest)
        if known.type == "one2many":
            return (known.name, *self._of_lines(model, known, rest))
        if rest and known.type in ("many2one", "many2many"):
            return (known.name, *self._of_reference(model, known, rest))
        return self._alone(model, known.name, rest)

    def _alone(
        self, model: models.BaseModel, name: str, rest: list[str]
    ) -> tuple[str, ...]:
        if rest:
            raise ValueError(model.env._("%s has no fields of its own") % name)
        return (name,)

    def _of_lines(
        self, model: models.BaseModel, known: Any, rest: list[str]
    ) -> tuple[str, ...]:
        if not rest:
            text = model.env._("name the fields of its lines: %s/…")
            raise ValueError(text % known.name)
        return self._path(model.env[known.comodel_name], rest)

    def _of_reference(
        self, model: models.BaseModel, known: Any, rest: list[str]
    ) -> tuple[str, ...]:
        found = rest[0] if rest[0] in IDS else ""
        if rest[0].casefold() in ("external id", "id") and not found:
            found = "id" if rest[0].casefold() == "external id" else ".id"
        if not found or len(rest) > 1:
            text = model.env._(
                "of another record, which is only named: %(name)s (its name), "
                "%(name)s/id (external id) or %(name)s/.id"
            )
            raise ValueError(text % {"name": known.name})
        return (found,)

    def _named(self, model: models.BaseModel, word: str) -> str:
        labels = self._labels_of(model)
        if word in labels:
            return word
        said = word.casefold()
        called = [n for n, label in labels.items() if label.casefold() == said]
        if len(called) > 1:
            open_ones = [n for n in called if not refusal(model, model._fields[n])]
            called = open_ones or called
        if len(called) == 1:
            return called[0]
        if called:
            text = model.env._("several fields are called so: %s")
            raise ValueError(text % ", ".join(called))
        hint = meant.field(model, word, labels)
        text = model.env._("%s has no such field.") % model._name
        raise ValueError(text + (model.env._(" Nearest: %s.") % hint if hint else ""))

    def _labels_of(self, model: models.BaseModel) -> dict[str, str]:
        if model._name not in self._labels:
            facts = model.fields_get(attributes=["string"])
            known = {n: str(f.get("string") or "") for n, f in facts.items()}
            self._labels[model._name] = known
        return self._labels[model._name]
