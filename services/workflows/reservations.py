"""What other documents have reserved, and lose where more is taken than is free."""

from __future__ import annotations

from odoo import models

from . import shortages

HELD = ("assigned", "partially_available")
MOST = 1000
Reserved = dict[models.BaseModel, float]


def beside(order: models.BaseModel) -> Reserved:
    """What other moves have reserved of the components of a manufacturing order."""
    moves = order.move_raw_ids
    domain = [
        ("product_id", "in", moves.product_id.ids),
        ("location_id", "child_of", moves.location_id.ids),
        ("state", "in", HELD),
        ("id", "not in", moves.ids),
    ]
    # sudo: Odoo takes it from anybody; only amounts and numbers of documents are told
    others = moves.sudo().search(domain, limit=MOST)
    return {move: move.quantity for move in others}


def lost(reserved: Reserved) -> list[str]:
    """Sentences about those of which less is reserved now."""
    there = {move: was for move, was in reserved.items() if move.exists()}
    return [_told(move, was) for move, was in there.items() if move.quantity < was]


def _told(move: models.BaseModel, was: float) -> str:
    text = move.env._("%(document)s loses what was reserved for it: %(lost)s.")
    gone = shortages.quantity(was - move.quantity)
    product = f"{move.product_id.display_name} ({move.product_id.id})"
    said = f"{product}: {gone:.15g} {move.product_uom.name}"
    return text % {"document": move.reference or move.display_name, "lost": said}
