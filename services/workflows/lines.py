"""Lines of products: as they are asked for, and as Odoo stored them."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from odoo import api, models
from odoo.tools import float_round

from ..compat.orders import line_unit
from ..errors import ToolError
from ..orm.context_params import Named
from ..orm.reads.values import amount
from ..orm.writes.writing import NotApplied
from .shortages import Reference, quantity, reference

MOST_LINES = 200
QUANTITY = AliasChoices("quantity", "qty", "product_uom_qty", "product_qty")
LINES = AliasChoices("lines", "product_lines", "order_lines")


class ProductLine(BaseModel):
    """A product and how much of it."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    product_id: Named("product.product") = Field(
        validation_alias=AliasChoices("product_id", "product"),
        description="Id, internal reference, barcode or exact name.",
    )
    quantity: float = Field(
        gt=0, validation_alias=QUANTITY, description="In the product's unit."
    )


class PricedLine(ProductLine):
    """A line of an order."""

    uom: Named("uom.uom") | None = Field(
        None,
        validation_alias=AliasChoices("uom", "product_uom_id", "product_uom", "unit"),
        description="Unit of quantity and price; default the product's.",
    )
    price_unit: float | None = Field(
        None, description="Only when it differs from the price list's."
    )


class SaleLine(PricedLine):
    """A line of a quotation."""

    discount: float | None = Field(None, ge=0, le=100, description="In percent.")


class StoredLine(BaseModel):
    """A line as it is stored."""

    product: Reference
    quantity: float
    unit: str | None = None
    price_unit: float | None = None
    price_from: str | None = None
    discount: float | None = Field(None, description="In percent.")
    subtotal: dict[str, Any] | None = None

    def line(self) -> str:
        text = (
            f"{self.quantity:.15g} {self.unit} {self.product.name} ({self.product.id})"
        )
        if self.price_unit is None:
            return text
        source = f" ({self.price_from})" if self.price_from else ""
        less = f" less {self.discount:.15g} %" if self.discount else ""
        at = f"at {self.price_unit:.15g}{source}{less}"
        return f"{text} {at} = {self.subtotal['amount']:.15g}"


def require_step(unit: models.BaseModel, asked: float) -> None:
    """Raises ToolError for a quantity that Odoo would round to another one."""
    near = float_round(asked, precision_rounding=unit.rounding)
    if abs(near - asked) <= 1e-9:
        return
    text = unit.env._(
        "quantity: %(unit)s are counted in steps of %(step)s; %(asked)s would be "
        "%(near)s."
    )
    numbers = {"step": unit.rounding, "asked": asked, "near": near}
    told = {name: f"{number:.15g}" for name, number in numbers.items()}
    raise ToolError(text % {**told, "unit": unit.name})


def require_flag(env: api.Environment, lines: list[ProductLine], flag: str) -> None:
    """Products that Odoo's form does not offer for such an order.

    Args:
        flag: ``sale_ok`` or ``purchase_ok``.

    Raises:
        ToolError: names them.
    """
    products = env["product.product"].browse(line.product_id for line in lines)
    if bad := products.filtered(lambda p: not p[flag] or not p.active):
        field = bad._fields[flag]._description_string(env)
        raise ToolError(
            env._("Archived, or “%(flag)s” is not set: %(products)s.")
            % {"flag": field, "products": ", ".join(bad.mapped("display_name"))}
        )


def stored(lines: models.BaseModel, name: str) -> list[StoredLine]:
    """The lines of an order, read back.

    Args:
        name: the field with the quantity.
    """
    return [
        StoredLine(
            product=reference(line.product_id),
            quantity=quantity(line[name]),
            unit=line_unit(line).name,
            price_unit=quantity(line.price_unit),
            discount=quantity(line.discount) or None,
            subtotal=amount(line.price_subtotal, line.currency_id),
        )
        for line in lines
    ]


def require_something(
    env: api.Environment, asked: list[PricedLine], kept: list[StoredLine]
) -> None:
    """Raises ToolError for a quantity that Odoo rounds to nothing."""
    # where Odoo left lines out, not_applied says so
    for number, (line, now) in enumerate(zip(asked, kept, strict=False)):
        if not now.quantity:
            text = env._("lines.%(line)s.quantity: %(asked)s %(unit)s would be 0.")
            told = {"line": number, "asked": f"{line.quantity:.15g}", "unit": now.unit}
            raise ToolError(text % told)


def not_applied(
    order: models.BaseModel, asked: list[PricedLine], kept: list[StoredLine]
) -> list[NotApplied]:
    """What of the lines of ``order`` was rounded or left out by Odoo."""
    missed = partial(NotApplied, id=order.id)
    if len(asked) != len(kept):
        return [missed(field="lines", asked=len(asked), stored=len(kept))]
    found = []
    for number, (line, now) in enumerate(zip(asked, kept, strict=True)):
        for name in ("quantity", "price_unit", "discount"):
            wanted, is_now = getattr(line, name, None), getattr(now, name)
            if wanted is not None and abs(wanted - (is_now or 0)) > 1e-9:
                place = f"lines.{number}.{name}"
                found.append(missed(field=place, asked=wanted, stored=is_now))
    return found
