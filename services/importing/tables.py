"""A file as headers and rows, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from odoo import api

from ..errors import ToolError

MOST_ROWS, MOST_COLUMNS = 5000, 500
# the column that says why in a file of refused rows, so that it can come again
WHY = "_problem"


@dataclass(frozen=True)
class Unreadable:
    """A cell that has no value to import; ``why`` says what stands there."""

    shown: str
    why: str


@dataclass(frozen=True)
class Row:
    """A row with something in it.

    Attributes:
        number: as a spreadsheet counts; the headers are row 1. Of JSON, the place.
        cells: None where a cell is empty.
    """

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """What stands in a file.

    Attributes:
        facts: what was found out of it: ``format``, ``encoding``, ``delimiter`` …
    """

    headers: list[str]
    rows: list[Row]
    facts: dict[str, str] = field(default_factory=dict)


def table(
    env: api.Environment, lines: Iterable[Sequence[Any]], facts: dict[str, str]
) -> Table:
    """The table of ``lines``, of which the first that is not empty has the headers.

    Raises:
        ToolError: nothing there, or more than one call imports.
    """
    filled = _filled(lines)
    _number, head = next(filled, (0, ()))
    headers = ["" if cell is None else str(cell).strip() for cell in head]
    while headers and not headers[-1]:
        headers.pop()
    rows = [Row(number, cells) for number, cells in islice(filled, MOST_ROWS + 1)]
    check_size(env, headers, rows)
    return Table(headers, [_fit(row, len(headers)) for row in rows], facts)


def check_size(env: api.Environment, headers: list[str], rows: list[Row]) -> None:
    """Raises ToolError where there is nothing to import, or too much at once."""
    if not headers:
        raise ToolError(env._("There is nothing in the file."))
    if not rows:
        raise ToolError(env._("The file has headers and no row below them."))
    if len(rows) > MOST_ROWS or len(headers) > MOST_COLUMNS:
        text = env._(
            "A call imports %(rows)s rows and %(columns)s columns at most: split the "
            "file, with the headers in each part."
        )
        raise ToolError(text % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})


def _filled(lines: Iterable[Sequence[Any]]) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, line in enumerate(lines, 1):
        cells = tuple(map(_cell, line))
        if any(cell is not None for cell in cells):
            yield number, cells


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value.strip() or None
    return value


def _fit(row: Row, width: int) -> Row:
    """As many cells as headers, and those beyond them that hold something."""
    cells = list(row.cells)
    while len(cells) > width and cells[-1] is None:
        cells.pop()
    return Row(row.number, tuple(cells + [None] * (width - len(cells))))
