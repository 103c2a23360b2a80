"""Records as a table, by Odoo's own export: the file that its Export button makes.

A many2one is its name, a many2many the names in one cell, a selection its label; of a
one2many each record has a line of its own below the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn

from odoo import api, models

from ...errors import ToolError
from ...texts.link_tokens import without_tokens
from ..paths import Path
from ..untrusted import is_long as is_long_field
from . import exported_outside
from .export_lines import LineCounter

# lines that are made at once, and records whose texts may be of any length
AT_ONCE, LONG_AT_ONCE = 1000, 50
# a file is made in memory, and waits on the disk
MOST_CELLS, MOST_CHARACTERS = 2_000_000, 50_000_000


def check(records: models.BaseModel, paths: Sequence[Path]) -> None:
    """Refuse columns that cannot be cells.

    Raises:
        ValueError: a file, or a part of a field.
    """
    _ = records.env._
    for path in paths:
        if path.last.type == "binary":
            raise ValueError(
                _("%s is a file: get_attachment answers its link.") % path.text
            )
        if path.suffix:
            raise ValueError(_("%s is a part of a field: name the field.") % path.text)


def names(paths: Sequence[Path]) -> list[str]:
    """The columns as Odoo's import knows them: ``order_line/product_id``, ``.id``."""
    return ["/".join(_importable(path)) for path in paths]


def labels(records: models.BaseModel, paths: Sequence[Path]) -> list[str]:
    """The columns as people know them, in the language of ``records``."""
    return ["/".join(_labels(records, path)) for path in paths]


def rows(
    records: models.BaseModel,
    paths: Sequence[Path],
    told: Callable[[int], Any] = lambda done: None,
    beside: int = 0,
    outside: set[str] | None = None,
) -> Iterator[list[Any]]:
    """The cells of ``records``, line by line.

    Args:
        told: is called with how many records are done.
        beside: characters that a line takes in the file besides its cells.
        outside: takes the columns that hold text of outsiders.

    Raises:
        UserError: the user may not export.
        ToolError: the file would be too large.
    """
    columns, room, done = names(paths), _Room(records.env, len(paths)), 0
    for part in _parts(records, paths, room):
        found = list(exported_outside.columns(part, paths))
        if outside is not None:
            outside.update(found)
        for line in part.export_data(columns)["datas"]:
            room.take(line, beside)
            yield [_cell(value) for value in line]
        done += len(part)
        told(done)
        # or all that was ever read stays in memory
        records.env.invalidate_all(flush=False)


def _cell(value: Any) -> Any:
    return without_tokens(value) if isinstance(value, str) else value


class _Room:
    """What the file may still hold."""

    def __init__(self, env: api.Environment, columns: int) -> None:
        self._env, self._columns = env, columns
        self._cells, self._characters = MOST_CELLS, MOST_CHARACTERS

    def reserved(self, lines: int) -> int:
        """``lines``; raises ToolError if so many more are too many."""
        self._cells -= lines * self._columns
        if self._cells < 0:
            text = self._env._("The file would have over %s cells. Name fewer fields,")
            self._refuse(text % f"{MOST_CELLS:,}")
        return lines

    def take(self, line: list[Any], beside: int) -> None:
        """Raises ToolError if it is too long."""
        texts = sum(len(cell) for cell in line if isinstance(cell, str))
        self._characters -= texts + beside
        if self._characters < 0:
            text = self._env._("The file would be over %s MB. Name fewer fields,")
            self._refuse(text % (MOST_CHARACTERS // 1_000_000))

    def _refuse(self, text: str) -> NoReturn:
        rest = self._env._("fewer lists in lists, or export in parts (limit, offset).")
        raise ToolError(f"{text} {rest}")


def _parts(
    records: models.BaseModel, paths: Sequence[Path], room: _Room
) -> Iterator[models.BaseModel]:
    """Records that are exported at once: so many that they have not too many lines."""
    is_long = any(is_long_field(path.last) for path in paths)
    most = LONG_AT_ONCE if is_long else AT_ONCE
    for start in range(0, len(records), most):
        read = records.browse(records._ids[start : start + most])
        counter, part, lines = LineCounter(paths), read.browse(), 0
        for record in read:
            lines += room.reserved(counter.of(record))
            part += record
            if lines >= AT_ONCE or record == read[-1]:
                yield part
                part, lines = read.browse(), 0


def _importable(path: Path) -> Iterator[str]:
    for name in path.names:
        # "id" is the external id there, and giving one writes
        yield ".id" if name == "id" else name


def _labels(records: models.BaseModel, path: Path) -> Iterator[str]:
    for field in path.fields:
        facts = records.fields_get([field.name], ["string"])
        yield facts.get(field.name, {}).get("string") or field.name
        if field.comodel_name:
            records = records.env[field.comodel_name]
