"""How much of each line of a transfer moves."""

from __future__ import annotations

from typing import Any, NoReturn

from odoo import models

from ...errors import ToolError
from .. import shortages
from ..lines import require_step
from . import lots
from .asking import QuantityLine


def open_moves(moves: models.BaseModel) -> models.BaseModel:
    """Those that may still move."""
    return moves.filtered(lambda m: m.state not in ("done", "cancel"))


def apply(picking: models.BaseModel, wanted: list[QuantityLine] | None) -> list[str]:
    """Put what was asked for on the lines; without, what is reserved stays.

    Returns:
        What a person should know: more than was ordered.

    Raises:
        ToolError: a line that is not there or not unique, too little stock, numbers
            that are missing; with ``shortages``, ``open_lines`` or ``needs_input``.
    """
    moves = open_moves(picking.move_ids)
    if wanted is None:
        _require_something(moves)
        said = []
    else:
        chosen = _chosen(moves, wanted)
        (moves - moves.browse(m.id for m in chosen)).picked = False
        said = [text for move, line in chosen.items() for text in _put(move, line)]
    picking.env.flush_all()
    _require_numbers(moves.filtered("picked") or moves)
    return said


def _chosen(
    moves: models.BaseModel, wanted: list[QuantityLine]
) -> dict[models.BaseModel, QuantityLine]:
    chosen = lines_of(moves, wanted)
    if not any(line.total for line in chosen.values()):
        raise ToolError(moves.env._("Nothing would move: all quantities are 0."))
    return chosen


def lines_of(
    moves: models.BaseModel, wanted: list[QuantityLine]
) -> dict[models.BaseModel, QuantityLine]:
    """Which of ``moves`` each of ``wanted`` names.

    Raises:
        ToolError: none of them, several, or one that another names; with
            ``open_lines``.
    """
    chosen: dict[models.BaseModel, QuantityLine] = {}
    for line in wanted:
        move = _move_of(moves, line)
        if move in chosen:
            text = moves.env._("%s is named twice.")
            raise ToolError(text % move.product_id.display_name)
        chosen[move] = line
    return chosen


def _move_of(moves: models.BaseModel, line: QuantityLine) -> models.BaseModel:
    found = moves.filtered(
        lambda m: line.move_id == m.id or line.product_id == m.product_id.id
    )
    if len(found) == 1:
        return found
    env = moves.env
    if found:
        text = env._("The product stands on several lines; name one by move_id: %s.")
    else:
        text = env._("There is no such open line; there are: %s.")
    raise ToolError(
        text % ", ".join(f"{m.id} {m.product_id.display_name}" for m in found or moves),
        open_lines=[line_facts(m) for m in found or moves],
    )


def line_facts(move: models.BaseModel) -> dict[str, Any]:
    """A line that a client may name, with what is expected and reserved."""
    return {
        "move_id": move.id,
        "product": shortages.reference(move.product_id).model_dump(),
        "expected": shortages.quantity(move.product_uom_qty),
        "reserved": shortages.quantity(move.quantity),
        "unit": move.product_uom.name,
        "tracking": move.product_id.tracking,
    }


def _put(move: models.BaseModel, line: QuantityLine) -> list[str]:
    """One line: its lots, or its quantity from what is reserved and free."""
    if not line.total:
        move.picked = False
        return []
    require_step(move.product_uom, line.total)
    if line.lots:
        lots.put(move, line)
    elif move._should_bypass_reservation() or line.total <= move.quantity:
        move.quantity = line.total
    else:
        lots.take(move, line.total - move.quantity)
    move.picked = True
    if line.total <= move.product_uom_qty:
        return []
    text = move.env._("%(product)s: %(done)g, more than the %(expected)g expected.")
    return [
        text
        % {
            "product": move.product_id.display_name,
            "done": line.total,
            "expected": move.product_uom_qty,
        }
    ]


def _require_something(moves: models.BaseModel) -> None:
    if any(move.quantity for move in moves):
        return
    lacking = shortages.of(moves)
    lines = [moves.env._("Nothing is reserved for this transfer.")]
    raise ToolError(
        "\n".join([*lines, *(s.line() for s in lacking)]),
        shortages=[s.model_dump() for s in lacking],
    )


def _require_numbers(moves: models.BaseModel) -> None:
    """Products with lots or serial numbers need them before they move."""
    kind = moves.picking_type_id
    if not (kind.use_create_lots or kind.use_existing_lots):
        return
    if bare := moves.filtered(_lacks_numbers):
        _ask_for_numbers(bare)


def _lacks_numbers(move: models.BaseModel) -> bool:
    return move.product_id.tracking != "none" and any(
        not line.lot_id and not line.lot_name for line in move.move_line_ids
    )


def _ask_for_numbers(moves: models.BaseModel) -> NoReturn:
    title = moves.env._("Lot or serial numbers are needed: %s.") % ", ".join(
        f"{m.product_uom_qty:.15g} {m.product_id.display_name} (move_id {m.id})"
        for m in moves
    )
    how = '{"move_id": …, "lots": [{"lot": "…", "quantity": 1}]}'
    raise ToolError(
        f"{title} quantities = [{how}, …]",
        needs_input={
            "title": title,
            "argument": "quantities",
            "lines": [line_facts(m) for m in moves],
            "how": how,
        },
    )
