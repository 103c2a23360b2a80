"""Rows as files that spreadsheets open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

WORKBOOK = {
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
# lines of a sheet, with that of its headers, and characters of a cell
MOST_LINES, MOST_TEXT = 1_048_576, 32_767
CUT = " … (cut)"
# a spreadsheet runs what begins so
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Counted:
    """Rows on their way into a file, of which nobody keeps a list.

    Attributes:
        count: how many went through.
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.count += 1
            yield row


def csv_of(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads it right."""
    content = io.BytesIO()
    text = io.TextIOWrapper(content, "utf-8-sig", "replace", newline="")
    writer = csv.writer(text)
    writer.writerow(map(cell, columns))
    writer.writerows(map(cell, row) for row in rows)
    text.flush()
    return content.getvalue()


def xlsx_of(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> bytes:
    """A workbook of one sheet: dates are dates, texts are never formulas or links.

    A text that is longer than a cell may be ends in ``CUT``.
    """
    # Odoo requires it, and does without where it is missing
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WORKBOOK) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(columns):
            sheet.write_string(0, column, name, bold)
            sheet.set_column(column, column, min(max(len(name), 10), 40))
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, (line, column), value, moment)
    return content.getvalue()


def json_of(rows: Iterable[dict[str, Any]]) -> bytes:
    """A JSON array, a row a line."""
    content, between = io.BytesIO(), b"[\n"
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, default=str)
        content.write(between + line.encode("utf-8", "replace"))
        between = b",\n"
    content.write(b"\n]\n" if content.tell() else b"[\n\n]\n")
    return content.getvalue()


def _write(sheet: Any, place: tuple[int, int], value: Any, moment: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(*place, value)
    elif isinstance(value, int | float):
        sheet.write_number(*place, value)
    elif isinstance(value, datetime):
        sheet.write_datetime(*place, value, moment)
    elif isinstance(value, date):
        sheet.write_datetime(*place, value)
    elif value is not None:
        text = _text(value)
        if len(text) > MOST_TEXT:
            text = text[: MOST_TEXT - len(CUT)] + CUT
        sheet.write_string(*place, text)


def cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return str(value)
    text = _text(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
