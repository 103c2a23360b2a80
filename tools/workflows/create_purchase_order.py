from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, PrivateAttr

from odoo import Command, api, models

from ...services.compat.orders import unit_field
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import fresh, head
from ...services.orm.reads.cells import cell
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
    _total: dict[str, Any] | None = PrivateAttr(None)


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
        order = env["purchase.order"].create(_values(env, params))
        selling.require_allowed(order, "purchase")
        _set_prices(order, params)
        order = fresh(order)
        params._total = amount(order.amount_total, order.currency_id)
        kept = buying.priced(order, [line.price_unit for line in params.lines])
        product_lines.require_something(env, params.lines, kept)
        return NewOrder(
            **head(order),
            partner=order.partner_id.display_name,
            lines=kept,
            untaxed=amount(order.amount_untaxed, order.currency_id),
            total=params._total,
            not_applied=product_lines.not_applied(order, params.lines, kept),
            warnings=[*buying.warnings(order), *buying.too_few(order)],
        )

    def _sentence_create_purchase_order(self, params: CreatePurchaseParams) -> str:
        """Names the vendor and the amount."""
        vendor = self.env["res.partner"].browse(params.vendor_id).display_name
        text = self.env._("Creates a request for quotation to %(vendor)s of %(total)s.")
        return text % {"vendor": vendor, "total": cell(params._total)}


def _values(env: api.Environment, params: CreatePurchaseParams) -> dict[str, Any]:
    lines = [Command.create(_line(env, line)) for line in params.lines]
    return {**buying.terms(env, params.vendor_id), "order_line": lines}


def _line(env: api.Environment, line: product_lines.PricedLine) -> dict[str, Any]:
    # 18.0 would take the quantity for one in the unit of purchases
    unit = line.uom or env["product.product"].browse(line.product_id).uom_id.id
    return {
        "product_id": line.product_id,
        "product_qty": line.quantity,
        unit_field(env["purchase.order.line"]): unit,
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
