"""What Odoo's sanitising took out of an HTML text."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lxml import etree, html

# around the text; Odoo adds and removes them as it likes
FRAMES = {"html", "body", "p", "div", "span"}


def same_html(asked: str, stored: str) -> bool:
    """Whether ``stored`` shows what ``asked`` said: same words, no element lost."""
    first, second = _tree(asked), _tree(stored)
    if first is None or second is None:
        return asked == stored
    return _words(first) == _words(second) and not _parts(first) - _parts(second)


def _tree(text: str) -> Any:
    try:
        return html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return None


def _words(tree: Any) -> list[str]:
    return "".join(tree.itertext()).split()


def _parts(tree: Any) -> Counter[tuple[str, str]]:
    """Elements and their attributes, counted."""
    found: Counter[tuple[str, str]] = Counter()
    for element in tree.iter(etree.Element):
        if element.tag not in FRAMES:
            found[element.tag, ""] += 1
        found.update((element.tag, name) for name in element.attrib if name != "style")
    return found
