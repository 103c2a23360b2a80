"""Which kind of file it is, by its bytes; one that says otherwise is not believed."""

from __future__ import annotations

from odoo import api

from ..errors import ToolError
from . import delimited, objects, workbooks
from .sources import File
from .tables import Table

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def read(
    env: api.Environment, file: File, kind: str | None, sheet: str | None
) -> Table:
    """The table that stands in ``file``.

    Args:
        kind: ``csv``, ``xlsx`` or ``json``, where the caller knows.

    Raises:
        ToolError: no such file, or one that cannot be imported.
    """
    found = _kind(env, file)
    if kind and kind != found and "xlsx" in (kind, found):
        text = env._("The file is not %(kind)s; by its bytes it is %(found)s.")
        raise ToolError(text % {"kind": kind, "found": found})
    if sheet is not None and found != "xlsx":
        raise ToolError(env._("sheet: only an XLSX file has sheets."))
    if found == "xlsx":
        return workbooks.read(env, file.content, sheet)
    reader = objects if (kind or found) == "json" else delimited
    return reader.read(env, file.content)


def _kind(env: api.Environment, file: File) -> str:
    content = file.content
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if content.startswith(OLE):
        raise ToolError(env._("This is an old Excel file: save it as XLSX or CSV."))
    if start == b"<":
        raise ToolError(
            env._("XML is not imported here: data files belong into a module.")
        )
    if content.startswith(ZIP):
        return "xlsx"
    return "json" if start in (b"[", b"{") else "csv"
