"""The text of Word and Excel files (DOCX, XLSX): zip archives of XML.

Such a file may be made to harm: a little that unpacks to a lot. So what it says of itself
is looked at before anything is unpacked, and its XML is read piece by piece
(``streamed_xml``), for as long as there is time and room.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress

from odoo import api

from ..errors import ToolError
from ..file_links.uploads import MEGABYTE
from . import excel_text, word_text
from .streamed_xml import Declares, Enough

WORD, EXCEL = word_text.DOCUMENT, excel_text.BOOK
MOST_PARTS, MOST_BYTES = 2000, 64 * MEGABYTE
MOST_CHARACTERS = 4 * MEGABYTE
MOST_SECONDS = 10
# what stands before each entry of the directory, and how many are looked at
ENTRY, MOST_ENTRIES = b"PK\x01\x02", 10 * MOST_PARTS
# others unpack to more than was asked for
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def is_office(content: bytes) -> bool:
    """Whether ``content`` is a Word or Excel file, whatever its name says."""
    if not content.startswith(b"PK") or content.count(ENTRY) > MOST_ENTRIES:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return bool({WORD, EXCEL} & set(packed.namelist()))
    except zipfile.BadZipFile:
        return False


def read(env: api.Environment, content: bytes) -> tuple[str, bool]:
    """The text of ``content``, and whether it is all of it.

    Raises:
        ToolError: damaged, or made to unpack to more than is sound.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check(env, packed)
            kind = word_text if WORD in packed.namelist() else excel_text
            return _joined(kind.lines(packed))
    except ToolError:
        raise
    except Declares as error:
        text = env._("The file declares XML entities; use the link.")
        raise ToolError(text) from error
    except Exception as error:
        # damaged files fail in whichever layer of the library they reach
        raise ToolError(
            env._("The file cannot be read (%s).") % type(error).__name__
        ) from error


def check(env: api.Environment, content: bytes) -> None:
    """Refuse what is no Excel file, or is not to be unpacked.

    Raises:
        ToolError: says why.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check(env, packed)
            known = EXCEL in packed.namelist()
    except ToolError:
        raise
    except Exception as error:
        # as above
        raise ToolError(
            env._("The file cannot be read (%s).") % type(error).__name__
        ) from error
    if not known:
        raise ToolError(env._("The file is no XLSX: save it as XLSX or CSV."))


def _check(env: api.Environment, packed: zipfile.ZipFile) -> None:
    """Raises for an archive that is not to be unpacked: no part is larger than it says.

    Raises:
        ToolError: it holds too much.
        BadZipFile: it is packed as Word and Excel pack nothing.
    """
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_BYTES:
        text = env._("The file unpacks to more than %s MB; use the link.")
        raise ToolError(text % (MOST_BYTES // MEGABYTE))
    if any(part.compress_type not in PACKED for part in parts):
        raise zipfile.BadZipFile


def _joined(lines: Iterator[str | None]) -> tuple[str, bool]:
    """The lines that there is time and room for; None takes time alone."""
    end, left, found = time.monotonic() + MOST_SECONDS, MOST_CHARACTERS, io.StringIO()
    with suppress(Enough):
        for line in lines:
            left -= len(line or "") + (line is not None)
            if left < 0 or time.monotonic() > end:
                break
            if line is not None:
                found.write(f"{line}\n")
        else:
            return found.getvalue().strip(), True
    return found.getvalue().removesuffix("\n"), False
