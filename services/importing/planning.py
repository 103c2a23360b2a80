"""What an import would do: new records, changed ones, and every problem of every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from odoo import models

from ..orm.writes import required
from ..orm.writes.input import Reader, Values
from ..orm.writes.writable import is_left_to_odoo, refusal
from . import cells, external_ids
from .figures import Unsaid
from .headers import IDS, Column
from .matching import Matching, is_archived
from .nodes import Node, Path
from .problems import Problems
from .tables import Row


@dataclass
class Plan:
    """What becomes of the records of a file.

    Attributes:
        new: with the external id that each gets.
        changed: with the record's id.
        skipped: there already, and to be left as they are; with the record's id.
        left_out: columns that Odoo sets on what exists, and why.
    """

    new: list[tuple[Node, Values, str | None]] = field(default_factory=list)
    changed: list[tuple[Node, Values, int]] = field(default_factory=list)
    skipped: list[tuple[Node, int]] = field(default_factory=list)
    refused: list[Node] = field(default_factory=list)
    problems: Problems = field(default_factory=Problems)
    left_out: dict[str, str] = field(default_factory=dict)


class Planner:
    """Plans one import.

    Args:
        model: in the language and company of the call.
        key: by what records are found, as ``matching.chosen`` answers it.
        on_match: what becomes of those found: ``update``, ``skip`` or ``error``.
        marks: before the decimals, of the columns of figures.
    """

    def __init__(
        self,
        model: models.BaseModel,
        columns: Sequence[Column],
        nodes: Sequence[Node],
        key: list[str],
        on_match: str,
        marks: Mapping[Path, str | Unsaid | None],
    ):
        self.model, self.env = model, model.env
        self.columns, self.nodes, self.key = columns, nodes, key
        self.on_match = on_match
        self.plan = Plan()
        self.reader = Reader(self.env)
        self._headers = {_names(c.path) or c.path: c.header for c in columns}
        self._marks = marks
        self._bad: set[int] = set()
        # external ids that rows of the file will have
        self._coming: set[str] = set()
        self._opened: dict[tuple[str, str], bool] = {}

    def planned(self) -> Plan:
        """The plan; it has all problems that show without writing."""
        matching = Matching(self.model, self.key, self._noted)
        found = matching.found(self.nodes, self._keyed())
        self._refuse_twice(found, matching)
        self._coming = set(matching.names.values())
        raws = [self._raw(n, self._record(found, p)) for p, n in enumerate(self.nodes)]
        self.reader.expect(self.model, raws)
        for place, node in enumerate(self.nodes):
            self._plan(node, raws[place], found.get(place), matching.names.get(place))
        self._refuse_lacking(raws, found)
        self._part()
        return self.plan

    def refuse_row(self, row: Row, text: str) -> None:
        """Note what is wrong with a row as a whole."""
        for node in self.nodes:
            if row in node.rows:
                self._add(node, row.number, (), text)

    # ------------------------------------------------------------------- records

    def _record(self, found: dict[int, int], place: int) -> models.BaseModel:
        return self.model.browse(found.get(place) or ())

    def _plan(
        self, node: Node, raw: dict[str, Any], record_id: int | None, name: str | None
    ) -> None:
        if record_id and self.on_match == "skip":
            self.plan.skipped.append((node, record_id))
            return
        if record_id and self.on_match == "error":
            self._problem(node, (), self._there(record_id))
            return
        record = self.model.browse(record_id or ())
        before = len(self.reader.problems)
        values = self.reader.values(record, raw, "")
        for said, text in self.reader.problems[before:]:
            number, path = node.place(said)
            self._add(node, number, path, text)
        if record_id:
            self.plan.changed.append((node, values, record_id))
        else:
            self.plan.new.append((node, values, name))

    def _there(self, record_id: int) -> str:
        if is_archived(self.model.browse(record_id)):
            return self.env._("there already, and archived: %s") % record_id
        return self.env._("there already: %s") % record_id

    def _refuse_lacking(
        self, raws: list[dict[str, Any]], found: dict[int, int]
    ) -> None:
        """What new records need and their rows have not."""
        new = [
            (f"[{p}]", {**raw, **self.nodes[p].awaits})
            for p, raw in enumerate(raws)
            if p not in found
        ]
        for said, text in required.problems(self.model, new):
            place, _dot, name = said.removeprefix("[").partition("].")
            self._problem(self.nodes[int(place)], (name,), text)

    def _refuse_twice(self, found: dict[int, int], matching: Matching) -> None:
        """Two rows of one record: which of them would count?"""
        rows = defaultdict(list)
        for place, node in enumerate(self.nodes):
            if (said := found.get(place) or matching.names.get(place)) is not None:
                rows[said].append(node)
            elif key := matching.keys.get(place):
                rows[key].append(node)
        text = self.env._("twice in the file: rows %s")
        for same in (nodes for nodes in rows.values() if len(nodes) > 1):
            told = text % ", ".join(str(node.number) for node in same)
            for node in same:
                self._problem(node, (self.key[0],), told)

    def _part(self) -> None:
        """Set apart the records that have a problem."""
        plan, bad = self.plan, self._bad
        plan.new = [item for item in plan.new if id(item[0]) not in bad]
        plan.changed = [item for item in plan.changed if id(item[0]) not in bad]
        plan.skipped = [item for item in plan.skipped if id(item[0]) not in bad]
        plan.refused = [node for node in self.nodes if id(node) in bad]

    # -------------------------------------------------------------------- values

    def _keyed(self) -> dict[int, dict[str, Any]]:
        """The key of each node as Odoo stores it; what is wrong with it is told later."""
        if set(self.key) & set(IDS):
            return {}
        rows = {place: self._key_cells(node) for place, node in enumerate(self.nodes)}
        self.reader.expect(self.model, list(rows.values()))
        keyed = {}
        for place, row in rows.items():
            with suppress(ValueError):
                keyed[place] = {
                    name: self.reader.field(self.model, name, row[name], name)
                    for name in self.key
                    if row
                }
        return {place: values for place, values in keyed.items() if values}

    def _key_cells(self, node: Node) -> dict[str, Any]:
        """The cells of the key; none where one of them cannot be read."""
        with suppress(ValueError):
            return {n: self._cell(self.model, node, n, ()) for n in self.key}
        return {}

    def _cell(
        self, model: models.BaseModel, node: Node, name: str, prefix: Path
    ) -> Any:
        path = next(path for path in node.cells if path[0] == name)
        way = path[1] if len(path) > 1 else ""
        mark = self._marks.get(prefix + path)
        if (
            way == "id"
            and not prefix
            and model._fields[name].comodel_name == model._name
        ):
            return self._of_file(model, node, path)
        return cells.value(model, model._fields[name], way, node.cells[path], mark)

    def _of_file(self, model: models.BaseModel, node: Node, path: Path) -> Any:
        """Records named by external id, of which rows of the file may bring some."""
        field, cell = model._fields[path[0]], node.cells[path]
        single = field.type == "many2one"
        said = [cell] if single or not isinstance(cell, str) else cell.split(",")
        names = [external_ids.qualified(self.env, str(x).strip()) for x in said if x]
        coming = [name for name in names if name in self._coming]
        if not coming:
            return cells.value(model, field, "id", cell, None)
        node.awaits[path[0]] = coming
        there = [external_ids.found(model, n) for n in names if n not in coming]
        return None if single else there

    def _raw(
        self,
        root: Node,
        record: models.BaseModel,
        node: Node | None = None,
        prefix: Path = (),
    ) -> dict[str, Any]:
        """The values of ``node`` as a client would give them to a tool."""
        node, raw = node or root, {}
        for path in node.cells:
            name = path[0]
            if name in IDS or not self._is_open(record, name, prefix):
                continue
            said = self._read(
                root,
                node,
                (*prefix, name),
                lambda n=name: self._cell(record, node, n, prefix),
            )
            awaited = name in node.awaits and not said
            if not awaited and (said is not None or self._is_emptied(record, name)):
                raw[name] = said
        for name, lines in node.lines.items():
            if lines:
                raw[name] = self._lines(root, record, name, lines, prefix)
        return raw

    def _is_emptied(self, record: models.BaseModel, name: str) -> bool:
        """Whether an empty cell says something: of what is new it leaves the default."""
        return bool(record) and record._fields[name].type != "boolean"

    def _is_open(self, record: models.BaseModel, name: str, prefix: Path) -> bool:
        """Whether the value counts: some fields Odoo sets once the record exists."""
        known = (record._name, name)
        if not record:
            return True
        if known not in self._opened:
            field = record._fields[name]
            self._opened[known] = not is_left_to_odoo(record, field)
            if not self._opened[known]:
                header = self._header((*prefix, name))
                self.plan.left_out[header] = refusal(record, field) or ""
        return self._opened[known]

    def _lines(
        self,
        root: Node,
        record: models.BaseModel,
        name: str,
        lines: list[Node],
        prefix: Path,
    ) -> list[Any]:
        comodel = self.env[record._fields[name].comodel_name]
        prefix = (*prefix, name)
        if record and record[name] and not {(".id",), ("id",)} & set(lines[0].cells):
            text = self.env._(
                "there are some already: %s/.id (or /id) says which of them each is"
            )
            self._problem(root, prefix, text % name)
            return []
        commands: list[Any] = []
        for line in lines:
            line_id = self._read(
                root, line, prefix, lambda n=line: self._line_id(comodel, n)
            )
            values = self._raw(root, comodel.browse(line_id or ()), line, prefix)
            commands.append([1, line_id, values] if line_id else [0, 0, values])
        return commands

    def _line_id(self, comodel: models.BaseModel, line: Node) -> int | None:
        if (said := line.cells.get((".id",))) is not None:
            return cells.record_id(comodel, said)
        if (said := line.cells.get(("id",))) is not None:
            return external_ids.found(comodel, str(said))
        return None

    # ------------------------------------------------------------------ problems

    def _noted(self, node: Node, name: str, read: Callable[[], Any]) -> Any:
        return self._read(node, node, (name,), read)

    def _read(self, root: Node, node: Node, path: Path, read: Callable[[], Any]) -> Any:
        """What ``read`` answers; what it raises is a problem of the row."""
        try:
            return read()
        except ValueError as error:
            self._add(root, node.number, path, str(error))
            return None

    def _problem(self, node: Node, path: Path, text: str) -> None:
        self._add(node, node.number, path, text)

    def _add(self, root: Node, number: int, path: Path, text: str) -> None:
        self._bad.add(id(root))
        self.plan.problems.add(number, self._header(path), text)

    def _header(self, path: Path) -> str:
        return self._headers.get(path) or "/".join(path)


def _names(path: Path) -> Path:
    return tuple(part for part in path if part not in IDS)
