from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.orm.context_params import Named
from ...services.workflows import transfers


class ReceiveParams(transfers.Asked):
    po_name: Named("purchase.order") | None = Field(
        None,
        validation_alias=AliasChoices(
            "po_name", "po_id", "order_id", "purchase_order_id"
        ),
        description="Instead of picking_id: a purchase order with one open receipt, e.g. P00012.",
    )

    @property
    def order_id(self) -> int | None:
        return self.po_name


class ReceiveInventory(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        requires=("stock.picking",),
        aliases=("odoo_receive_inventory",),
        presses=(
            "stock.picking.button_validate",
            "stock.backorder.confirmation.process*",
            "stock.picking.batch.action_done",
        ),
        reaches=(
            state(
                "stock.picking",
                ("state", "=", "done"),
                ("picking_type_code", "=", "incoming"),
            ),
        ),
    )
    def _mcp_receive_inventory(self, params: ReceiveParams) -> transfers.Transferred:
        """Receive goods from a vendor: all that is expected, or quantities by line.

        Several open receipts are listed, not chosen from; what is left of one asks
        for backorder; products with lots or serial numbers need them.
        """
        return transfers.run(params.env_of(self), params, transfers.RECEIPT)

    def _sentence_receive_inventory(self, params: ReceiveParams) -> str:
        """Names the receipt."""
        return transfers.sentence(params.env_of(self), params, transfers.RECEIPT)
