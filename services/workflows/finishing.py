"""A manufacturing order, from what is asked to what was made.

finish(order, asked)
  ├─ _put_lots             lot or serial numbers of the product
  ├─ Odoo's own quantity   which takes the components along
  ├─ components.put        those of which a person says how much went in
  └─ pressing.press        *Produce*, and its question for a backorder
"""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import AliasChoices, Field

from odoo import models

from ..compat.orders import backorders_of_production, lots_field
from ..errors import ToolError
from ..orm.buttons.wizards import WizardAnswer
from ..orm.context_params import ContextParams, Named
from ..orm.document import fresh, refuse_state, require_state
from ..pressing import asking, press
from . import components, shortages
from .lines import require_step
from .transfers.asking import Quantities

BACKORDER = "mrp.production.backorder"
CONSUMPTION = "mrp.consumption.warning"
OPEN = ("confirmed", "progress", "to_close")
MOST_LOTS = 200


class Asked(ContextParams):
    """What a client asks of an order that is to be finished."""

    order_id: Named("mrp.production") = Field(
        validation_alias=AliasChoices(
            "order_id", "mo_id", "production_id", "manufacturing_order_id"
        ),
        description="The order's id or number, e.g. WH/MO/00012.",
    )
    quantity: float | None = Field(
        None, gt=0, description="How much was made. Default: all that is left."
    )
    lots: list[str] | None = Field(
        None,
        min_length=1,
        max_length=MOST_LOTS,
        description="Of a tracked product: its lot, or a serial number a piece.",
    )
    components: Quantities | None = Field(
        None,
        description="What went in, where it is not what was planned, or which lots.",
    )
    backorder: bool | None = Field(
        None,
        description="Less than ordered: true keeps the rest on a backorder, false "
        "gives it up.",
    )
    wizard: WizardAnswer | None = Field(
        None, description="Answer to needs_input that names a wizard."
    )


def require_open(order: models.BaseModel) -> None:
    """Raises ToolError for what cannot be finished (any more, or yet)."""
    env = order.env
    refuse_state(
        order,
        OPEN,
        {
            "draft": env._("it is a draft: confirm_manufacturing_order first"),
            "cancel": env._("it is cancelled"),
            "done": env._("it is done already"),
        },
    )


def lacking(order: models.BaseModel, asked: Asked) -> list[str]:
    """What Odoo would take from stock although it is not there."""
    text = order.env._(
        "Not in stock, and taken all the same: %(product)s (needed %(needed)s %(unit)s, "
        "reserved %(reserved)s, free %(free)s)."
    )
    made, said = _made(order, asked), components.chosen(order, asked.components)
    needs = [
        (move, said[move].total if move in said else made * move.unit_factor)
        for move in order.move_raw_ids
    ]
    return [text % short.in_words() for short in shortages.beyond_stock(needs)]


def exceeding(order: models.BaseModel, asked: Asked) -> list[str]:
    """That more is made than is left of the order."""
    left, made = _left(order), _made(order, asked)
    if made - left <= order.product_uom_id.rounding / 2:
        return []
    text = order.env._("%(product)s: %(done)g, more than the %(expected)g expected.")
    name = order.product_id.display_name
    return [text % {"product": name, "done": made, "expected": left}]


def differing(order: models.BaseModel, asked: Asked) -> list[str]:
    """Components of which more or less goes in than was planned."""
    said = components.chosen(order, asked.components)
    return components.differing(said, _made(order, asked))


def finish(order: models.BaseModel, asked: Asked) -> models.BaseModel:
    """Make what was asked for; the order that keeps the rest, or none.

    Raises:
        ToolError: nothing was done; with ``needs_input`` about lots or a backorder.
    """
    require_step(order.product_uom_id, _made(order, asked))
    before = backorders_of_production(order)
    left, made = _left(order), _made(order, asked)
    _put_lots(order, asked.lots, made)
    order.qty_producing = made
    order.set_qty_producing()
    components.put(components.chosen(order, asked.components))
    known = {BACKORDER: partial(_rest, order, asked, left - made)}
    if asked.components and order.consumption == "warning":
        # the preview says what differs
        known[CONSUMPTION] = partial(WizardAnswer, button="action_confirm")
    press(order, "button_mark_done", known, [asked.wizard] if asked.wizard else [])
    require_state(fresh(order), "done")
    return backorders_of_production(order) - before - order


def _left(order: models.BaseModel) -> float:
    return order.product_qty - order.qty_produced


def _made(order: models.BaseModel, asked: Asked) -> float:
    return _left(order) if asked.quantity is None else asked.quantity


def _rest(order: models.BaseModel, asked: Asked, left: float) -> WizardAnswer:
    if asked.backorder is None:
        raise _ask(order, left)
    return WizardAnswer(
        button="action_backorder" if asked.backorder else "action_close_mo"
    )


def _ask(order: models.BaseModel, left: float) -> Exception:
    env = order.env
    question = env._("%(left)g %(unit)s of %(name)s would be left. Keep a backorder?")
    facts = {"left": left, "unit": order.product_uom_id.name}
    return asking(
        question % {**facts, "name": order.display_name},
        "backorder",
        {
            True: env._("the rest waits on a backorder"),
            False: env._("the rest is given up"),
        },
    )


def _put_lots(order: models.BaseModel, names: list[str] | None, made: float) -> None:
    product, field = order.product_id, lots_field(order)
    if product.tracking == "none":
        if names:
            text = order.env._("%s is not tracked by lots: leave lots out.")
            raise ToolError(text % product.display_name)
        return
    if not names:
        if order[field]:
            return
        raise _ask_for_lots(order, made)
    _require_enough(order, names, made)
    lots = [_lot(order, name).id for name in names]
    order[field] = lots if order._fields[field].type == "many2many" else lots[0]


def _require_enough(order: models.BaseModel, names: list[str], made: float) -> None:
    serial = order.product_id.tracking == "serial"
    several = order._fields[lots_field(order)].type == "many2many"
    if len(names) == (made if serial else 1) and (several or len(names) == 1):
        return
    env = order.env
    if serial and not several:
        text = env._("One serial number a call: quantity 1, backorder true.")
    elif serial:
        text = env._("A serial number for each piece: %g are needed.") % made
    else:
        text = env._("One lot a call.")
    raise ToolError(text)


def _ask_for_lots(order: models.BaseModel, made: float) -> Any:
    title = order.env._("%(product)s needs a lot or serial number (%(made)g made).")
    title %= {"product": order.product_id.display_name, "made": made}
    asks = {"title": title, "argument": "lots", "how": 'lots = ["…"]'}
    return ToolError(f"{title} {asks['how']}", needs_input=asks)


def _lot(order: models.BaseModel, name: str) -> models.BaseModel:
    """The lot of that name; a new one where there is none."""
    lots = order.env["stock.lot"]
    found = lots.search(
        [
            *(("product_id", "=", order.product_id.id), ("name", "=", name)),
            ("company_id", "in", [False, order.company_id.id]),
        ],
        limit=1,
    )
    return found or lots.create(
        {
            "name": name,
            "product_id": order.product_id.id,
            "company_id": order.company_id.id,
        }
    )
