"""Purchase orders: where a price comes from, approval, and what was set off."""

from __future__ import annotations

from typing import Any

from odoo import api, fields, models

from ..compat.orders import is_locked, line_unit, order_warnings
from ..confirming import approvers
from ..orm.document import document, fresh, head, linked, refuse_state
from ..orm.reads.values import amount
from .lines import StoredLine, stored

MANAGER = "purchase.group_purchase_manager"
OF_VENDOR = ("fiscal_position_id", "payment_term_id", "currency_id", "user_id")


def terms(env: api.Environment, vendor_id: int) -> dict[str, Any]:
    """The vendor, and what Odoo's form takes from him.

    That is his currency, terms of payment, taxes and who buys from him.
    """
    form = env["purchase.order"].new({"partner_id": vendor_id})
    form.onchange_partner_id()
    taken = form._convert_to_write({name: form[name] for name in OF_VENDOR})
    return {**taken, "partner_id": vendor_id}


def warnings(order: models.BaseModel) -> list[str]:
    """What Odoo says of the vendor and the products."""
    return [text for text, _forbids in order_warnings(order, "purchase")]


def priced(order: models.BaseModel, given: list[float | None]) -> list[StoredLine]:
    """The lines, with where each price comes from.

    Args:
        given: the prices that the client gave, line by line.
    """
    kept = stored(order.order_line, "product_qty")
    for line, now, price in zip(order.order_line, kept, given, strict=True):
        now.price_from = _source(line, price)
    return kept


def _source(line: models.BaseModel, given: float | None) -> str:
    if given is not None:
        return line.env._("given")
    if _seller(line):
        return line.env._("vendor's price list")
    return line.env._("product cost, the vendor has no price for it")


def too_few(order: models.BaseModel) -> list[str]:
    """Lines below the quantity from which the vendor has a price."""
    said = []
    for line in order.order_line.filtered(lambda line: not _seller(line)):
        own = line.product_id.seller_ids.filtered(
            lambda s: s.partner_id == order.partner_id.commercial_partner_id
        )
        if own:
            said.append(
                order.env._("%(product)s: the vendor's price starts at %(least)g.")
                % {
                    "product": line.product_id.display_name,
                    "least": min(own.mapped("min_qty")),
                }
            )
    return said


def _seller(line: models.BaseModel) -> models.BaseModel:
    """The vendor's price that Odoo itself takes for the line."""
    ordered = line.order_id.date_order
    return line.product_id._select_seller(
        partner_id=line.partner_id,
        quantity=line.product_qty,
        date=ordered.date() if ordered else fields.Date.context_today(line),
        uom_id=line_unit(line),
        params=line._get_select_sellers_params(),
    )


def require_request(order: models.BaseModel) -> None:
    """Raises ToolError for what cannot be confirmed or approved (again)."""
    env = order.env
    confirmed = env._("it is a confirmed order already")
    locked = env._("%s, and locked") % confirmed
    refuse_state(
        order,
        ("draft", "sent", "to approve"),
        {
            "purchase": locked if is_locked(order) else confirmed,
            "done": locked,
            "cancel": env._("it is cancelled; button_draft makes it a request again"),
        },
    )


def limit(order: models.BaseModel) -> str:
    """From which amount on the company wants a second approval."""
    company = order.company_id
    value = amount(company.po_double_validation_amount, company.currency_id)
    return f"{value['amount']:.15g} {value['currency']}"


def waits(order: models.BaseModel) -> str:
    """From which amount on it needs a second approval, and who may give it."""
    return order.env._(
        "orders from %(limit)s on; may approve: %(who)s",
        limit=limit(order),
        who=approvers.told(order, order.env["res.users"], MANAGER, _may_approve),
    )


def _may_approve(order: models.BaseModel) -> bool:
    return order.has_access("write") and order._approval_allowed()


def facts(order: models.BaseModel) -> dict[str, Any]:
    """The order and its receipts, read anew."""
    order = fresh(order)
    return {
        **head(order),
        "total": amount(order.amount_total, order.currency_id),
        "receipts": [document(picking) for picking in linked(order, "picking_ids")],
    }
