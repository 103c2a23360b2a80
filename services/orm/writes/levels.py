"""The records that one write reaches: those written, and lines changed within them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from odoo import models

Wanted = Mapping[int, Mapping[str, Any]]
MANY = ("one2many", "many2many")


@dataclass(frozen=True)
class Level:
    """Records of one list, or those that are written.

    Attributes:
        wanted: values by record id.
        owner: the id of the written record that the lines belong to; 0: none does.
        path: the list, e.g. ``order_line``.
    """

    records: models.BaseModel
    wanted: Wanted
    owner: int = 0
    path: str = ""

    def told(self, record: models.BaseModel, name: str) -> dict[str, Any]:
        """``name`` of ``record`` as a field of the record that is written."""
        if not self.owner:
            return {"id": record.id, "field": name}
        return {"id": self.owner, "field": f"{self.path}[{record.id}].{name}"}

    def seen(self) -> models.BaseModel:
        """Those that are still there, and the caller's to read."""
        return self.records.exists()._filtered_access("read")


def levels(records: models.BaseModel, wanted: Wanted) -> Iterator[Level]:
    """``records`` themselves, then each list of lines that is changed in place."""
    everyone = records.with_context(active_test=False)
    yield Level(everyone, wanted)
    for record in everyone:
        yield from _within(record, wanted[record.id], record.id, "")


def _within(
    record: models.BaseModel, values: Mapping[str, Any], owner: int, path: str
) -> Iterator[Level]:
    for name, commands in values.items():
        if record._fields[name].type in MANY and (found := _changed(commands)):
            lines = record[name].filtered(lambda line, ids=found: line.id in ids)
            yield Level(lines, found, owner, f"{path}{name}")
            for line in lines:
                inner = f"{path}{name}[{line.id}]."
                yield from _within(line, found[line.id], owner, inner)


def _changed(commands: list[Any]) -> dict[int, dict[str, Any]]:
    """Values of the lines that commands change, by id."""
    found: dict[int, dict[str, Any]] = {}
    for command in commands:
        if command[0] == 1:
            found.setdefault(command[1], {}).update(command[2])
    return found
