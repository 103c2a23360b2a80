from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import ChangedDocument, Document
from ...services.workflows import making
from ...services.workflows.lines import QUANTITY, require_step
from ...services.workflows.shortages import Reference


class CreateManufacturingParams(ContextParams):
    product_id: Named("product.product") = Field(
        description="What is made: id, internal reference or exact name."
    )
    quantity: float = Field(
        gt=0, validation_alias=QUANTITY, description="In the product's unit."
    )
    origin: str | None = Field(
        None, max_length=200, description="Source document, e.g. S00012."
    )
    bom_id: Named("mrp.bom") | None = Field(
        None, description="Bill of materials; Odoo's first for the product if left out."
    )


class Component(BaseModel):
    """A component of a manufacturing order."""

    product: Reference
    needed: float
    reserved: float
    unit: str | None = None

    def line(self) -> str:
        return (
            f"component {self.product.name} ({self.product.id}): "
            f"{self.needed:.15g} {self.unit}, reserved {self.reserved:.15g}"
        )


class Manufacturing(ChangedDocument):
    product: Reference | None = None
    quantity: float | None = None
    unit: str | None = None
    bom: Reference | None = None
    components: list[Component] = Field(default_factory=list)
    transfers: list[Document] = Field(default_factory=list)

    def rest(self) -> list[str]:
        bom = f", by {self.bom.name} ({self.bom.id})" if self.bom else ""
        return [
            f"{self.quantity:.15g} {self.unit} {self.product.name}{bom}",
            *(component.line() for component in self.components),
            *(transfer.line() for transfer in self.transfers),
        ]


class CreateManufacturingOrder(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.ADD,
        requires=("mrp.production",),
        aliases=("odoo_create_manufacturing_order",),
    )
    def _mcp_create_manufacturing_order(
        self, params: CreateManufacturingParams
    ) -> Manufacturing:
        """Create a draft manufacturing order with the components of its bill.

        confirm_manufacturing_order confirms it and reserves the components.
        """
        env = params.env_of(self)
        product = env["product.product"].browse(params.product_id)
        require_step(product.uom_id, params.quantity)
        if params.bom_id:
            making.require_fitting(product, env["mrp.bom"].browse(params.bom_id))
        else:
            making.require_no_kit(product)
        order = env["mrp.production"].create(_values(params, product))
        facts = making.facts(order)
        return Manufacturing(**facts, warnings=_warnings(order))

    def _sentence_create_manufacturing_order(
        self, params: CreateManufacturingParams
    ) -> str:
        """Names the product and the quantity."""
        product = self.env["product.product"].browse(params.product_id)
        text = self.env._("Creates an order to make %(product)s: %(quantity)s.")
        quantity = f"{params.quantity:.15g} {product.uom_id.name}"
        return text % {"product": product.display_name, "quantity": quantity}


def _values(
    params: CreateManufacturingParams, product: models.BaseModel
) -> dict[str, Any]:
    # else the quantity would be one in the unit of the bill
    unit = {"product_uom_id": product.uom_id.id}
    values = {"product_id": product.id, "product_qty": params.quantity, **unit}
    if params.bom_id:
        values["bom_id"] = params.bom_id
    if params.origin:
        values["origin"] = params.origin
    return values


def _warnings(order: models.BaseModel) -> list[str]:
    if not order.bom_id:
        return [order.env._("There is no bill of materials: it has no components.")]
    others = making.bills(order.product_id).filtered(lambda b: b.type == "normal")
    return making.beside(others - order.bom_id)
