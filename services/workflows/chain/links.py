"""Odoo's own links between documents, one step up or down.

They are read as the superuser, because a chain leads through documents that the
caller may not read to such that he may; ``walking`` shows him his own alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from odoo import models

from ...compat.orders import sales_of_production

Links = Callable[[models.BaseModel], Iterator[models.BaseModel]]


def up(record: models.BaseModel) -> Iterator[models.BaseModel]:
    """What ``record`` (as the superuser) was made for."""
    yield from UP.get(record._name, _none)(record)


def down(record: models.BaseModel) -> Iterator[models.BaseModel]:
    """What came of ``record`` (as the superuser)."""
    yield from DOWN.get(record._name, _none)(record)


def _none(record: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from ()


def _of(record: models.BaseModel, *names: str) -> Iterator[models.BaseModel]:
    """Fields and methods of ``record``, those that the installed apps have."""
    for name in names:
        if name in record._fields:
            yield record[name]
        elif hasattr(record, name):
            yield getattr(record, name)()


def _above_purchase(order: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(order, "_get_sale_orders", "_get_mrp_productions")


def _above_production(order: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(order, "_get_sources")
    yield sales_of_production(order)


def _below_sale(order: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(order, "picking_ids", "mrp_production_ids")
    yield from _of(order, "_get_purchase_orders", "invoice_ids")


def _below_purchase(order: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(order, "picking_ids", "invoice_ids")


def _below_production(order: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(order, "picking_ids", "_get_children", "_get_purchase_orders")


def _below_picking(picking: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(picking, "backorder_ids", "return_ids")
    # the next step, where a warehouse takes goods in or out by several
    yield picking.move_ids.move_dest_ids.picking_id


def _below_invoice(move: models.BaseModel) -> Iterator[models.BaseModel]:
    yield from _of(move, "matched_payment_ids", "reversal_move_ids")
    lines = move.line_ids
    counterparts = (
        lines.matched_debit_ids.debit_move_id | lines.matched_credit_ids.credit_move_id
    ).move_id
    yield counterparts.origin_payment_id
    yield counterparts.filtered(lambda m: m.is_invoice())


UP: dict[str, Links] = {
    "purchase.order": _above_purchase,
    "mrp.production": _above_production,
}
DOWN: dict[str, Links] = {
    "sale.order": _below_sale,
    "purchase.order": _below_purchase,
    "mrp.production": _below_production,
    "stock.picking": _below_picking,
    "account.move": _below_invoice,
}
