"""Which transfer is meant: never an arbitrary one."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ...errors import ToolError
from ...orm.document import head, linked, listed, refuse_state, state_of
from ...orm.moments import show_datetime
from .asking import Asked
from .kinds import KINDS, Kind

CLOSED = ("done", "cancel")


def find(env: api.Environment, asked: Asked, kind: Kind) -> models.BaseModel:
    """The transfer of ``asked``, open and of the right kind.

    Raises:
        ToolError: none, several (listed as ``candidates``), or not one to process.
    """
    if asked.picking_id is not None:
        picking = env["stock.picking"].browse(asked.picking_id)
        _require_of_order(picking, asked, kind)
    elif asked.order_id is not None:
        picking = _of_order(env[kind.order].browse(asked.order_id), kind)
    else:
        raise ToolError(env._("Name the transfer (picking_id) or its order."))
    _require_kind(picking, kind)
    _require_open(picking)
    return picking.with_company(picking.company_id)


def _of_order(order: models.BaseModel, kind: Kind) -> models.BaseModel:
    if "picking_ids" not in order._fields:
        raise ToolError(
            order.env._("Orders have no transfers here: install Inventory.")
        )
    mine = order.picking_ids.filtered(lambda p: p.picking_type_code in kind.codes)
    still = mine.filtered(lambda p: p.state not in CLOSED)
    if len(still) == 1:
        return still
    if still:
        raise ToolError(
            order.env._("%(order)s has several open transfers; name one: %(list)s.")
            % {"order": order.display_name, "list": listed(still)},
            candidates=[_candidate(p) for p in still],
        )
    raise ToolError(_why_none(order, mine), **head(order))


def _why_none(order: models.BaseModel, closed: models.BaseModel) -> str:
    facts = {"order": order.display_name, "state": state_of(order)}
    before = (order.picking_ids - closed).filtered(lambda p: p.state not in CLOSED)
    if before:
        text = order.env._(
            "%(order)s has other steps first, which execute_method does "
            "(button_validate): %(list)s."
        )
        return text % {**facts, "list": listed(before)}
    if closed:
        text = order.env._(
            "%(order)s has no open transfer; these are closed: %(list)s."
        )
        return text % {**facts, "list": listed(closed)}
    text = order.env._("%(order)s has no transfer; it is in the state %(state)s.")
    return text % facts


def _candidate(picking: models.BaseModel) -> dict[str, Any]:
    due = picking.scheduled_date
    return {
        **head(picking),
        "scheduled": show_datetime(picking.env, due) if due else None,
        "products": picking.move_ids.product_id.mapped("display_name")[:10],
    }


def _require_of_order(picking: models.BaseModel, asked: Asked, kind: Kind) -> None:
    if asked.order_id is None:
        return
    order = picking.env[kind.order].browse(asked.order_id)
    if picking.id not in [own.id for own in linked(order, "picking_ids")]:
        raise ToolError(
            picking.env._("%(picking)s does not belong to %(order)s.")
            % {"picking": picking.display_name, "order": order.display_name}
        )


def _require_kind(picking: models.BaseModel, kind: Kind) -> None:
    code = picking.picking_type_code
    if code in kind.codes:
        return
    other = next((k.tool for k in KINDS if code in k.codes), "execute_method")
    raise ToolError(
        picking.env._("%(name)s is a transfer of the type %(type)s: use %(tool)s.")
        % {
            "name": picking.display_name,
            "type": picking.picking_type_id.display_name,
            "tool": other,
        }
    )


def _require_open(picking: models.BaseModel) -> None:
    env = picking.env
    done = picking.date_done and show_datetime(env, picking.date_done)
    refuse_state(
        picking,
        ("draft", "waiting", "confirmed", "assigned"),
        {
            "done": env._("it was done on %s") % done,
            "cancel": env._("it is cancelled"),
        },
    )
