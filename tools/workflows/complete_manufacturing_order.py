from __future__ import annotations

from pydantic import BaseModel, PrivateAttr

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.orm.document import ChangedDocument, Document, document, head
from ...services.workflows import finishing, reservations
from ...services.workflows.shortages import Reference, quantity, reference


class CompleteParams(finishing.Asked):
    _warnings: list[str] = PrivateAttr(default_factory=list)


class Consumed(BaseModel):
    """A component, and how much of it went in."""

    product: Reference
    consumed: float
    unit: str | None = None
    lots: list[str] = Field(default_factory=list)

    def line(self) -> str:
        lots = f" [{', '.join(self.lots)}]" if self.lots else ""
        return f"consumed {self.consumed:.15g} {self.unit} {self.product.name}{lots}"


class CompletedManufacturing(ChangedDocument):
    product: Reference | None = None
    produced: float | None = None
    unit: str | None = None
    lots: list[str] = Field(default_factory=list)
    components: list[Consumed] = Field(default_factory=list)
    backorder: Document | None = Field(None, description="Where the rest is kept.")

    def rest(self) -> list[str]:
        lots = f" [{', '.join(self.lots)}]" if self.lots else ""
        lines = [f"made {self.produced:.15g} {self.unit} {self.product.name}{lots}"]
        lines += [component.line() for component in self.components]
        return lines + (
            [f"backorder {self.backorder.line()}"] if self.backorder else []
        )


class CompleteManufacturingOrder(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        requires=("mrp.production",),
        aliases=(
            "odoo_complete_manufacturing_order",
            "produce",
            "finish_manufacturing_order",
            "mark_manufacturing_order_done",
        ),
        presses=("mrp.production.button_mark_done",),
        reaches=(state("mrp.production", ("state", "=", "done")),),
    )
    def _mcp_complete_manufacturing_order(
        self, params: CompleteParams
    ) -> CompletedManufacturing:
        """Finish a confirmed manufacturing order: make the product, use the components.

        All of it, or a quantity; what is left of the order asks for backorder.
        """
        order = params.env_of(self)["mrp.production"].browse(params.order_id)
        order = order.with_company(order.company_id)
        finishing.require_open(order)
        params._warnings = [
            *finishing.exceeding(order, params),
            *finishing.differing(order, params),
            *finishing.lacking(order, params),
        ]
        reserved = reservations.beside(order)
        rest = finishing.finish(order, params)
        params._warnings += reservations.lost(reserved)
        return CompletedManufacturing(
            **head(order),
            product=reference(order.product_id),
            produced=quantity(order.qty_produced),
            unit=order.product_uom_id.name,
            lots=_lots(_made(order)),
            components=[_consumed(move) for move in order.move_raw_ids],
            backorder=document(rest) if rest else None,
            warnings=params._warnings,
        )

    def _sentence_complete_manufacturing_order(self, params: CompleteParams) -> str:
        """Names the order, the quantity and what is not in stock."""
        order = params.env_of(self)["mrp.production"].browse(params.order_id)
        text = self.env._("Makes %(made)s %(product)s by %(order)s.") % {
            "made": f"{params.quantity or order.product_qty:.15g}",
            "product": order.product_id.display_name,
            "order": order.display_name,
        }
        return " ".join([text, *params._warnings])


def _made(order: models.BaseModel) -> models.BaseModel:
    return order.move_finished_ids.filtered(lambda m: m.product_id == order.product_id)


def _consumed(move: models.BaseModel) -> Consumed:
    done = move.quantity if move.state == "done" else 0.0
    return Consumed(
        product=reference(move.product_id),
        consumed=quantity(done),
        unit=move.product_uom.name,
        lots=_lots(move) if done else [],
    )


def _lots(moves: models.BaseModel) -> list[str]:
    # sudo: whoever may make the product need not read all lots
    return [name for name in moves.move_line_ids.lot_id.sudo().mapped("name") if name]
