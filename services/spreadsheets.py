"""Rows as files that spreadsheets open."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

# a spreadsheet runs what begins so
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that Excel reads it right."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def json_of(rows: Iterable[dict[str, Any]]) -> bytes:
    """A JSON array, a row a line."""
    lines = (json.dumps(row, ensure_ascii=False, default=str) for row in rows)
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8", "replace")


def cell(value: Any) -> Any:
    """A value as a cell that no spreadsheet runs as a formula."""
    if value is None or value is False:
        return ""
    if isinstance(value, int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.startswith(FORMULA) else text
