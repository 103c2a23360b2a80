"""Refuses workbooks whose XML declares anything of its own: openpyxl would follow it."""

from __future__ import annotations

import re
import zipfile

from odoo import api

from ..errors import ToolError

XML = (".xml", ".rels")
DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# what hides a declaration: other ways to write letters
ENCODING = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)
PLAIN = (b"utf-8", b"us-ascii", b"ascii")
MARK = b"\xef\xbb\xbf"
# of XML, also in two bytes a letter
BEGINNINGS = (b"<", b"\0<", b"\xff\xfe", b"\xfe\xff")


def refuse(env: api.Environment, packed: zipfile.ZipFile) -> None:
    """Raises ToolError where a part declares; none unpacks to more than it says."""
    for part in packed.infolist():
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
