from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.orm.buttons.wizards import WizardAnswer
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import Document, require_state
from ...services.pressing import press
from ...services.workflows import making
from ...services.workflows.shortages import Shortage, is_short
from ...services.workflows.shortages import of as shortages_of
from .create_manufacturing_order import Manufacturing

CONFIRMED = ("confirmed", "progress", "to_close")


class ConfirmManufacturingParams(ContextParams):
    order_id: Named("mrp.production") = Field(
        validation_alias=AliasChoices(
            "order_id", "mo_id", "production_id", "manufacturing_order_id"
        ),
        description="The order's id or number, e.g. WH/MO/00012.",
    )
    wizard: WizardAnswer | None = Field(
        None, description="Answer to needs_input of the same call."
    )


class ConfirmedManufacturing(Manufacturing):
    available: bool = Field(False, description="All components are reserved.")
    shortages: list[Shortage] = Field(default_factory=list)
    children: list[Document] = Field(
        default_factory=list, description="Orders that make components."
    )

    def rest(self) -> list[str]:
        return [
            *super().rest(),
            *(child.line() for child in self.children),
            *(short.line() for short in self.shortages),
        ]


class ConfirmManufacturingOrder(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        requires=("mrp.production",),
        aliases=("odoo_confirm_manufacturing_order",),
        presses=("mrp.production.action_confirm",),
        reaches=(
            state(
                "mrp.production",
                ("state", "in", ("confirmed", "progress", "to_close", "done")),
            ),
        ),
    )
    def _mcp_confirm_manufacturing_order(
        self, params: ConfirmManufacturingParams
    ) -> ConfirmedManufacturing:
        """Confirm a draft manufacturing order and reserve its components.

        Components that stock lacks are in shortages.
        """
        order = params.env_of(self)["mrp.production"].browse(params.order_id)
        order = order.with_company(order.company_id)
        making.require_draft(order)
        press(order, "action_confirm", given=[params.wizard] if params.wizard else [])
        if any(is_short(move) for move in order.move_raw_ids):
            order.action_assign()
        facts = making.facts(order)
        require_state(order, *CONFIRMED)
        short = shortages_of(order.move_raw_ids)
        return ConfirmedManufacturing(
            **facts,
            available=not short,
            shortages=short,
            children=making.children(order),
        )

    def _sentence_confirm_manufacturing_order(
        self, params: ConfirmManufacturingParams
    ) -> str:
        """Names the order."""
        order = self.env["mrp.production"].browse(params.order_id)
        return self.env._("Confirms the manufacturing order %s.") % order.display_name
