from __future__ import annotations

from typing import Annotated

from pydantic import AliasChoices

from odoo import Command, models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import fresh, head
from ...services.orm.reads.values import amount
from ...services.workflows import buying, selling
from ...services.workflows import lines as product_lines
from .create_quotation import NewOrder


class CreatePurchaseParams(ContextParams):
    vendor_id: Named("res.partner") = Field(
        validation_alias=AliasChoices("vendor_id", "partner_id", "supplier_id"),
        description="Id or exact name of the vendor.",
    )
    lines: Annotated[
        list[product_lines.PricedLine],
        Field(min_length=1, max_length=product_lines.MOST_LINES),
    ] = Field(
        validation_alias=product_lines.LINES,
        description="Products with their quantities.",
    )


class CreatePurchaseOrder(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.ADD,
        requires=("purchase.order",),
        aliases=("odoo_create_purchase_order",),
    )
    def _mcp_create_purchase_order(self, params: CreatePurchaseParams) -> NewOrder:
        """Create a request for quotation to a vendor; confirm_purchase_order orders it.

        A line without a price takes the vendor's; the answer says where each comes
        from.
        """
        env = params.env_of(self)
        product_lines.require_flag(env, params.lines, "purchase_ok")
        order = env["purchase.order"].create(_values(params))
        selling.require_allowed(order, "purchase")
        _set_prices(order, params)
        order = fresh(order)
        kept = buying.priced(order, [line.price_unit for line in params.lines])
        return NewOrder(
            **head(order),
            partner=order.partner_id.display_name,
            lines=kept,
            untaxed=amount(order.amount_untaxed, order.currency_id),
            total=amount(order.amount_total, order.currency_id),
            not_applied=product_lines.not_applied(order, params.lines, kept),
            warnings=[*buying.warnings(order), *buying.too_few(order)],
        )

    def _sentence_create_purchase_order(self, params: CreatePurchaseParams) -> str:
        """Names the vendor."""
        vendor = self.env["res.partner"].browse(params.vendor_id)
        return self.env._("Creates a request for quotation to %s.") % (
            vendor.display_name
        )


def _values(params: CreatePurchaseParams) -> dict:
    asked = [
        {"product_id": line.product_id, "product_qty": line.quantity}
        for line in params.lines
    ]
    return {
        "partner_id": params.vendor_id,
        "order_line": [Command.create(values) for values in asked],
    }


def _set_prices(order: models.BaseModel, params: CreatePurchaseParams) -> None:
    """Set the vendor's prices for these quantities, then the prices that were given.

    On creation Odoo takes the price for the vendor's least quantity; 18.0 does so even
    where a price was given.
    """
    order.env.flush_all()
    order.order_line.modified(["product_qty"])
    order.env.flush_all()
    for line, asked in zip(order.order_line, params.lines, strict=True):
        if asked.price_unit is not None:
            line.price_unit = asked.price_unit
