"""Move lines: which stock a line of a transfer takes, and which numbers it gets."""

from __future__ import annotations

from typing import Any

from odoo import models

from ...errors import ToolError
from .. import shortages
from .asking import LotQuantity, QuantityLine


def put(move: models.BaseModel, line: QuantityLine) -> None:
    """Replace what is reserved for ``move`` by the lots of ``line``.

    Raises:
        ToolError: a serial number for more than one piece, a lot that is not there,
            a sum that is not the quantity.
    """
    _require_sound(move, line)
    move.move_line_ids.unlink()
    move.env.flush_all()
    for lot in line.lots or ():
        if move._should_bypass_reservation():
            _receive(move, lot)
        else:
            take(move, lot.quantity, _known(move, lot.lot))


def take(
    move: models.BaseModel, quantity: float, lot: models.BaseModel | None = None
) -> None:
    """Reserve ``quantity`` (in the unit of ``move``) more, of ``lot`` where given.

    Raises:
        ToolError: there is not so much.
    """
    left = move.product_uom._compute_quantity(quantity, move.product_id.uom_id)
    rounding = move.product_id.uom_id.rounding
    for quant in _quants(move, lot):
        taken = min(left, quant.quantity - quant.reserved_quantity)
        if taken > rounding / 2:
            values = move._prepare_move_line_vals(taken, reserved_quant=quant)
            _create_line(move, values)
            left -= taken
    if left > rounding / 2:
        raise ToolError(_too_little(move, quantity, left, lot))


def _quants(move: models.BaseModel, lot: models.BaseModel | None) -> models.BaseModel:
    # sudo: as Odoo reserves: whoever may move goods need not read all stock
    quants = move.env["stock.quant"].sudo()
    found = quants._gather(move.product_id, move.location_id, lot_id=lot, strict=False)
    return found.filtered(lambda q: not lot or q.lot_id == lot)


def _receive(move: models.BaseModel, lot: LotQuantity) -> None:
    """What comes in gets its number; Odoo makes the lot when the transfer is done."""
    values = move._prepare_move_line_vals()
    known = _find(move, lot.lot)
    values |= {"lot_id": known.id} if known else {"lot_name": lot.lot}
    values |= {"quantity": lot.quantity, "product_uom_id": move.product_uom.id}
    _create_line(move, values)


def _create_line(move: models.BaseModel, values: dict[str, Any]) -> None:
    """To the shelf that Odoo's rules put it on, as what Odoo reserves."""
    move.env["stock.move.line"].create(values)._apply_putaway_strategy()


def _find(move: models.BaseModel, name: str) -> models.BaseModel:
    return move.env["stock.lot"].search(
        [
            *(("product_id", "=", move.product_id.id), ("name", "=", name)),
            ("company_id", "in", [False, move.company_id.id]),
        ],
        limit=1,
    )


def _known(move: models.BaseModel, name: str) -> models.BaseModel:
    if lot := _find(move, name):
        return lot
    raise ToolError(
        move.env._("%(product)s has no lot or serial number %(lot)s.")
        % {"product": move.product_id.display_name, "lot": name}
    )


def _require_sound(move: models.BaseModel, line: QuantityLine) -> None:
    env, product = move.env, move.product_id
    names = [lot.lot for lot in line.lots or ()]
    total = sum(lot.quantity for lot in line.lots or ())
    if product.tracking == "none":
        text = env._("%s is not tracked by lots: leave lots out.")
        raise ToolError(text % product.display_name)
    if len(set(names)) < len(names):
        raise ToolError(env._("A lot of %s is named twice.") % product.display_name)
    if product.tracking == "serial" and any(lot.quantity != 1 for lot in line.lots):
        text = env._("A serial number of %s stands for one piece.")
        raise ToolError(text % product.display_name)
    if abs(total - line.total) > move.product_uom.rounding / 2:
        raise ToolError(
            env._("The lots of %(product)s make %(lots)g, the quantity is %(total)g.")
            % {"product": product.display_name, "lots": total, "total": line.total}
        )


def _too_little(
    move: models.BaseModel, quantity: float, left: float, lot: models.BaseModel | None
) -> str:
    """Counts as free what was found for it just now, which is reserved already."""
    unit = move.product_id.uom_id
    taken = quantity - unit._compute_quantity(left, move.product_uom, round=False)
    return move.env._(
        "There is not enough of %(product)s%(lot)s at %(place)s: %(asked)g %(unit)s "
        "more asked for, %(free)g free in all."
    ) % {
        "product": move.product_id.display_name,
        "lot": f" ({lot.name})" if lot else "",
        "place": move.location_id.display_name,
        "asked": quantity,
        "unit": move.product_uom.name,
        "free": max(0.0, shortages.free(move)) + taken,
    }
