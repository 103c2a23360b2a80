from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, PrivateAttr, ValidationInfo, model_validator

from odoo import api, models

from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm.context_params import ContextParams
from ...services.orm.names.explained import similar
from ...services.orm.relations import Lookups
from ...services.workflows import chain

MODELS = {
    "sale": "sale.order",
    "purchase": "purchase.order",
    "manufacturing": "mrp.production",
}


class WorkflowStatusParams(ContextParams):
    order: int | str = Field(
        validation_alias=AliasChoices("order", "order_id", "order_name"),
        description="Id or number of the order, e.g. S00012.",
    )
    order_type: Literal["sale", "purchase", "manufacturing"] | None = Field(
        None, description="May be left out with a number."
    )
    _found: tuple[str, int] = PrivateAttr()

    @model_validator(mode="after")
    def _find(self, info: ValidationInfo) -> WorkflowStatusParams:
        env: api.Environment = info.context["env"]
        if self.order_type is None:
            self._found = _by_number(env, self.order)
        elif (model := MODELS[self.order_type]) not in env:
            raise ValueError(env._("order_type: there is no model %s here") % model)
        else:
            self._found = (model, _one(env, model, self.order))
        return self

    def record(self, env: api.Environment) -> models.BaseModel:
        """The order that was named."""
        model, record_id = self._found
        return env[model].browse(record_id)


class WorkflowStatus(Result):
    name: str | None
    state: str | None
    documents: list[chain.Node] = Field(
        description="All documents of the process, the order's beginning first."
    )
    blocked_by: list[str] = Field(default_factory=list)
    next_steps: list[str] = Field(default_factory=list)
    unseen: list[str] = Field(
        default_factory=list, description="Models with documents not yours to read."
    )
    truncated: bool = Field(False, description="There are more documents.")

    def text(self) -> str:
        lines = [node.line() for node in self.documents]
        lines += [f"blocked: {reason}" for reason in self.blocked_by]
        lines += [f"next: {step}" for step in self.next_steps]
        if self.unseen:
            lines.append(f"not yours to read: {', '.join(self.unseen)}")
        if self.truncated:
            lines.append("there are more documents")
        return "\n".join(lines)


class GetWorkflowStatus(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.READ,
        requires=(tuple(MODELS.values()),),
        aliases=("odoo_get_workflow_status",),
    )
    def _mcp_get_workflow_status(self, params: WorkflowStatusParams) -> WorkflowStatus:
        """Follow an order through its whole process, and say what blocks it.

        Quotation, order, transfers, manufacturing, purchases, invoices and payments,
        each with its state and address, by Odoo's own links in both directions.
        """
        order = params.record(params.env_of(self))
        found = chain.walk(order)
        told = [chain.obstacles(document) for document in found.documents]
        return WorkflowStatus(
            name=order.display_name,
            state=order.state,
            documents=[chain.node(document) for document in found.documents],
            blocked_by=[reason for blocked, _next in told for reason in blocked],
            next_steps=[step for _blocked, steps in told for step in steps],
            unseen=found.unseen,
            truncated=found.cut,
        )


def _one(env: api.Environment, model: str, value: int | str) -> int:
    try:
        return Lookups(env).one(model, value)
    except ValueError as error:
        raise ValueError(f"order: {error}") from None


def _by_number(env: api.Environment, number: int | str) -> tuple[str, int]:
    """The one order of any type with that number."""
    if isinstance(number, int):
        raise ValueError(env._("order_type: an id needs it"))
    found = [
        (orders._name, order.id)
        for orders in _orders(env)
        for order in orders.search([("name", "=", number)], limit=2)
    ]
    if not found:
        raise ValueError(_no_order(env, number))
    if len(found) > 1:
        text = env._("order: %(count)s orders have the number %(number)s")
        raise ValueError(text % {"count": len(found), "number": number})
    return found[0]


def _orders(env: api.Environment) -> list[models.BaseModel]:
    """The models of orders that are here, and the caller's to read."""
    there = [env[model] for model in MODELS.values() if model in env]
    return [orders for orders in there if orders.has_access("read")]


def _order_of_transfer(env: api.Environment, number: str) -> str:
    if "stock.picking" not in env or not env["stock.picking"].has_access("read"):
        return ""
    found = env["stock.picking"].search([("name", "=", number)], limit=1)
    return found.origin or ""


def _no_order(env: api.Environment, number: str) -> str:
    text = env._("order: no order has the number %s") % number
    if origin := _order_of_transfer(env, number):
        return text + env._("; it is a transfer of %s") % origin
    near = [r.display_name for o in _orders(env) for r in similar(o, number)]
    return text + (env._("; nearest: %s") % ", ".join(near) if near else "")
