"""What a transfer or a manufacturing order lacks, product by product."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, Field

from odoo import models

from ..orm.values import number

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
            f"short: {self.product.name} ({self.product.id}) needs {self.needed:g}, "
            f"reserved {self.reserved:g}, free {self.free:g} {self.unit}{waits}"
        )


def of(moves: Iterable[models.BaseModel]) -> list[Shortage]:
    """The shortages among ``moves`` (``stock.move``), as they are reserved now."""
    return [_shortage(move) for move in moves if is_short(move)]


def beyond_stock(needs: Iterable[tuple[models.BaseModel, float]]) -> list[Shortage]:
    """Those of which more is needed than is reserved and free, at their place."""
    return [
        _shortage(move, needed)
        for move, needed in needs
        if _takes_stock(move)
        and _exceeds(move, needed, move.quantity + max(0.0, free(move)))
    ]


def is_short(move: models.BaseModel) -> bool:
    """Whether the move needs stock, and less than that is reserved."""
    return _takes_stock(move) and _exceeds(move, move.product_uom_qty, move.quantity)


def _takes_stock(move: models.BaseModel) -> bool:
    return move.state in OPEN and not move._should_bypass_reservation()


def _exceeds(move: models.BaseModel, needed: float, there: float) -> bool:
    return needed - there > move.product_uom.rounding / 2


def free(move: models.BaseModel) -> float:
    """What is not reserved where the move takes from, in its unit."""
    product = move.product_id.with_context(location=move.location_id.id)
    return product.uom_id._compute_quantity(
        product.free_qty, move.product_uom, rounding_method="DOWN"
    )


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
