"""One transfer, from what is asked to what was done."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import BaseModel, Field

from odoo import api, models

from ...orm.buttons.wizards import WizardAnswer
from ...orm.document import (
    ChangedDocument,
    Document,
    document,
    fresh,
    head,
    require_state,
)
from ...pressing import asking, press
from .. import shortages
from . import choosing, quantities
from .asking import Asked
from .kinds import DELIVERY, Kind

# in a question; the lines are data beside it
MOST_NAMED = 5


class MovedLine(BaseModel):
    """What became of a line of the transfer."""

    product: shortages.Reference
    expected: float
    done: float
    unit: str | None = None
    lots: list[str] = Field(default_factory=list)

    def line(self) -> str:
        lots = f" [{', '.join(self.lots)}]" if self.lots else ""
        return (
            f"{self.product.name} ({self.product.id}): {self.done:.15g} of "
            f"{self.expected:.15g} {self.unit}{lots}"
        )

    def remainder(self) -> str:
        """What is not delivered any more; the line itself says what was."""
        left = self.expected - self.done
        return f"{self.product.name} ({self.product.id}): {left:.15g} {self.unit}"


class Transferred(ChangedDocument):
    """A transfer that was done."""

    lines: list[MovedLine] = Field(default_factory=list)
    backorder: Document | None = Field(None, description="Where the rest is kept.")
    cancelled: list[MovedLine] = Field(
        default_factory=list, description="Lines of which the rest was cancelled."
    )
    order: Document | None = None

    def rest(self) -> list[str]:
        lines = [line.line() for line in self.lines]
        if self.backorder:
            lines.append(f"backorder {self.backorder.line()}")
        lines += [f"cancelled: {line.remainder()}" for line in self.cancelled]
        return lines


def run(env: api.Environment, asked: Asked, kind: Kind) -> Transferred:
    """Process the transfer that is meant, and read back what happened.

    Raises:
        ToolError: nothing was done; see ``choosing``, ``quantities``, ``pressing``.
    """
    picking = choosing.find(env, asked, kind)
    _reserve(picking)
    before = [(m, m.product_uom_qty) for m in quantities.open_moves(picking.move_ids)]
    # before less is put on the lines: then that alone would be reserved
    short = shortages.of(quantities.open_moves(picking.move_ids))
    warnings = quantities.apply(picking, asked.quantities)
    known = {"stock.backorder.confirmation": partial(_rest, picking, asked, short)}
    press(picking, "button_validate", known, asked.wizard)
    found = _done(fresh(picking), before, warnings, kind)
    found.warnings += (onward := _said_of_next(picking))
    asked._said = [*warnings, _said_of_rest(env, found), *onward]
    return found


def _said_of_next(picking: models.BaseModel) -> list[str]:
    """What moves the goods on, where the warehouse does it in several steps."""
    # sudo: as in get_workflow_status, only transfers of the caller are told
    after = picking.sudo().move_ids.move_dest_ids.picking_id
    own = picking.browse(after.ids)._filtered_access("read")
    if not (waiting := own.filtered(lambda p: p.state not in choosing.CLOSED)):
        return []
    text = picking.env._("The goods are not at their place yet; they go on by: %s.")
    return [text % ", ".join(waiting.mapped("name"))]


def _said_of_rest(env: api.Environment, found: Transferred) -> str:
    short = [line for line in found.lines if line.done < line.expected]
    if not short:
        return ""
    text = env._("Cancelled: %s.")
    if found.backorder:
        text = env._("Left on a backorder: %s.")
    return text % "; ".join(line.remainder() for line in short)


def _reserve(picking: models.BaseModel) -> None:
    """As *Check Availability* does: what is there is taken first."""
    if picking.state == "draft":
        picking.action_confirm()
    if any(shortages.is_short(move) for move in picking.move_ids):
        picking.action_assign()


def _rest(
    picking: models.BaseModel, asked: Asked, short: list[shortages.Shortage]
) -> WizardAnswer:
    """How the question for a backorder is answered."""
    if asked.backorder is None:
        raise _ask(picking, short)
    button = "process" if asked.backorder else "process_cancel_backorder"
    return WizardAnswer(button=button)


def _ask(picking: models.BaseModel, short: list[shortages.Shortage]) -> Exception:
    env = picking.env
    left = [m for m in quantities.open_moves(picking.move_ids) if _left(m) > 0]
    question = env._(
        "Not all of %(name)s would move; left: %(rest)s. Keep a backorder?"
    )
    named = [f"{_left(m):.15g} {m.product_id.display_name}" for m in left]
    rest = "; ".join(named[:MOST_NAMED] + ["…"] * (len(named) > MOST_NAMED))
    return asking(
        question % {"name": picking.display_name, "rest": rest},
        "backorder",
        {
            True: env._("what is left waits on a backorder"),
            False: env._("what is left is cancelled"),
        },
        left=[{**quantities.line_facts(m), "left": _left(m)} for m in left],
        shortages=[s.model_dump() for s in short],
    )


def _left(move: models.BaseModel) -> float:
    done = move.quantity if move.picked else 0.0
    return shortages.quantity(move.product_uom_qty - done)


def _done(
    picking: models.BaseModel,
    before: list[tuple[models.BaseModel, float]],
    warnings: list[str],
    kind: Kind,
) -> Transferred:
    require_state(picking, "done")
    lines = [_moved(move, expected) for move, expected in before]
    later = picking.backorder_ids.filtered(lambda p: p.state not in choosing.CLOSED)
    backorder = later.sorted("id")[-1:]
    short = [line for line in lines if line.done < line.expected]
    return Transferred(
        **head(picking),
        lines=lines,
        backorder=document(backorder) if backorder else None,
        cancelled=[] if backorder else short,
        order=_order(picking, kind),
        warnings=warnings,
    )


def _moved(move: models.BaseModel, expected: float) -> MovedLine:
    """What the line moved; Odoo puts the rest on another line, or cancels it."""
    done = move.exists().filtered(lambda m: m.state == "done")
    # sudo: Odoo lets a salesperson deliver who may not read lots; these are hers
    lots = done.sudo().move_line_ids.lot_id.mapped("name")
    return MovedLine(
        product=shortages.reference(move.product_id),
        expected=shortages.quantity(expected),
        done=shortages.quantity(done.quantity),
        unit=move.product_uom.name,
        lots=[lot for lot in lots if lot],
    )


def _order(picking: models.BaseModel, kind: Kind) -> Document | None:
    name = {"sale.order": "sale_id", "purchase.order": "purchase_id"}[kind.order]
    order: Any = name in picking._fields and picking[name]
    return document(order) if order and order.has_access("read") else None


def sentence(env: api.Environment, asked: Asked, kind: Kind) -> str:
    """What a person agrees to; the lines are in the preview."""
    model = "stock.picking" if asked.picking_id is not None else kind.order
    meant = env[model].browse(asked.picking_id or asked.order_id)
    name = meant.display_name
    text = env._("Receives %s into stock.")
    if asked.picking_id is not None and meant.location_dest_id.usage == "supplier":
        text = env._("Returns %s to the vendor.")
    elif kind is DELIVERY:
        text = env._("Delivers %s to the customer.")
    return " ".join(filter(None, [text % name, *asked._said]))
