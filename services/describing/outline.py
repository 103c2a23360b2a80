"""A view in few lines: what it shows, in its order, without the layout."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import models

from . import views

SAID = ("invisible", "readonly", "required", "domain", "filter_domain")
LONGEST = 160
TAGS = ("field", "button", "page", "group", "filter", "header")
INDENT = ("page", "group", "field", "header")


def outline(records: models.BaseModel, kind: str) -> str:
    """The caller's view as indented lines."""
    root = views.arch(records, kind)
    if root is None:
        return f"{records._name} has no {kind} view."
    lines = [f"{kind} view of {records._name}", *_lines(root, 0)]
    return "\n".join(lines)


def _lines(node: Any, depth: int) -> Iterator[str]:
    for child in node.iterchildren(tag="*"):
        if child.get("invisible") in views.ALWAYS:
            continue
        if child.get("column_invisible") in views.ALWAYS or _is_second(child):
            continue
        line = _line(child)
        if line:
            yield "  " * depth + line
        yield from _lines(child, depth + bool(line and child.tag in INDENT))


def _is_second(node: Any) -> bool:
    """Whether it is another view of an x2many, of which its list says enough."""
    return node.getparent().tag == "field" and node.tag != "list"


def _line(node: Any) -> str:
    if node.tag not in TAGS:
        return ""
    if node.tag in ("page", "group", "header") and not node.get("string"):
        return ""
    name, title = node.get("name", ""), node.get("string")
    word = "" if node.tag == "field" else f"{node.tag} "
    said = f' "{title}"' if title else ""
    rest = [
        f"{key}={node.get(key)[:LONGEST]}"
        for key in SAID
        if node.get(key) and node.get(key) not in ("{}", "[]")
    ]
    if node.tag == "filter" and node.get("context", "{}") != "{}":
        rest.append(node.get("context"))
    return f"{word}{name}{said}" + (f" ({'; '.join(rest)})" if rest else "")
