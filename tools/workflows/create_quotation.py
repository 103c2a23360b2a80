from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, PrivateAttr, model_validator

from odoo import Command, api, models

from ...services.compat.orders import unit_field
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import ChangedDocument, fresh, head
from ...services.orm.moment_params import Moment
from ...services.orm.reads.cells import cell
from ...services.orm.reads.values import amount
from ...services.orm.writes.typed_prices import kept
from ...services.orm.writes.writing import NotApplied, lines_of
from ...services.workflows import lines as product_lines
from ...services.workflows import selling


class CreateQuotationParams(ContextParams):
    customer_id: Named("res.partner") = Field(
        validation_alias=AliasChoices("customer_id", "partner_id"),
        description="Id or exact name of the customer.",
    )
    lines: Annotated[
        list[product_lines.SaleLine], Field(max_length=product_lines.MOST_LINES)
    ] = Field(
        default_factory=list,
        validation_alias=product_lines.LINES,
        description="Products with their quantities.",
    )
    template: Named("sale.order.template") | None = Field(
        None,
        validation_alias=AliasChoices("template", "sale_order_template_id"),
        description="Quotation template; its lines come first.",
    )
    order_date: Moment | None = Field(None, description="ISO 8601; now if left out.")
    _total: dict[str, Any] | None = PrivateAttr(None)

    @model_validator(mode="after")
    def _has_lines(self) -> CreateQuotationParams:
        if not (self.lines or self.template):
            raise ValueError("lines: which products? Or give a template")
        return self


class NewOrder(ChangedDocument):
    partner: str | None = None
    lines: list[product_lines.StoredLine] = Field(default_factory=list)
    untaxed: dict[str, Any] | None = None
    total: dict[str, Any] | None = Field(None, description="With taxes.")
    not_applied: list[NotApplied] = Field(
        default_factory=list, description="What Odoo stored otherwise than asked."
    )

    def rest(self) -> list[str]:
        total = f"{self.partner}: {self.total['amount']:.15g} {self.total['currency']}"
        return [
            total,
            *(line.line() for line in self.lines),
            *lines_of(self.not_applied, [], ""),
        ]


class CreateQuotation(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(Effect.ADD, requires=("sale.order",), aliases=("odoo_create_quotation",))
    def _mcp_create_quotation(self, params: CreateQuotationParams) -> NewOrder:
        """Create a quotation for a customer; confirm_quotation makes it an order.

        Prices, taxes and terms are Odoo's own for this customer unless a line gives
        a price.
        """
        env = params.env_of(self)
        product_lines.require_flag(env, params.lines, "sale_ok")
        order, own = _created(env, params)
        kept_lines = _stored(own)
        product_lines.require_something(env, params.lines, kept_lines)
        selling.require_allowed(order, "sale")
        order = fresh(order)
        params._total = amount(order.amount_total, order.currency_id)
        return NewOrder(
            **head(order),
            partner=order.partner_id.display_name,
            lines=_stored(order.order_line),
            untaxed=amount(order.amount_untaxed, order.currency_id),
            total=params._total,
            not_applied=product_lines.not_applied(order, params.lines, kept_lines),
            warnings=selling.warnings(order),
        )

    def _sentence_create_quotation(self, params: CreateQuotationParams) -> str:
        """Names the customer and the amount."""
        customer = self.env["res.partner"].browse(params.customer_id).display_name
        text = self.env._("Creates a quotation for %(customer)s of %(total)s.")
        return text % {"customer": customer, "total": cell(params._total)}


def _created(
    env: api.Environment, params: CreateQuotationParams
) -> tuple[models.BaseModel, models.BaseModel]:
    """The quotation, and of its lines those that were asked for."""
    lines = {"order_line": [Command.create(_line(env, line)) for line in params.lines]}
    if not params.template:
        order = env["sale.order"].create({**_values(params), **lines})
        return order, order.order_line
    order = env["sale.order"].create(_values(params))
    selling.fill_from_template(order)
    filled = order.order_line
    order.write(lines)
    return order, order.order_line - filled


def _values(params: CreateQuotationParams) -> dict[str, Any]:
    values: dict[str, Any] = {"partner_id": params.customer_id}
    if params.order_date:
        values["date_order"] = params.order_date
    if params.template:
        values["sale_order_template_id"] = params.template
    return values


def _stored(lines: models.BaseModel) -> list[product_lines.StoredLine]:
    """Those of products: a template has sections and notes, too."""
    return product_lines.stored(lines.filtered("product_id"), "product_uom_qty")


def _line(env: api.Environment, line: product_lines.SaleLine) -> dict[str, Any]:
    values = {"product_id": line.product_id, "product_uom_qty": line.quantity}
    if line.uom is not None:
        values[unit_field(env["sale.order.line"])] = line.uom
    if line.price_unit is not None:
        values["price_unit"] = line.price_unit
    if line.discount is not None:
        values["discount"] = line.discount
    return kept(env["sale.order.line"], values)
