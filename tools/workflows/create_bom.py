from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AliasChoices

from odoo import Command, api, models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import ChangedDocument, fresh, head
from ...services.workflows import lines as product_lines
from ...services.workflows import making
from ...services.workflows.shortages import Reference, quantity, reference


class CreateBomParams(ContextParams):
    product_id: Named("product.product") = Field(
        description="What is made: id, internal reference or exact name. The bill is "
        "for this variant alone if the product has variants."
    )
    component_lines: Annotated[
        list[product_lines.ProductLine],
        Field(min_length=1, max_length=product_lines.MOST_LINES),
    ] = Field(
        validation_alias=AliasChoices("component_lines", "components", "lines"),
        description="Components for the quantity made.",
    )
    bom_type: Literal["normal", "phantom"] = Field(
        "normal", description="normal is manufactured, phantom is a kit."
    )
    quantity: float = Field(1, gt=0, description="How much the components make.")


class NewBom(ChangedDocument):
    product: Reference | None = None
    variant: bool = Field(False, description="For this variant alone.")
    bom_type: str | None = None
    quantity: float | None = None
    unit: str | None = None
    lines: list[product_lines.StoredLine] = Field(default_factory=list)

    def head(self) -> str:
        return f"{self.name} ({self.id}), {self.bom_type}, {self.url}"

    def rest(self) -> list[str]:
        made = f"makes {self.quantity:.15g} {self.unit} {self.product.name}"
        return [made, *(line.line() for line in self.lines)]


class CreateBom(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(Effect.ADD, requires=("mrp.bom",), aliases=("odoo_create_bom",))
    def _mcp_create_bom(self, params: CreateBomParams) -> NewBom:
        """Create a bill of materials: what a product, or one variant, is made of."""
        env = params.env_of(self)
        product = env["product.product"].browse(params.product_id)
        others = making.bills(product)
        bom = fresh(env["mrp.bom"].create(_values(env, product, params)))
        _require_stored(bom, params)
        return NewBom(
            **head(bom),
            product=reference(bom.product_id or bom.product_tmpl_id),
            variant=bool(bom.product_id),
            bom_type=bom.type,
            quantity=quantity(bom.product_qty),
            unit=bom.product_uom_id.name,
            lines=[_stored(line) for line in bom.bom_line_ids],
            warnings=making.beside(others),
        )

    def _sentence_create_bom(self, params: CreateBomParams) -> str:
        """Names the product."""
        product = self.env["product.product"].browse(params.product_id)
        return self.env._("Creates a bill of materials for %s.") % product.display_name


def _values(
    env: api.Environment, product: models.BaseModel, params: CreateBomParams
) -> dict[str, Any]:
    return {
        "product_tmpl_id": product.product_tmpl_id.id,
        "product_id": product.id if making.is_variant(product) else False,
        "product_qty": params.quantity,
        "product_uom_id": product.uom_id.id,
        "type": params.bom_type,
        "bom_line_ids": [
            Command.create(_line(env, line)) for line in params.component_lines
        ],
    }


def _line(env: api.Environment, line: product_lines.ProductLine) -> dict[str, Any]:
    component = env["product.product"].browse(line.product_id)
    return {
        "product_id": component.id,
        "product_qty": line.quantity,
        "product_uom_id": component.uom_id.id,
    }


def _require_stored(bom: models.BaseModel, params: CreateBomParams) -> None:
    """Raises ToolError where Odoo rounds a quantity: all that is made would lack it."""
    asked = [line.quantity for line in params.component_lines]
    for line, wanted in zip(bom.bom_line_ids, asked, strict=True):
        if abs(line.product_qty - wanted) > 1e-9:
            text = bom.env._(
                "%(product)s: Odoo would store %(stored)s for %(asked)s; give the bill a "
                "greater quantity."
            )
            numbers = {"stored": line.product_qty, "asked": wanted}
            told = {name: f"{number:.15g}" for name, number in numbers.items()}
            raise ToolError(text % {**told, "product": line.product_id.display_name})


def _stored(line: models.BaseModel) -> product_lines.StoredLine:
    return product_lines.StoredLine(
        product=reference(line.product_id),
        quantity=quantity(line.product_qty),
        unit=line.product_uom_id.name,
    )
