"""How many records a write touches: those it names, and those in its lists.

A record counts once, however often it is named: a tax on thirty lines is one. What is
in a list already, and stays there, is not touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import models

from .input import Values
from .members import dropped, linked

LISTS = ("one2many", "many2many")


def by_creates(rows: Iterable[Values]) -> int:
    """Records that new ones with these values touch, themselves included."""
    touched = _Touched()
    for values in rows:
        touched.made += 1
        touched.add(values)
    return touched.count


def by_updates(wanted: dict[int, Values]) -> int:
    """Records that writing these values, by record id, touches."""
    touched = _Touched()
    for values in {id(values): values for values in wanted.values()}.values():
        touched.know(values.records._name, values.records._ids)
        touched.add(values)
    return touched.count


def by_arguments(given: Any) -> int:
    """Records that arguments of a method may stand for: its objects, or its ids."""
    return max(_objects(given), _longest(given))


class _Touched:
    def __init__(self) -> None:
        self.made = 0
        self.known: set[tuple[str, int]] = set()

    @property
    def count(self) -> int:
        return self.made + len(self.known)

    def know(self, model: str, ids: Iterable[int]) -> None:
        self.known.update((model, record_id) for record_id in ids)

    def add(self, values: Values, times: int = 1) -> None:
        """Count what is in the lists of ``values``.

        Args:
            times: how many records are made with them.
        """
        for name, value in values.items():
            field = values.records._fields[name]
            if field.type in LISTS:
                self._list(values.records, field, value, times)

    def _list(
        self, records: models.BaseModel, field: Any, commands: list[Any], times: int
    ) -> None:
        members = dropped(records, field, commands) | linked(records, field, commands)
        self.know(field.comodel_name, members)
        if field.type == "one2many":
            # each of the records has new lines of its own
            times *= len(records) or 1
        for code, item, *rest in commands:
            if code == 0:
                self.made += times
                self.add(rest[0], times)
            elif code == 1:
                self.know(field.comodel_name, [item])
                self.add(rest[0])


def _objects(given: Any) -> int:
    """Objects in lists, at any depth: new records, or changed ones."""
    if isinstance(given, dict):
        return sum(map(_objects, given.values()))
    if not isinstance(given, list | tuple):
        return 0
    return sum(isinstance(item, dict) + _objects(item) for item in given)


def _longest(given: Any) -> int:
    """The longest list, at any depth, that is not of mere names."""
    inner = given.values() if isinstance(given, dict) else given
    if not isinstance(given, dict | list | tuple):
        return 0
    own = 0 if isinstance(given, dict) or _are_names(given) else len(given)
    return max([own, *map(_longest, inner)])


def _are_names(given: Any) -> bool:
    return all(isinstance(item, str) for item in given)
