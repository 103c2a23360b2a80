"""What goes into a product that is made, where a person says it: how much, which lots.

What is not named goes in as the order has it.
"""

from __future__ import annotations

from odoo import models

from .lines import require_step
from .transfers import lots
from .transfers.asking import QuantityLine
from .transfers.quantities import lines_of, open_moves

Chosen = dict[models.BaseModel, QuantityLine]


def chosen(order: models.BaseModel, asked: list[QuantityLine] | None) -> Chosen:
    """The components that ``asked`` names.

    Raises:
        ToolError: one that the order has not, or that is named twice.
    """
    return lines_of(open_moves(order.move_raw_ids), asked or [])


def differing(components: Chosen, made: float) -> list[str]:
    """Of which more or less goes in than the order plans for ``made``."""
    said = []
    for move, line in components.items():
        planned = made * move.unit_factor
        if abs(line.total - planned) > move.product_uom.rounding / 2:
            text = move.env._("%(product)s: %(done)g %(unit)s instead of %(planned)g.")
            told = {"product": move.product_id.display_name, "planned": planned}
            unit = move.product_uom.name
            said.append(text % {**told, "done": line.total, "unit": unit})
    return said


def put(components: Chosen) -> None:
    """Let so much go in; of lots what is there, of the rest what Odoo allows.

    Raises:
        ToolError: numbers that are missing, or that are not in stock.
    """
    for move, line in components.items():
        require_step(move.product_uom, line.total)
        if line.lots:
            lots.put(move, line)
        else:
            move._set_quantity_done(line.total)
        move.picked = True
