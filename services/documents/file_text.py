"""The text of a file: of PDF, Word, Excel and plain text only."""

from __future__ import annotations

import inspect
import time
from dataclasses import dataclass
from typing import Any

import chardet

from odoo import api
from odoo.tools import html2plaintext
from odoo.tools.pdf import OdooPdfFileReader

from .. import settings
from ..errors import ToolError
from ..file_links.uploads import MEGABYTE, TEXTS
from . import office_text, pdf_reading, pdf_weight

MOST_PAGES = 200
MOST_SECONDS = 10
GUESSED_FROM = 64 * 1024
# called at each step of a page, by libraries that are not too old
HURRIED = "visitor_operand_before"


@dataclass(frozen=True)
class FileText:
    """What was read.

    Attributes:
        text: all of it.
        note: what is missing, and why; else None.
    """

    text: str
    note: str | None = None


def read(env: api.Environment, content: bytes, mimetype: str) -> FileText:
    """The text of ``content``.

    Raises:
        ToolError: of none of these types, too large, encrypted or damaged.
    """
    check_size(env, content)
    if pdf_reading.is_pdf(content, mimetype):
        return _of_pdf(env, content)
    if office_text.is_office(content):
        return _of_office(env, content)
    if mimetype and mimetype.startswith(TEXTS):
        found = _of_text(content)
        if mimetype == "text/html":
            return FileText(html2plaintext(found.text), found.note)
        return found
    raise ToolError(
        env._(
            "Only PDF, Word (DOCX), Excel (XLSX) and text files can be read as text, "
            "not %s; use the link."
        )
        % (mimetype or env._("a file of unknown type"))
    )


def check_size(env: api.Environment, content: bytes) -> None:
    """Raises ToolError for what is larger than may be read."""
    most = settings.get(env, "max_read_size_mb")
    if len(content) > most * MEGABYTE:
        raise ToolError(
            env._("The file is over the %s MB that mcp.max_read_size_mb allows.") % most
        )


def _of_text(content: bytes) -> FileText:
    try:
        return FileText(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        found = chardet.detect(content[:GUESSED_FROM])["encoding"] or "latin-1"
        note = f"read as {found}, which is a guess"
        return FileText(content.decode(found, errors="replace"), note)


def _of_office(env: api.Environment, content: bytes) -> FileText:
    text, is_whole = office_text.read(env, content)
    if not is_whole:
        return FileText(text, env._("only the beginning was read"))
    return FileText(text, None if text else env._("the file holds no text"))


def _of_pdf(env: api.Environment, content: bytes) -> FileText:
    with pdf_reading.opened(env, content) as reader:
        pages, count = _pages(reader)
    text = "\n\n".join(page or "" for page in pages)
    if len(pages) < count:
        note = env._("only the first %(read)s of %(all)s pages were read")
        return FileText(text, note % {"read": len(pages), "all": count})
    if heavy := [str(n) for n, page in enumerate(pages, 1) if page is None]:
        note = env._("pages that hold too much to be read were left out: %s")
        return FileText(text, note % ", ".join(heavy))
    if not text.strip():
        return FileText("", env._("the PDF holds no text, as a scan does"))
    return FileText(text)


def _pages(reader: OdooPdfFileReader) -> tuple[list[str | None], int]:
    """Texts of the pages read in the time there is, and how many there are.

    Of a page that is too much to be read there is none.
    """
    end = time.monotonic() + MOST_SECONDS
    pages: list[str | None] = []
    for page in reader.pages:
        if len(pages) == MOST_PAGES or time.monotonic() > end:
            break
        try:
            text = _of_page(page, end)
        except _Late:
            break
        # some writers set every space as a tab
        pages.append(text and text.replace("\t", " ").strip())
    return pages, len(reader.pages)


class _Late(Exception):
    """The time is over in the middle of a page."""


def _of_page(page: Any, end: float) -> str | None:
    """Its text; forms in forms of a few kB would else be read for hours."""
    if pdf_weight.is_heavy(page):
        return None

    def hurry(*_operation: Any) -> None:
        if time.monotonic() > end:
            raise _Late

    extract = getattr(page, "extract_text", None) or page.extractText
    can_hurry = HURRIED in inspect.signature(extract).parameters
    return extract(**({HURRIED: hurry} if can_hurry else {})) or ""
