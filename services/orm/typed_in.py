"""What a person types into the form of a model, by its views.

Of a field that is computed or not stored its model may say read-only where the view
does not, or let it be written though nothing asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import api, models, tools

from ..describing import views


class McpTypedIn(models.AbstractModel):
    _name = "mcp.typed.in"
    _description = "MCP fields that a person types in"

    @api.model
    @tools.ormcache(
        "model", "frozenset(self.env.user._get_group_ids())", cache="templates"
    )
    def _names(self, model: str) -> frozenset[str]:
        """The fields that the caller's form, or a list in which he types, opens."""
        records = self.env[model]
        return frozenset(
            name for kind in ("form", "list") for name in _of(records, kind)
        )


def _of(records: models.BaseModel, kind: str) -> Iterator[str]:
    if not _is_typed_into(records, kind):
        return
    for node in views.nodes(records, kind):
        if not _is_readonly(records, node):
            yield node.get("name")


def _is_typed_into(records: models.BaseModel, kind: str) -> bool:
    """Not the view of all fields that Odoo makes up for a model without one."""
    # sudo: whoever may see the view reads none itself
    known = records.env["ir.ui.view"].sudo().default_view(records._name, kind)
    root = views.arch(records, kind) if known else None
    return root is not None and (kind == "form" or bool(root.get("editable")))


def _is_readonly(records: models.BaseModel, node: Any) -> bool:
    """Always; what depends on the record a person may type in at times."""
    said = node.get("readonly")
    return said in views.ALWAYS if said else records._fields[node.get("name")].readonly
