"""The fields of a model in the groups in which its form shows them."""

from __future__ import annotations

from typing import Any

from odoo import models

from . import views

TITLED = ("page", "group")
MAIN = "Main"
MOST_OTHERS = 80


def sections(records: models.BaseModel) -> str:
    """A line a group, in the order of the form; then the fields that are not shown."""
    names = records.env["mcp.importance"]._ranking(records._name)
    found = _sections(records, set(names))
    lines = [f"{title}: {', '.join(fields)}" for title, fields in found.items()]
    seen = {name for fields in found.values() for name in fields}
    others = [name for name in names if name not in seen]
    if others:
        more = f", … {len(others)} in all" if len(others) > MOST_OTHERS else ""
        lines.append(f"Not on the form: {', '.join(others[:MOST_OTHERS])}{more}")
    head = f"{records._name}: fields by group, in the order of importance"
    return "\n".join([head, *lines])


def _sections(records: models.BaseModel, allowed: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    seen: set[str] = set()
    root = views.arch(records, "form")
    for node in root.iter("field") if root is not None else ():
        name = node.get("name")
        if name in seen or name not in allowed:
            continue
        if views.is_hidden(node) or views.is_inner(node):
            continue
        seen.add(name)
        found.setdefault(_title(node), []).append(name)
    return found


def _title(node: Any) -> str:
    """The titles of the page and the group around a node, outermost first."""
    titles = [
        parent.get("string")
        for parent in node.iterancestors()
        if parent.tag in TITLED and parent.get("string")
    ]
    return " / ".join(reversed(titles)) or MAIN
