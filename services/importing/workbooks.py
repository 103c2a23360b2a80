"""XLSX: the values of one sheet; what has none that can be trusted is told."""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl

from odoo import api

from ..documents import office_text
from ..errors import ToolError
from . import declared
from .tables import Table, Unreadable, table

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']{1,40})")
FORMULA, ERROR = "f", "e"
FIRST = 20


def read(env: api.Environment, content: bytes, name: str | None) -> Table:
    """The table of a sheet; of the only one that is filled, where none is named.

    Raises:
        ToolError: damaged, made to harm, or a sheet that cannot be told or read.
    """
    office_text.check(env, content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            declared.refuse(env, packed)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheet = _sheet(env, book, name)
        _refuse_merged(env, content, sheet)
        facts = {"format": "xlsx", "sheet": sheet.title}
        return table(env, _in_time(env, _lines(env, content, sheet)), facts)
    except ToolError:
        raise
    except Exception as error:
        # damaged files fail in whichever layer of the library they reach
        raise ToolError(
            env._("The file cannot be read (%s).") % type(error).__name__
        ) from error


def _sheet(env: api.Environment, book: Any, name: str | None) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    filled = [title for title, sheet in sheets.items() if _is_filled(sheet)]
    if name is not None and name not in sheets:
        text = env._("There is no sheet %(name)r; there are: %(sheets)s.")
        raise ToolError(text % {"name": name, "sheets": ", ".join(sheets)})
    if name is None and len(filled) > 1:
        text = env._("Which sheet? %s.")
        raise ToolError(text % ", ".join(filled), sheets=filled)
    return sheets[name or next(iter(filled or sheets))]


def _is_filled(sheet: Any) -> bool:
    # a file may say that its sheet is larger than it is
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=FIRST, values_only=True)
    return any(value not in (None, "") for row in rows for value in row)


def _refuse_merged(env: api.Environment, content: bytes, sheet: Any) -> None:
    """Of merged cells the first alone has the value: a row would lose it unseen."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        merged = MERGED.search(packed.read(sheet._worksheet_path))
    if merged:
        text = env._("The sheet %(sheet)r has merged cells (%(cells)s): split them.")
        cells = merged[1].decode(errors="replace")
        raise ToolError(text % {"sheet": sheet.title, "cells": cells})


def _in_time(env: api.Environment, lines: Iterator[Any]) -> Iterator[Any]:
    end = time.monotonic() + office_text.MOST_SECONDS
    for line in lines:
        if time.monotonic() > end:
            raise ToolError(env._("The sheet takes too long to read: send it as CSV."))
        yield line


def _lines(env: api.Environment, content: bytes, sheet: Any) -> Iterator[list[Any]]:
    results: dict[str, Any] | None = None
    for row in sheet.iter_rows():
        if results is None and any(cell.data_type == FORMULA for cell in row):
            results = _results(content, sheet.title)
        yield [_value(env, cell, results or {}) for cell in row]


def _results(content: bytes, title: str) -> dict[str, Any]:
    """What Excel computed of its formulas when it stored the file, by the cell."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    sheet = book[title]
    sheet.reset_dimensions()
    return {
        cell.coordinate: cell.value
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.data_type != ERROR
    }


def _value(env: api.Environment, cell: Any, results: dict[str, Any]) -> Any:
    if cell.data_type == ERROR:
        return Unreadable(str(cell.value), env._("an error of the spreadsheet"))
    if cell.data_type != FORMULA:
        return cell.value
    if cell.coordinate in results:
        return results[cell.coordinate]
    why = env._("a formula without a stored result: save the file in a spreadsheet")
    return Unreadable(str(getattr(cell.value, "text", cell.value)), why)
