"""What the views of a model show to the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from odoo import models

from ..refusals import REFUSALS

# the attributes that an always hidden node has
ALWAYS = ("1", "True", "true")
NEVER = ("0", "False", "false")
CLICKABLE = re.compile(r"""['"]clickable['"]\s*:\s*['"]?(1|true)""", re.IGNORECASE)


def arch(
    records: models.BaseModel, kind: str, view_id: int | None = None
) -> Any | None:
    """The root node of the caller's view, or None where there is no such view.

    Args:
        kind: ``form``, ``list`` or ``search``.
        view_id: another than the model's own.
    """
    try:
        return etree.fromstring(records.get_view(view_id, kind)["arch"])
    except (*REFUSALS, ValueError, AttributeError, etree.LxmlError):
        # some models have no such view, and a broken one must not end the description
        return None


def shown(records: models.BaseModel, kind: str) -> Iterator[str]:
    """Names of the fields that a view shows, in its order."""
    for node in nodes(records, kind):
        yield node.get("name")


def offers_deletion(records: models.BaseModel, name: str) -> bool:
    """Whether the form shows the list ``name``, and its lines can be deleted there."""
    return any(
        node.get("name") == name
        and node.get("readonly") not in ALWAYS
        and not any(inner.get("delete") in NEVER for inner in node)
        for node in nodes(records, "form")
    )


def is_typed_in_place(records: models.BaseModel, name: str) -> bool:
    """Whether the form has a list in which people type and delete the lines ``name``."""
    return offers_deletion(records, name) and any(
        inner.get("editable")
        for node in nodes(records, "form")
        if node.get("name") == name
        for inner in node.iterchildren("list")
    )


def nodes(records: models.BaseModel, kind: str) -> Iterator[Any]:
    """The nodes of the model's own fields that a view shows, in its order."""
    root = arch(records, kind)
    if root is not None:
        yield from nodes_of(root)


def nodes_of(root: Any) -> Iterator[Any]:
    """Those of a view that is read already."""
    for node in root.iter("field"):
        if not (is_hidden(node) or is_inner(node)):
            yield node


def is_hidden(node: Any) -> bool:
    """Whether the node, or one around it, is never shown."""
    return node.get("column_invisible") in ALWAYS or any(
        n.get("invisible") in ALWAYS for n in (node, *node.iterancestors())
    )


def is_inner(node: Any) -> bool:
    """Whether the node belongs to the view of an x2many field."""
    return any(parent.tag == "field" for parent in node.iterancestors())


def is_step(node: Any) -> bool:
    """Whether it shows how far a record is, and buttons alone take it further."""
    options = node.get("options") or ""
    return node.get("widget") == "statusbar" and not CLICKABLE.search(options)
