"""The text of Word and Excel files (DOCX, XLSX): zip archives of XML.

Such a file may be made to harm: a little that unpacks to a lot, or names that stand for
more and more text. So what it says of itself is looked at before anything is unpacked,
and XML that declares anything of its own is refused.
"""

from __future__ import annotations

import io
import re
import time
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
from lxml import etree

from odoo import api

from ..answers.render import compact
from ..errors import ToolError
from ..file_links.uploads import MEGABYTE

WORD, EXCEL = "word/document.xml", "xl/workbook.xml"
MOST_PARTS, MOST_BYTES = 2000, 64 * MEGABYTE
MOST_CHARACTERS = 4 * MEGABYTE
MOST_SECONDS = 10
XML = (".xml", ".rels")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# what hides a declaration: other ways to write letters
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
PLAIN = (b"utf-8", b"us-ascii", b"ascii")
MARK = b"\xef\xbb\xbf"
# of XML, also in two bytes a letter
BEGINNINGS = (b"<", b"\0<", b"\xff\xfe", b"\xfe\xff")
NAME = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OTHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# what follows a part of a text, by the element
AFTER = {f"{NAME}tab": "\t", f"{NAME}br": "\n", f"{NAME}cr": "\n"}


def is_office(content: bytes) -> bool:
    """Whether ``content`` is a Word or Excel file, whatever its name says."""
    if not content.startswith(b"PK"):
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
            is_word = WORD in packed.namelist()
            lines = _of_word(packed) if is_word else _of_excel(content)
            return _joined(lines)
    except ToolError:
        raise
    except Exception as error:
        # damaged files fail in whichever layer of the library they reach
        raise ToolError(
            env._("The file cannot be read (%s).") % type(error).__name__
        ) from error


def _check(env: api.Environment, packed: zipfile.ZipFile) -> None:
    """Raises ToolError for an archive that is not to be unpacked."""
    parts = packed.infolist()
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_BYTES:
        text = env._("The file unpacks to more than %s MB; use the link.")
        raise ToolError(text % (MOST_BYTES // MEGABYTE))
    for part in parts:
        # none unpacks to more than it says
        if _is_xml(packed, part) and not _is_sound(packed.read(part)):
            raise ToolError(env._("The file declares XML entities; use the link."))


def _is_xml(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a parser would take it for XML: another part may name any as its own."""
    with packed.open(part) as opened:
        head = opened.read(64).removeprefix(MARK).lstrip()
    return part.filename.lower().endswith(XML) or head.startswith(BEGINNINGS)


def _is_sound(text: bytes) -> bool:
    """Whether it is XML in plain letters that declares nothing."""
    text = text.removeprefix(MARK)
    encoding = ENCODING.match(text)
    if encoding and encoding[1].lower() not in PLAIN:
        return False
    return (text.startswith(b"<") or not text.strip()) and not DECLARED.search(text)


def _joined(lines: Iterator[str | None]) -> tuple[str, bool]:
    """The lines that there is time and room for; None takes time alone."""
    end, left, found = time.monotonic() + MOST_SECONDS, MOST_CHARACTERS, []
    for line in lines:
        left -= len(line or "") + 1
        if left < 0 or time.monotonic() > end:
            return "\n".join(found), False
        if line is not None:
            found.append(line)
    return "\n".join(found).strip(), True


# ------------------------------------------------------------------------- Word


def _of_word(packed: zipfile.ZipFile) -> Iterator[str]:
    """Paragraphs, and the rows of tables with bars between their cells."""
    # nothing is declared, but who knows what a parser does unasked
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for body in etree.fromstring(packed.read(WORD), parser).findall(f"{NAME}body"):
        for block in body.iterchildren(tag=etree.Element):
            yield from _block(block)


def _block(block: Any) -> Iterator[str]:
    if block.tag == f"{NAME}p":
        yield _paragraph(block)
    elif block.tag == f"{NAME}tbl":
        for row in block.iterchildren(f"{NAME}tr"):
            yield "|".join(map(_cell, row.iterchildren(f"{NAME}tc")))
    else:
        # a block of a form, or what wraps others
        for inner in block.iterchildren(f"{NAME}sdtContent", f"{NAME}p", f"{NAME}tbl"):
            yield from _block(inner)


def _cell(cell: Any) -> str:
    return " ".join(_paragraph(p) for p in cell.iter(f"{NAME}p")).replace("\n", " ")


def _paragraph(paragraph: Any) -> str:
    """Its text; what was deleted stands in other elements."""
    text = "".join(_pieces(paragraph))
    style = paragraph.find(f"{NAME}pPr/{NAME}pStyle")
    level = (
        re.fullmatch(r"Heading([1-6])", _value(style)) if style is not None else None
    )
    return f"{'#' * int(level[1])} {text}" if level and text else text


def _pieces(element: Any) -> Iterator[str]:
    for child in element.iterchildren(tag=etree.Element):
        if child.tag == f"{NAME}t":
            yield child.text or ""
        elif child.tag in AFTER:
            yield AFTER[child.tag]
        elif child.tag != f"{OTHER}Fallback" and not _is_set(child):
            # the same again, for programs that do not know the first
            yield from _pieces(child)


def _is_set(element: Any) -> bool:
    """Whether it says how, not what: tabs among these are stops."""
    return element.tag in (f"{NAME}pPr", f"{NAME}rPr")


def _value(element: Any) -> str:
    return (element.get(f"{NAME}val") or "").replace(" ", "")


# ------------------------------------------------------------------------ Excel


def _of_excel(content: bytes) -> Iterator[str | None]:
    """Sheet by sheet, the rows that hold something with bars between their cells."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        yield f"# {sheet.title}"
        # a file may say that its sheet is larger than it is
        sheet.reset_dimensions()
        for row in sheet.iter_rows(values_only=True):
            cells = "|".join(map(_shown, row)).rstrip("|")
            yield cells or None
        yield ""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat().replace("T", " ")
    if isinstance(value, bool | int | float):
        return compact(value)
    text = str(value)
    return text.replace("\n", " ").replace("|", "\\|")
