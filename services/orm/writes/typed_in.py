"""What a person types into the form of a model, by its views.

Of a field that is computed or not stored its model may say read-only where the view
does not, or let it be written though nothing asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from odoo import api, models, tools

from ...describing import views

KINDS = ("form", "list")


class McpTypedIn(models.AbstractModel):
    _name = "mcp.typed.in"
    _description = "MCP fields that a person types in"

    @api.model
    @tools.ormcache(
        "model", "frozenset(self.env.user._get_group_ids())", cache="templates"
    )
    def _names(self, model: str) -> frozenset[str]:
        """The fields that the caller's form, or a list in which he types, opens."""
        # sudo: whoever may see a view reads none itself
        known = self.env["ir.ui.view"].sudo()
        own = [(kind, known.default_view(model, kind)) for kind in KINDS]
        return _opened(self.env[model], own)

    @api.model
    @tools.ormcache(
        "model", "frozenset(self.env.user._get_group_ids())", cache="templates"
    )
    def _names_anywhere(self, model: str) -> frozenset[str]:
        """Those that any of the model's views opens, such as a list inside a form."""
        return _opened(self.env[model], every_view(self.env, model))

    @api.model
    @tools.ormcache(
        "model", "frozenset(self.env.user._get_group_ids())", cache="templates"
    )
    def _steps(self, model: str) -> frozenset[str]:
        """The fields that a form shows as the steps which its buttons go through."""
        forms = [view for kind, view in every_view(self.env, model) if kind == "form"]
        roots = [views.arch(self.env[model], "form", view) for view in forms]
        return frozenset(
            node.get("name")
            for root in roots
            if root is not None
            for node in views.nodes_of(root)
            if views.is_step(node)
        )


def every_view(env: api.Environment, model: str) -> list[tuple[str, int]]:
    """Every view of the model in which people type, by kind and id."""
    domain = [("model", "=", model), ("mode", "=", "primary"), ("type", "in", KINDS)]
    # sudo: whoever may see a view reads none itself
    known = env["ir.ui.view"].sudo().search(domain)
    return [(view.type, view.id) for view in known]


def _opened(
    records: models.BaseModel, found: Iterable[tuple[str, int]]
) -> frozenset[str]:
    """Not by the view of all fields that Odoo makes up for a model without one."""
    return frozenset(
        name for kind, view in found if view for name in _of(records, kind, view)
    )


def _of(records: models.BaseModel, kind: str, view_id: int) -> Iterator[str]:
    root = views.arch(records, kind, view_id)
    if root is None or not (kind == "form" or root.get("editable")):
        return
    for node in views.nodes_of(root):
        if not _is_readonly(records, node):
            yield node.get("name")


def _is_readonly(records: models.BaseModel, node: Any) -> bool:
    """Always; what depends on the record a person may type in at times."""
    if views.is_step(node):
        return True
    said = node.get("readonly")
    return said in views.ALWAYS if said else records._fields[node.get("name")].readonly
