"""Bills of materials and manufacturing orders."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..errors import ToolError
from ..orm.document import Document, document, fresh, head, linked, refuse_state
from . import shortages

MOST = 10


def is_variant(product: models.BaseModel) -> bool:
    """Whether the product is one of several of its template."""
    template = product.product_tmpl_id
    return bool(
        product.product_template_attribute_value_ids
        or template.product_variant_count > 1
    )


def bills(product: models.BaseModel) -> models.BaseModel:
    """The bills of materials that make ``product``, the one that Odoo takes first."""
    return product.env["mrp.bom"].search(
        [
            ("product_tmpl_id", "=", product.product_tmpl_id.id),
            ("product_id", "in", [False, product.id]),
        ]
    )


def beside(boms: models.BaseModel) -> list[str]:
    """A note that there are others; Odoo takes the first by sequence."""
    if not boms:
        return []
    text = boms.env._("The product has other bills of materials: %s.")
    return [text % _named(boms)]


def require_fitting(product: models.BaseModel, bom: models.BaseModel) -> None:
    """A bill that a client chose must make the product, and not as a kit.

    Raises:
        ToolError: with the bills that would do.
    """
    fitting = bills(product).filtered(lambda b: b.type == "normal")
    if bom in fitting:
        return
    raise ToolError(
        product.env._("%(bom)s does not make %(product)s. These do: %(list)s.")
        % {
            "bom": bom.display_name,
            "product": product.display_name,
            "list": _named(fitting) or "–",
        }
    )


def require_no_kit(product: models.BaseModel) -> None:
    """A product of which the only bills are kits is not made, only packed."""
    kinds = set(bills(product).mapped("type"))
    if kinds and "normal" not in kinds:
        raise ToolError(
            product.env._("%s is a kit: its components are moved, nothing is made.")
            % product.display_name
        )


def require_draft(order: models.BaseModel) -> None:
    """Raises ToolError for what cannot be confirmed (again)."""
    env = order.env
    refuse_state(
        order,
        ("draft",),
        {
            "cancel": env._("it is cancelled"),
            "done": env._("it is done"),
            "confirmed": env._("it is confirmed already; get_workflow_status tells on"),
        },
    )


def facts(order: models.BaseModel) -> dict[str, Any]:
    """The order, its components and what was set off, read anew."""
    order = fresh(order)
    return {
        **head(order),
        "product": shortages.reference(order.product_id),
        "quantity": shortages.quantity(order.product_qty),
        "unit": order.product_uom_id.name,
        "bom": shortages.reference(order.bom_id) if order.bom_id else None,
        "components": [_component(move) for move in order.move_raw_ids],
        "transfers": [document(picking) for picking in linked(order, "picking_ids")],
    }


def _component(move: models.BaseModel) -> dict[str, Any]:
    return {
        "product": shortages.reference(move.product_id),
        "needed": shortages.quantity(move.product_uom_qty),
        "reserved": shortages.quantity(move.quantity),
        "unit": move.product_uom.name,
    }


def _named(boms: models.BaseModel) -> str:
    return ", ".join(f"{bom.display_name} ({bom.id})" for bom in boms[:MOST])


def children(order: models.BaseModel) -> list[Document]:
    """Orders that make components of ``order``, of those that the caller may read."""
    # sudo: which orders hang on it; only those of the caller are shown
    found = order.sudo()._get_children().ids
    return [document(child) for child in order.browse(found)._filtered_access("read")]
