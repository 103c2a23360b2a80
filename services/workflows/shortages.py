"""What a transfer or a manufacturing order lacks, product by product."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, Field

from odoo import models

from ..orm.reads.values import number

OPEN = ("waiting", "confirmed", "partially_available", "assigned")


class Reference(BaseModel):
    """A record by id and name."""

    id: int
    name: str | None = None


class Shortage(BaseModel):
    """A product of which less is reserved than is needed."""

    product: Reference
    needed: float
    reserved: float
    missing: float
    free: float = Field(description="Not reserved for anything, at this place.")
    unit: str | None = None
    waits_for: list[str] = Field(
        default_factory=list, description="Documents that will bring it."
    )

    def line(self) -> str:
        waits = f", waits for {', '.join(self.waits_for)}" if self.waits_for else ""
        return (
            f"short: {self.product.name} ({self.product.id}) needs {self.needed:.15g}, "
            f"reserved {self.reserved:.15g}, free {self.free:.15g} {self.unit}{waits}"
        )

    def in_words(self) -> dict[str, str]:
        """What a sentence says of it."""
        amounts = {"needed": self.needed, "reserved": self.reserved, "free": self.free}
        return {
            **{name: f"{amount:.15g}" for name, amount in amounts.items()},
            "product": f"{self.product.name} ({self.product.id})",
            "unit": self.unit or "",
        }


def of(moves: Iterable[models.BaseModel]) -> list[Shortage]:
    """The shortages among ``moves`` (``stock.move``), as they are reserved now."""
    return [_shortage(move) for move in moves if is_short(move)]


def beyond_stock(needs: Iterable[tuple[models.BaseModel, float]]) -> list[Shortage]:
    """Those of which more is needed than is reserved and free, at their place.

    What is free there counts once, for the moves in their order.
    """
    taking = [(move, needed) for move, needed in needs if _takes_stock(move)]
    spare = _spare(taking)
    found = [_beyond(spare, move, needed) for move, needed in taking]
    return [short for short in found if short]


def _spare(taking: Iterable[tuple[models.BaseModel, float]]) -> dict[Any, float]:
    """By place, in the product's unit: what is free, and reserved beyond the need."""
    found: dict[Any, float] = {}
    for move, needed in taking:
        free_now = found.get(_place(move), max(0.0, _free(move)))
        found[_place(move)] = free_now + _in_stock_unit(move, move.quantity - needed)
    return found


def _beyond(
    spare: dict[Any, float], move: models.BaseModel, needed: float
) -> Shortage | None:
    """The shortage of one move; takes what it needs out of ``spare``."""
    there = _in_unit_of(move, spare[_place(move)])
    spare[_place(move)] -= _in_stock_unit(move, min(there, needed - move.quantity))
    if not _exceeds(move, needed, move.quantity + there):
        return None
    return _shortage(move, needed).model_copy(update={"free": quantity(there)})


def _place(move: models.BaseModel) -> tuple[int, int]:
    return move.product_id.id, move.location_id.id


def is_short(move: models.BaseModel) -> bool:
    """Whether the move needs stock, and less than that is reserved."""
    return _takes_stock(move) and _exceeds(move, move.product_uom_qty, move.quantity)


def _takes_stock(move: models.BaseModel) -> bool:
    return move.state in OPEN and not move._should_bypass_reservation()


def _exceeds(move: models.BaseModel, needed: float, there: float) -> bool:
    return needed - there > move.product_uom.rounding / 2


def free(move: models.BaseModel) -> float:
    """What is not reserved where the move takes from, in its unit."""
    return _in_unit_of(move, _free(move))


def _free(move: models.BaseModel) -> float:
    return move.product_id.with_context(location=move.location_id.id).free_qty


def _in_unit_of(move: models.BaseModel, amount: float) -> float:
    unit = move.product_id.uom_id
    return unit._compute_quantity(amount, move.product_uom, rounding_method="DOWN")


def _in_stock_unit(move: models.BaseModel, amount: float) -> float:
    """In the unit of the product; nothing of what is below zero."""
    unit = move.product_id.uom_id
    return move.product_uom._compute_quantity(max(0.0, amount), unit, round=False)


def reference(record: models.BaseModel) -> Reference:
    """Id and name of ``record``."""
    return Reference(id=record.id, name=record.display_name)


def quantity(value: float) -> float:
    """A quantity without the noise of binary fractions."""
    return number(value, 6)


def _shortage(move: models.BaseModel, needed: float | None = None) -> Shortage:
    needed = move.product_uom_qty if needed is None else needed
    return Shortage(
        product=reference(move.product_id),
        needed=quantity(needed),
        reserved=quantity(move.quantity),
        missing=quantity(needed - move.quantity),
        free=quantity(max(0.0, free(move))),
        unit=move.product_uom.name,
        waits_for=_sources(move),
    )


def _sources(move: models.BaseModel) -> list[str]:
    """Open documents that bring the product by a chain of moves."""
    # sudo: names only, of what the caller's own document waits for
    origins = move.sudo().move_orig_ids.filtered(
        lambda m: m.state not in ("done", "cancel")
    )
    made = origins.production_id if "production_id" in origins._fields else ()
    return [*origins.picking_id.mapped("name"), *(order.name for order in made)]
