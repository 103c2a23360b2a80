"""Sale orders: what Odoo warns of, and what keeps one from being confirmed."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ..compat.orders import is_locked, order_warnings
from ..errors import ToolError
from ..orm.document import document, fresh, head, linked, refuse_state
from ..orm.reads.values import amount
from . import shortages


def warnings(order: models.BaseModel) -> list[str]:
    """Partner, products, credit and validity; read before the order is confirmed."""
    said = [text for text, _forbids in order_warnings(order, "sale")]
    if order.partner_credit_warning:
        said.append(order.partner_credit_warning)
    if order.is_expired:
        said.append(
            order.env._("The quotation expired on %s.")
            % order.validity_date.isoformat()
        )
    return said


def require_allowed(order: models.BaseModel, side: str) -> None:
    """A partner or product that Odoo's form would not let one choose.

    Raises:
        ToolError: with Odoo's own message.
    """
    if forbidden := [t for t, forbids in order_warnings(order, side) if forbids]:
        raise ToolError(
            order.env._("Odoo does not allow this order: %s") % "; ".join(forbidden)
        )


def fill_from_template(order: models.BaseModel) -> None:
    """Give a new quotation the lines and options of its template, as Odoo's form does.

    What else a template says Odoo computes by itself.
    """
    order._onchange_sale_order_template_id()


def require_quotation(order: models.BaseModel) -> None:
    """Raises ToolError for what cannot be confirmed (again)."""
    refuse_state(order, ("draft", "sent"), _reasons(order))


def _reasons(order: models.BaseModel) -> dict[str, str]:
    env: api.Environment = order.env
    confirmed = env._("it is a confirmed order already")
    return {
        "sale": env._("%s, and locked") % confirmed if is_locked(order) else confirmed,
        "cancel": env._("it is cancelled; action_draft makes it a quotation again"),
    }


def facts(order: models.BaseModel) -> dict[str, Any]:
    """The order and what it set off, read anew."""
    order = fresh(order)
    deliveries = linked(order, "picking_ids")
    moves = [move for picking in deliveries for move in picking.move_ids]
    return {
        **head(order),
        "total": amount(order.amount_total, order.currency_id),
        "deliveries": [document(picking) for picking in deliveries],
        "manufacturing": [document(o) for o in linked(order, "mrp_production_ids")],
        "shortages": shortages.of(moves),
    }
