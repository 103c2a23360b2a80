"""What is wrong with the rows of a file: each problem once, with its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..answers.numbers import spans
from ..call import Call
from ..documents import spreadsheets
from ..file_links import links
from ..orm.moments import show_datetime
from .tables import WHY, Row, Table, Unreadable

MOST = 40
LONGEST = 300
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "json": "application/json",
}


@dataclass
class Problems:
    """Problems by the column and what is wrong there."""

    found: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, number: int, column: str, text: str) -> None:
        """Note a problem of a row; ``column`` is empty where it is the row's."""
        numbers = self.found.setdefault((column, text[:LONGEST].rstrip(".")), [])
        if number not in numbers[-1:]:
            numbers.append(number)

    def shown(self) -> list[dict[str, str]]:
        """The first of them, JSON-ready; the last says how many more there are."""
        rows = [
            {"rows": _spans(numbers), "column": column, "problem": text}
            for (column, text), numbers in self.found.items()
        ]
        rest = len(rows) - MOST
        more = [{"rows": "", "column": "", "problem": f"… +{rest}"}] if rest > 0 else []
        return [{k: v for k, v in row.items() if v} for row in rows[:MOST] + more]

    def by_row(self) -> dict[int, str]:
        """All that is wrong with each row, in one text."""
        told: dict[int, list[str]] = {}
        for (column, text), numbers in self.found.items():
            for number in dict.fromkeys(numbers):
                said = f"{column}: {text}" if column else text
                told.setdefault(number, []).append(said)
        return {number: "; ".join(texts) for number, texts in told.items()}


def _spans(numbers: Iterable[int]) -> str:
    told = spans(sorted(set(numbers)))
    return told if len(told) <= LONGEST else told[:LONGEST].rsplit(",", 1)[0] + ", …"


def lines(shown: Iterable[Mapping[str, str]]) -> list[str]:
    """Problems for the text half, a line each."""
    return [
        ": ".join(p[k] for k in ("rows", "column", "problem") if k in p) for p in shown
    ]


def offered(
    call: Call, table: Table, rows: Iterable[Row], problems: Problems
) -> dict[str, Any]:
    """A link to a file of ``rows`` with what is wrong with each; stored in any case."""
    kind, told = table.facts["format"], problems.by_row()
    listed = [
        [*map(_shown, row.cells[: len(table.headers)]), told.get(row.number, "")]
        for row in rows
    ]
    columns = [*table.headers, WHY]
    filename = f"refused_rows.{kind}"
    link = links.offer_report(call, filename, _file(kind, listed, columns), TYPES[kind])
    expires = show_datetime(call.env, link.expires)
    return {"url": link.url, "rows": len(listed), "expires": expires}


def _file(kind: str, rows: list[list[Any]], columns: list[str]) -> bytes:
    if kind == "json":
        return spreadsheets.json_of(
            dict(zip(columns, row, strict=True)) for row in rows
        )
    make = spreadsheets.csv_of if kind == "csv" else spreadsheets.xlsx_of
    return make(rows, columns)


def _shown(cell: Any) -> Any:
    return cell.shown if isinstance(cell, Unreadable) else cell
