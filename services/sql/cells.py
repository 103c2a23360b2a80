"""Turns cells of any type into JSON values, cut on the server before they travel.

A cell of 200 MB would take the worker to 600 MB, so each column is selected by an
expression that cuts it: texts as they are, bytea as base64, everything else as the
JSON that PostgreSQL itself makes of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

BYTEA = 17
# "char", name, text, unknown, xml, char, varchar, void
TEXTS = {18, 19, 25, 142, 705, 1042, 1043, 2278}
# many clients read every number as a double, which holds whole numbers up to here
MOST_WHOLE = 2**53
MOST_CELL = 32 * 1024
CUT = "… cut"


@dataclass
class Column:
    """A column of an answer.

    Attributes:
        name: unique in the answer.
        type: its type's oid.
        most: characters (bytes of bytea) that may travel.
    """

    name: str
    type: int
    most: int

    def expression(self, alias: str) -> str:
        """SQL that cuts the cell, one more than ``most`` so that a cut shows."""
        if self.type in TEXTS:
            return f"left({alias}::text, {self.most + 1})"
        if self.type == BYTEA:
            return (
                f"translate(encode(substring({alias} from 1 for {self._bytes + 1}), "
                "'base64'), E'\\n', '')"
            )
        return f"left(to_json({alias})::text, {self.most + 1})"

    def value(self, text: str | None) -> tuple[Any, bool]:
        """The JSON value, and whether it was cut."""
        if text is None:
            return None, False
        if self.type == BYTEA:
            most = self._bytes // 3 * 4
            return (text, False) if len(text) <= most else (text[:most] + CUT, True)
        if len(text) > self.most:
            return text[: self.most] + CUT, True
        if self.type in TEXTS:
            return text, False
        return json.loads(text, parse_float=_number, parse_int=_integer), False

    @property
    def _bytes(self) -> int:
        return self.most // 4 * 3


def columns_of(described: Iterable[Any], most: int) -> list[Column]:
    """Columns from a cursor's description; a repeated name gets a number."""
    most, used, columns = max(256, min(most, MOST_CELL)), set(), []
    for item in described:
        name, number = item.name, 2
        while name in used:
            name, number = f"{item.name}_{number}", number + 1
        used.add(name)
        columns.append(Column(name, item.type_code, most))
    return columns


def selecting(text: str, columns: list[Column], before: str = "") -> str:
    """``text`` as a subquery whose cells are cut, after the WITH clause ``before``."""
    aliases = [f"mcp_c{i}" for i in range(len(columns))]
    cells = [c.expression(a) for c, a in zip(columns, aliases, strict=True)]
    names = f"({', '.join(aliases)})" if aliases else ""
    return f"{before}SELECT {', '.join(cells)} FROM (\n{text}\n) mcp_row{names}"


def reader(columns: list[Column]) -> Callable[[Iterable[Any]], tuple[dict, int]]:
    """A function from a fetched row to its object and the number of cut cells."""

    def read(row: Iterable[Any]) -> tuple[dict[str, Any], int]:
        record, cut = {}, 0
        for column, text in zip(columns, row, strict=True):
            record[column.name], was_cut = column.value(text)
            cut += was_cut
        return record, cut

    return read


def _number(text: str) -> float | str:
    """A number, or its digits as text if a JSON number would lose some."""
    value = float(text)
    return value if Decimal(repr(value)) == Decimal(text) else text


def _integer(text: str) -> int | str:
    # the digits first: thousands of them are none that Python would read
    if len(text) > len(str(-MOST_WHOLE)):
        return text
    value = int(text)
    return value if abs(value) <= MOST_WHOLE else text
