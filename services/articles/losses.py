"""Whether an HTML text has what Markdown cannot express: colours, columns, files."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from ..texts.html_tree import parsed

SAID = frozenset(
    "a b blockquote br code del div em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span "
    "strike strong table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "code": {"class"},
    "img": {"src", "alt", "title", "class"},
    "li": {"class"},
    "ol": {"start"},
    "table": {"class"},
    "ul": {"class"},
}
# attributes that a reader does not notice
SILENT = {"id", "target", "rel", "data-oe-version"}
CLASSES = re.compile(
    r"(table|table-bordered|o_table|o_checklist|o_checked|oe-nested|language-.*|"
    r"img|img-fluid|o_we_custom_image)?"
)
# styles of a cell: its width follows from the text, its alignment is kept
CELL = re.compile(r"(\s*((text-align|width|height|min-width)\s*:[^;]*)?;?)*")
# elements that do not fit a cell of a table, which has one line in Markdown
ONE_LINE = "ul ol pre blockquote table h1 h2 h3 h4 h5 h6 hr".split()


def is_lossy(html: str) -> bool:
    """Whether writing the text again from its Markdown would lose something."""
    tree = parsed(html)
    return any(_is_more(element) for element in tree.iterdescendants(etree.Element))


def _is_more(element: Any) -> bool:
    if element.tag not in SAID:
        return True
    cell = element.tag in ("td", "th")
    if cell and next(element.iter(*ONE_LINE), None) is not None:
        return True
    for name, value in element.attrib.items():
        if name in SILENT or (cell and name == "style" and CELL.fullmatch(value)):
            continue
        if name not in ATTRIBUTES.get(element.tag, ()):
            return True
        if name == "class" and not all(map(CLASSES.fullmatch, value.split())):
            return True
    return False
