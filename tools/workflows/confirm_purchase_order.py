from __future__ import annotations

from typing import Any

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.errors import ToolError
from ...services.orm.buttons.wizards import WizardAnswer
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import (
    ChangedDocument,
    Document,
    head,
    require_state,
)
from ...services.pressing import press
from ...services.reviews.blocked import counted
from ...services.workflows import buying

ORDERED = ("purchase", "done")


class ConfirmPurchaseParams(ContextParams):
    order_id: Named("purchase.order") = Field(
        validation_alias=AliasChoices("order_id", "po_id", "purchase_order_id"),
        description="The order's id or number, e.g. P00012.",
    )
    wizard: WizardAnswer | None = Field(
        None, description="Answer to needs_input of the same call."
    )


class ConfirmedPurchase(ChangedDocument):
    confirmed: bool = Field(
        False, description="False: it waits for a second approval, nothing is ordered."
    )
    total: dict[str, Any] | None = None
    receipts: list[Document] = Field(default_factory=list)

    def rest(self) -> list[str]:
        return [receipt.line() for receipt in self.receipts]


class ConfirmPurchaseOrder(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        requires=("purchase.order",),
        aliases=("odoo_confirm_purchase_order",),
        presses=("purchase.order.button_confirm", "purchase.order.button_approve"),
        reaches=(
            state(
                "purchase.order", ("state", "in", ("to approve", "purchase", "done"))
            ),
        ),
    )
    def _mcp_confirm_purchase_order(
        self, params: ConfirmPurchaseParams
    ) -> ConfirmedPurchase:
        """Confirm a request for quotation, or approve one that waits for it.

        Where the company wants a second approval, confirmed is false and the state
        "to approve": nothing is ordered until a manager approves.
        """
        order = params.env_of(self)["purchase.order"].browse(params.order_id)
        order = order.with_company(order.company_id)
        buying.require_request(order)
        warnings = buying.warnings(order)
        press(order, _button(order), given=[params.wizard] if params.wizard else [])
        facts = buying.facts(order)
        require_state(order, *ORDERED, "to approve")
        warnings = [*counted(order), *warnings]
        confirmed = order.state in ORDERED
        if not confirmed:
            warnings = [_waits(order), *warnings]
        return ConfirmedPurchase(**facts, confirmed=confirmed, warnings=warnings)

    def _sentence_confirm_purchase_order(self, params: ConfirmPurchaseParams) -> str:
        """Names the order."""
        order = self.env["purchase.order"].browse(params.order_id)
        return self.env._("Confirms the purchase order %s.") % order.display_name


def _button(order: models.BaseModel) -> str:
    """The button: *Confirm*, or *Approve* for orders that wait for an approval."""
    if order.state != "to approve":
        return "button_confirm"
    if order._approval_allowed():
        return "button_approve"
    raise ToolError(f"{order.display_name}: {_waits(order)}", **head(order))


def _waits(order: models.BaseModel) -> str:
    return order.env._(
        "NOT confirmed: it waits for the approval of a purchase manager (%s)."
    ) % buying.waits(order)
