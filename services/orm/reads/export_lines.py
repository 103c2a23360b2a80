"""How many lines a record has in an export: counted before any is made.

Lists within lists multiply. Each record is counted once for each place of it, so that
counting takes no longer than reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from odoo import models

from ..paths import Path

Tree = dict[str, Any]
# what has lines of its own: the names of a many2many stand in one cell
FOLLOWED = ("one2many", "many2one")


class LineCounter:
    """Lines of records, as Odoo's export makes them, for some columns."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._tree = _tree(path.names for path in paths)
        self._known: dict[tuple[int, int], int] = {}

    def of(self, record: models.BaseModel) -> int:
        """The lines of ``record``, with those of its lists."""
        return self._of(record, self._tree)

    def _of(self, record: models.BaseModel, tree: Tree) -> int:
        key = id(tree), record.id
        if key not in self._known:
            lists = self._lists(record, tree)
            # the first of each stands on the line of the record
            self._known[key] = 1 + sum(max(0, lines - 1) for lines in lists)
        return self._known[key]

    def _lists(self, record: models.BaseModel, tree: Tree) -> Iterator[int]:
        for name, rest in tree.items():
            kind = record._fields[name].type
            if kind in FOLLOWED and (rest or kind == "one2many"):
                yield sum(self._of(other, rest) for other in record[name])


def _tree(paths: Iterable[Iterable[str]]) -> Tree:
    """``{"a": {"b": {}, "c": {}}}`` for ``a.b`` and ``a.c``."""
    tree: Tree = {}
    for names in paths:
        node = tree
        for name in names:
            node = node.setdefault(name, {})
    return tree
