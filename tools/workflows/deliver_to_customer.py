from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.orm.context_params import Named
from ...services.workflows import transfers


class DeliverParams(transfers.Asked):
    so_name: Named("sale.order") | None = Field(
        None,
        validation_alias=AliasChoices("so_name", "so_id", "order_id", "sale_order_id"),
        description="Instead of picking_id: a sales order with one open delivery, e.g. S00012.",
    )

    @property
    def order_id(self) -> int | None:
        return self.so_name


class DeliverToCustomer(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        open_world=True,
        requires=("stock.picking",),
        aliases=("odoo_deliver_to_customer",),
        presses=(
            "stock.picking.button_validate",
            "stock.backorder.confirmation.process*",
            "stock.picking.batch.action_done",
        ),
        reaches=(
            state(
                "stock.picking",
                ("state", "=", "done"),
                ("picking_type_code", "=", "outgoing"),
            ),
        ),
    )
    def _mcp_deliver_to_customer(self, params: DeliverParams) -> transfers.Transferred:
        """Deliver goods to a customer: all that is reserved, or quantities by line.

        Several open deliveries are listed, not chosen from; what is left of one asks
        for backorder.
        """
        return transfers.run(params.env_of(self), params, transfers.DELIVERY)

    def _sentence_deliver_to_customer(self, params: DeliverParams) -> str:
        """Names the delivery."""
        return transfers.sentence(params.env_of(self), params, transfers.DELIVERY)
