"""Invoices and vendor bills of orders, made as the buttons of an order make them."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..errors import ToolError
from ..orm.document import fresh, head, linked, refuse_state
from ..orm.reads.cells import cell
from ..orm.reads.values import amount

WIZARD = "sale.advance.payment.inv"
# purchases keep a locked order in a state of its own in 18.0
ORDERED = ("sale", "purchase", "done")


def make(order: models.BaseModel, advance: dict[str, Any]) -> models.BaseModel:
    """Draft invoices of what is to be invoiced; those that the caller may read.

    Args:
        advance: of a sales order, what the wizard is told of a down payment.

    Raises:
        ToolError: no order yet, or nothing to invoice.
    """
    _require_ordered(order)
    if not advance:
        _require_due(order)
    elif "fixed_amount" in advance:
        _require_part(order, advance["fixed_amount"])
    before = {move.id for move in linked(order, "invoice_ids")}
    if order._name == "sale.order":
        _of_sale(order, advance)
    else:
        order.action_create_invoice()
    made = [move.id for move in linked(fresh(order), "invoice_ids")]
    return order.env["account.move"].browse(i for i in made if i not in before)


def _of_sale(order: models.BaseModel, advance: dict[str, Any]) -> None:
    context = {"active_model": order._name, "active_ids": order.ids}
    wizard = order.env[WIZARD].with_context(**context)
    values = advance or {"advance_payment_method": "delivered"}
    values = {**values, "sale_order_ids": order.ids}
    wizard.create(values).create_invoices()


def _require_ordered(order: models.BaseModel) -> None:
    env = order.env
    request = env._("it is no order yet: confirm it first")
    refuse_state(
        order,
        ORDERED,
        {"draft": request, "sent": request, "cancel": env._("it is cancelled")},
    )


def _require_part(order: models.BaseModel, asked: float) -> None:
    """A down payment is a part of the order; Odoo takes any amount."""
    currency = order.currency_id
    if currency.compare_amounts(asked, 0) > 0:
        if currency.compare_amounts(asked, order.amount_total) <= 0:
            return
    text = order.env._("down_payment_amount: it is above zero and at most %s.")
    raise ToolError(text % cell(amount(order.amount_total, currency)))


def _require_due(order: models.BaseModel) -> None:
    """19.0 would make an empty bill of an order of which nothing is to be billed."""
    env = order.env
    if order.invoice_status in ("to invoice", "upselling"):
        return
    if order.invoice_status == "invoiced":
        text = env._("%s is invoiced already; get_workflow_status shows the invoices.")
    elif order._name == "sale.order":
        text = env._("Nothing of %s is to be invoiced yet: deliver first.")
    else:
        text = env._("Nothing of %s is to be billed yet: receive first.")
    status = {"invoice_status": order.invoice_status}
    raise ToolError(text % order.display_name, **head(order), **status)
