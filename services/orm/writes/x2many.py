"""Lists of records that a client writes: ids, add and remove, or Odoo's commands.

A list replaces what was there. Objects in it are new records. What deletes, by
whatever form, is allowed only where the other records are parts of this one.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from odoo import models

from ..names import choices
from ..relations import is_reference
from .members import dropped
from .parts import are_parts, deletes

LENGTHS = {0: (3,), 1: (3,), 2: (2, 3), 3: (2, 3), 4: (2, 3), 5: (1, 2, 3), 6: (3,)}
CHANGES = {"add", "remove"}
VERSIONS = "hr.version"


class Lines:
    """Reads the value of one x2many field.

    Args:
        reader: the ``input.Reader`` of the call: looks up, and reads new records.
        records: the records that are written; empty when they are created.
        path: how errors name the field, e.g. ``order_line``.
    """

    def __init__(self, reader: Any, records: models.BaseModel, field: Any, path: str):
        self.reader = reader
        self.records = records
        self.field = field
        self.path = path
        self.env = records.env
        self.comodel = records.env[field.comodel_name]

    def commands(self, value: Any) -> list[tuple[Any, ...]]:
        """Odoo's commands for ``value``.

        Raises:
            ValueError: no such form, or not allowed here.
        """
        found = self._read(value)
        if self.records and deletes(self.records, self.field):
            self._refuse_dropping(found)
        return found

    def _read(self, value: Any) -> list[tuple[Any, ...]]:
        if value is None or value is False:
            return [(5, 0, 0)] if self.records else []
        if isinstance(value, dict) and value and set(value) <= CHANGES:
            return self._changes(value)
        if not isinstance(value, list):
            raise ValueError(self._forms())
        if any(isinstance(item, list) for item in value):
            return self._each(value, self._command)
        return self._replaced(value)

    def _forms(self) -> str:
        return self.env._(
            'a list of ids (replaces all), {"add": […], "remove": […]}, or commands '
            "such as [0, 0, {…}]"
        )

    def _changes(self, value: dict[str, Any]) -> list[tuple[Any, ...]]:
        added = self._items(value.get("add"))
        removed = self._items(value.get("remove"))
        return [
            *self._each(removed, lambda item, _path: (3, self._mine(item), 0)),
            *self._each(added, self._added),
        ]

    def _items(self, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            raise ValueError(self._forms())
        return value

    def _replaced(self, items: list[Any]) -> list[tuple[Any, ...]]:
        commands = self._each(items, self._added)
        linked = [command[1] for command in commands if command[0] == 4]
        created = [command for command in commands if command[0] == 0]
        # nothing but new lines: there is nothing to replace on a new record
        replaces = bool(self.records or linked or not created)
        return [*([(6, 0, linked)] if replaces else []), *created]

    def _each(
        self, items: list[Any], read: Callable[[Any, str], Any]
    ) -> list[tuple[Any, ...]]:
        """What ``read`` makes of each item; what is wrong with one is noted."""
        self.reader.lookups.expect(self.comodel._name, items)
        paths = [f"{self.path}[{index}]" for index in range(len(items))]
        noted = [
            self.reader.noted(path, lambda item=item, path=path: read(item, path))
            for path, item in zip(paths, items, strict=True)
        ]
        return [command for command in noted if command]

    def _added(self, item: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(item, dict) or is_reference(item):
            return (4, self._linked(item), 0)
        if "id" in item:
            raise ValueError(
                self.env._("change a record by [1, id, {…}]; without id it is new")
            )
        return self._created(item, path)

    def _created(self, values: Any, path: str) -> tuple[Any, ...]:
        if self.comodel._name == VERSIONS:
            # a line would be made of its own values alone
            raise ValueError(
                self.env._(
                    "a new version is no line: create_records, model %s, with "
                    "employee_id and date_version, copies the one before"
                )
                % VERSIONS
            )
        return (0, 0, self.reader.nested(self.comodel, values, path))

    def _linked(self, item: Any) -> int:
        if self.field.type == "one2many" and len(self.records) > 1:
            raise ValueError(
                self.env._("it can belong to one record only; give values per record")
            )
        return choices.one(self.reader.lookups, self.records, self.field, item)

    def _mine(self, item: Any) -> int:
        """The id of a record that is in the list now; Odoo itself does not check."""
        record_id = self.reader.lookups.one(self.comodel._name, item)
        everyone = self.records.with_context(active_test=False)
        if record_id not in everyone[self.field.name]._ids:
            raise ValueError(self.env._("%s is not in this list") % record_id)
        return record_id

    def _command(self, command: Any, path: str) -> tuple[Any, ...]:
        code = command[0] if command and isinstance(command, list) else None
        if type(code) is not int or len(command) not in LENGTHS.get(code, ()):
            raise ValueError(self.env._("%r is no command of Odoo") % (command,))
        item, last = (*command[1:], None, None)[:2]
        if code == 0:
            return self._created(last, path)
        if code == 1:
            return self._changed(item, last, path)
        if code == 2:
            return self._deleted(item)
        if code == 3:
            return (3, self._mine(item), 0)
        if code == 4:
            return (4, self._linked(item), 0)
        if code == 5:
            return (5, 0, 0)
        linked = self._each(self._items(last), lambda one, _path: (self._linked(one),))
        return (6, 0, [record_id for (record_id,) in linked])

    def _changed(self, item: Any, values: Any, path: str) -> tuple[Any, ...]:
        line = self.comodel.browse(self._mine(item))
        return (1, line.id, self.reader.nested(line, values, path))

    def _deleted(self, item: Any) -> tuple[Any, ...]:
        if not self._are_parts:
            text = self.env._("a list does not delete %(model)s %(ids)s: %(way)s")
            raise ValueError(self._by_other_ways(text, [item]))
        return (2, self._mine(item), 0)

    def _refuse_dropping(self, commands: list[tuple[Any, ...]]) -> None:
        """Of what is no part; Odoo deletes it all the same."""
        gone = dropped(self.records, self.field, commands)
        if gone and not self._are_parts:
            text = self.env._(
                "what leaves this list is deleted, %(model)s %(ids)s: %(way)s"
            )
            raise ValueError(self._by_other_ways(text, sorted(gone)))

    @functools.cached_property
    def _are_parts(self) -> bool:
        return are_parts(self.records, self.field)

    def _by_other_ways(self, text: str, ids: list[Any]) -> str:
        way = self.env._("use delete_records")
        if self.comodel._active_name:
            way = self.env._("use delete_records, or archive them")
        return text % {"model": self.comodel._name, "ids": ids, "way": way}
