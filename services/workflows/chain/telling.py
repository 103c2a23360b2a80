"""What an answer says of a document of a process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from odoo import fields, models

from ...answers.lean import Given
from ...orm.document import head, listed, state_of
from ...orm.moments import show_datetime
from ...orm.reads.values import amount
from .. import buying, shortages


class Node(Given):
    """A document of the process; what does not apply is left out."""

    model: str
    id: int
    name: str | None = None
    state: str | None = None
    total: dict[str, Any] | None = None
    due: dict[str, Any] | None = Field(None, description="Not paid yet.")
    payment_state: str | None = None
    date: str | None = Field(None, description="Scheduled, or due.")
    url: str | None = None

    def line(self) -> str:
        parts = [f"{self.model} {self.id} {self.name}: {self.state}"]
        if self.payment_state:
            parts.append(self.payment_state)
        if self.total:
            parts.append(f"{self.total['amount']:.15g} {self.total['currency']}")
        if self.date:
            parts.append(self.date)
        return ", ".join(parts)


def node(record: models.BaseModel) -> Node:
    """The document as it is stored now."""
    more = FACTS.get(record._name)
    return Node(model=record._name, **head(record), **(more(record) if more else {}))


def _of_order(order: models.BaseModel) -> dict[str, Any]:
    return {"total": amount(order.amount_total, order.currency_id)}


def _of_invoice(move: models.BaseModel) -> dict[str, Any]:
    found = {"total": amount(move.amount_total, move.currency_id)}
    if move.state == "posted":
        found["payment_state"] = move.payment_state
        if move.amount_residual:
            found["due"] = amount(move.amount_residual, move.currency_id)
            found["date"] = move.invoice_date_due and move.invoice_date_due.isoformat()
    return found


def _of_payment(payment: models.BaseModel) -> dict[str, Any]:
    return {"total": amount(payment.amount, payment.currency_id)}


def _of_picking(picking: models.BaseModel) -> dict[str, Any]:
    when = picking.date_done or picking.scheduled_date
    return {"date": when and show_datetime(picking.env, when)}


FACTS = {
    "sale.order": _of_order,
    "purchase.order": _of_order,
    "account.move": _of_invoice,
    "account.payment": _of_payment,
    "stock.picking": _of_picking,
}


def obstacles(record: models.BaseModel) -> tuple[list[str], list[str]]:
    """What blocks the document, and what is to be done with it next."""
    blocked, following = OBSTACLES.get(record._name, _nothing), []
    reasons = []
    for is_next, text in blocked(record):
        (following if is_next else reasons).append(f"{record.display_name}: {text}")
    return reasons, following


Told = Iterator[tuple[bool, str]]
BLOCKS, NEXT = False, True


def _nothing(record: models.BaseModel) -> Told:
    yield from ()


def _sale(order: models.BaseModel) -> Told:
    env = order.env
    if order.state in ("draft", "sent"):
        yield NEXT, env._("a quotation; confirm_quotation makes it an order")
        if order.partner_credit_warning:
            yield BLOCKS, order.partner_credit_warning
    elif order.state == "cancel":
        yield BLOCKS, env._("cancelled")
    elif order.invoice_status == "to invoice":
        yield NEXT, env._("to be invoiced; create_invoice does it")


def _purchase(order: models.BaseModel) -> Told:
    env = order.env
    if order.state in ("draft", "sent"):
        yield NEXT, env._("not ordered; confirm_purchase_order orders it")
    elif order.state == "to approve":
        text = env._("waits for a purchase manager's approval (%s)")
        yield BLOCKS, text % buying.waits(order)
    elif order.state == "cancel":
        yield BLOCKS, env._("cancelled")
    elif order.invoice_status == "to invoice":
        yield NEXT, env._("the vendor's bill is to be entered; create_invoice does")


def _picking(picking: models.BaseModel) -> Told:
    if picking.state in ("done", "cancel"):
        return
    env = picking.env
    # sudo: products and quantities of a document that the caller may read
    moves = picking.sudo().move_ids
    short = shortages.of(moves)
    if short:
        yield from ((BLOCKS, shortage.line()) for shortage in short)
    elif picking.state == "assigned":
        tools = {"outgoing": "deliver_to_customer", "incoming": "receive_inventory"}
        tool = tools.get(picking.picking_type_code, "button_validate")
        yield NEXT, env._("ready; %s does it") % tool
    else:
        before = moves.move_orig_ids.picking_id.filtered(lambda p: p.state != "done")
        what = listed(before) if before else state_of(picking)
        yield BLOCKS, env._("waits: %s") % what


def _production(order: models.BaseModel) -> Told:
    env = order.env
    if order.state == "draft":
        yield NEXT, env._("a draft; confirm_manufacturing_order confirms it")
    elif order.state == "cancel":
        yield BLOCKS, env._("cancelled")
    elif order.state != "done":
        # sudo: products and quantities of a document that the caller may read
        short = shortages.of(order.sudo().move_raw_ids)
        yield from ((BLOCKS, shortage.line()) for shortage in short)
        if not short:
            yield NEXT, env._("components are there; complete_manufacturing_order")


def _invoice(move: models.BaseModel) -> Told:
    env = move.env
    if move.state == "draft":
        yield NEXT, env._("a draft to be posted: post_invoice")
    elif move.state == "posted" and move.amount_residual:
        due = move.invoice_date_due
        if due and due < fields.Date.context_today(move):
            yield BLOCKS, env._("not paid, overdue since %s") % due.isoformat()
        else:
            yield NEXT, env._("to be paid; register_payment when it was")


OBSTACLES = {
    "sale.order": _sale,
    "purchase.order": _purchase,
    "stock.picking": _picking,
    "mrp.production": _production,
    "account.move": _invoice,
}
