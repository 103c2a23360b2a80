"""Rows as files that spreadsheets open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
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


def csv_of(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads it right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(cell, columns))
    writer.writerows(map(cell, row) for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


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
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8", "replace")


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
