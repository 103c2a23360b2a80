"""An HTML text as a tree of elements, and back."""

from __future__ import annotations

from typing import Any

import lxml.html


def parsed(html: str) -> Any:
    """The elements of ``html`` in a ``div`` of our own, so that it needs no root."""
    return lxml.html.fragment_fromstring(html or "", create_parent="div")


def inner(tree: Any) -> str:
    """The HTML of what ``parsed`` answered, without that ``div``."""
    return (tree.text or "") + "".join(map(outer, tree))


def outer(element: Any) -> str:
    """The HTML of an element, with the text that follows it."""
    return lxml.html.tostring(element, encoding="unicode")
