"""Rows as records: a row with values of its own begins one, others are its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from odoo import models

from .headers import IDS, Column
from .tables import Row

# ``child_ids[1].email``, as problems of values name a field
STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")
Path = tuple[str, ...]


@dataclass
class Node:
    """A record of the file.

    Attributes:
        rows: those it stands in, with its lines.
        cells: by the path of the column, within its own model.
        lines: of its one2many fields.
        awaits: by the field, external ids of records that the file itself brings.
    """

    rows: list[Row]
    cells: dict[Path, Any]
    lines: dict[str, list[Node]] = field(default_factory=dict)
    awaits: dict[str, list[str]] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The row in which it begins."""
        return self.rows[0].number

    def place(self, said: str) -> tuple[int, Path]:
        """Row and path of the column that ``said`` means, of a problem in its values."""
        node, path = self, ()
        for name, index in STEP.findall(said):
            path = (*path, name)
            lines = node.lines.get(name, [])
            if index and int(index) < len(lines):
                node = lines[int(index)]
        return node.number, path


def nodes(
    model: models.BaseModel, columns: Sequence[Column], rows: Sequence[Row]
) -> list[Node]:
    """The records of ``rows``, in their order."""
    places = {column.path: column.place for column in columns}
    return list(_nodes(model, places, list(rows)))


def _nodes(
    model: models.BaseModel, places: dict[Path, int], rows: list[Row]
) -> Iterator[Node]:
    own, lists = _parted(model, places)
    for block in _blocks(own, rows):
        cells = {path: block[0].cells[place] for path, place in own.items()}
        node = Node(block, cells)
        for name, below in lists.items():
            filled = [row for row in block if _has(row, below)]
            comodel = model.env[model._fields[name].comodel_name]
            node.lines[name] = list(_nodes(comodel, below, filled))
        yield node


def _blocks(own: dict[Path, int], rows: list[Row]) -> Iterator[list[Row]]:
    """Each row that has own values, with those below that have none."""
    block: list[Row] = []
    for row in rows:
        if block and (_has(row, own) or not own):
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _parted(
    model: models.BaseModel, places: dict[Path, int]
) -> tuple[dict[Path, int], dict[str, dict[Path, int]]]:
    """Columns of the record itself, and those of each of its lists."""
    own: dict[Path, int] = {}
    lists: dict[str, dict[Path, int]] = {}
    for path, place in places.items():
        head = path[0]
        if head not in IDS and model._fields[head].type == "one2many":
            lists.setdefault(head, {})[path[1:]] = place
        else:
            own[path] = place
    return own, lists


def _has(row: Row, places: dict[Path, int]) -> bool:
    return any(row.cells[place] is not None for place in places.values())
