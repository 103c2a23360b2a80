"""Orders and invoices: fields that were renamed, and links that were replaced."""

from __future__ import annotations

from odoo import models


def is_locked(order: models.BaseModel) -> bool:
    """Whether a sale or purchase order is locked: a state of purchases in 18.0."""
    if "locked" in order._fields:
        return bool(order.locked)
    return order.state == "done"


def order_warnings(order: models.BaseModel, side: str) -> list[tuple[str, bool]]:
    """What Odoo's form says of the partner and products of an order.

    19.0 has texts only; 18.0 may forbid an order, which its form alone enforces.

    Args:
        side: ``sale`` or ``purchase``.

    Returns:
        Each text, and whether it forbids the order.
    """
    if f"{side}_warning_text" in order._fields:
        return [
            (text, False)
            for text in (order[f"{side}_warning_text"] or "").split("\n")
            if text
        ]
    partner = order.partner_id
    said = [(p, f"{side}_warn") for p in (partner, partner.parent_id) if p]
    said += [(p, f"{side}_line_warn") for p in order.order_line.product_id]
    return [
        (
            f"{record.display_name} - {record[f'{field}_msg'] or ''}",
            record[field] == "block",
        )
        for record, field in said
        if record[field] not in (False, "no-message")
    ]


def unit_field(lines: models.BaseModel) -> str:
    """The name of the unit of a line of an order, which 19.0 renamed."""
    return "product_uom_id" if "product_uom_id" in lines._fields else "product_uom"


def line_unit(line: models.BaseModel) -> models.BaseModel:
    """The unit of a line of an order."""
    return line[unit_field(line)]


def sales_of_production(order: models.BaseModel) -> models.BaseModel:
    """The sale orders that a manufacturing order is for, as its form counts them.

    18.0 links them by procurement groups, 19.0 by references.
    """
    if "sale_line_id" not in order._fields:
        return order.browse()
    if "reference_ids" in order._fields:
        return order.reference_ids.sale_ids | order.sale_line_id.order_id
    moves = order.procurement_group_id.mrp_production_ids.move_dest_ids
    return moves.group_id.sale_id | order.sale_line_id.order_id


def backorders_of_production(order: models.BaseModel) -> models.BaseModel:
    """The orders that share the work of ``order``, itself among them."""
    if "production_group_id" in order._fields:
        return order.production_group_id.production_ids
    return order.procurement_group_id.mrp_production_ids


def lots_field(order: models.BaseModel) -> str:
    """What holds the lots that an order makes: one in 18.0, several in 19.0."""
    several = "lot_producing_ids"
    return several if several in order._fields else "lot_producing_id"


def fields_of_invoice_mail(wizard: models.BaseModel) -> tuple[str, str, str]:
    """Recipients, subject and text of the wizard that sends an invoice."""
    if "mail_subject" in wizard._fields:
        return "mail_partner_ids", "mail_subject", "mail_body"
    return "mail_partner_ids", "subject", "body"
