"""The arguments that receipts and deliveries share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    StrictInt,
    WithJsonSchema,
    model_validator,
)

from ...orm.buttons.wizards import WizardAnswer
from ...orm.context_params import ContextParams, Named

MOST_LINES = 200


class LotQuantity(BaseModel):
    """So much of one lot, or one serial number."""

    model_config = ConfigDict(extra="forbid")

    lot: str = Field(min_length=1, max_length=200, description="Lot or serial number.")
    quantity: float = Field(1, gt=0, description="In the unit of the line.")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Any) -> Any:
        """A number by itself: of one piece."""
        return {"lot": value} if isinstance(value, str) else value


class QuantityLine(BaseModel):
    """How much of one line of the transfer moves."""

    model_config = ConfigDict(extra="forbid")

    product_id: Named("product.product") | None = Field(
        None, description="Id, reference or exact name."
    )
    move_id: StrictInt | None = Field(
        None, description="The line, where a product stands on several."
    )
    quantity: float | None = Field(None, ge=0, description="In the unit of the line.")
    lots: list[LotQuantity] | None = Field(
        None, max_length=MOST_LINES, description="Of a product with lots or serials."
    )

    @model_validator(mode="after")
    def _one_way(self) -> QuantityLine:
        if (self.product_id is None) == (self.move_id is None):
            raise ValueError("give product_id or move_id")
        if self.quantity is None and not self.lots:
            raise ValueError("give quantity, lots or both")
        return self

    @property
    def total(self) -> float:
        """The quantity; of lots alone, their sum."""
        if self.quantity is not None:
            return self.quantity
        return sum(lot.quantity for lot in self.lots or ())


def _as_lines(value: Any) -> Any:
    """``{product: quantity}`` as well as a list of lines."""
    if not isinstance(value, dict):
        return value
    return [
        {"product_id": int(key) if str(key).isdigit() else key, "quantity": number}
        for key, number in value.items()
    ]


Quantities = Annotated[
    list[QuantityLine], Field(max_length=MOST_LINES), BeforeValidator(_as_lines)
]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, dict | WizardAnswer) else value


class Asked(ContextParams):
    """What a client asks of a transfer; the tools add the order."""

    picking_id: Named("stock.picking") | None = Field(
        None,
        validation_alias=AliasChoices("picking_id", "picking"),
        description="The transfer's id or number, as Odoo shows it.",
    )
    quantities: Quantities | None = Field(
        None,
        description="What moves; lines not named do not. Without it: all that is "
        "expected, or reserved.",
    )
    backorder: bool | None = Field(
        None,
        description="What is left: true keeps it on a backorder, false cancels it.",
    )
    wizard: (
        Annotated[
            list[WizardAnswer],
            BeforeValidator(_as_list),
            WithJsonSchema(WizardAnswer.model_json_schema()),
        ]
        | None
    ) = Field(None, description="Answer to needs_input that names a wizard.")
    # what became of the rest: a preview is worded afterwards
    # what the sentence of a preview says beside the document
    _said: list[str] = PrivateAttr(default_factory=list)

    @property
    def order_id(self) -> int | None:
        """The order whose transfer is meant."""
        return None
