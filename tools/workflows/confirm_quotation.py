from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, PrivateAttr

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.orm.buttons.wizards import WizardAnswer
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.document import ChangedDocument, Document, require_state
from ...services.pressing import press
from ...services.reviews.blocked import counted
from ...services.workflows import selling
from ...services.workflows.shortages import Shortage


class ConfirmQuotationParams(ContextParams):
    order_id: Named("sale.order") = Field(
        validation_alias=AliasChoices("order_id", "quotation_id", "sale_order_id"),
        description="The quotation's id or number, e.g. S00012.",
    )
    wizard: WizardAnswer | None = Field(
        None, description="Answer to needs_input of the same call."
    )
    _warnings: list[str] = PrivateAttr(default_factory=list)


class ConfirmedOrder(ChangedDocument):
    total: dict[str, Any] | None = None
    deliveries: list[Document] = Field(default_factory=list)
    manufacturing: list[Document] = Field(default_factory=list)
    shortages: list[Shortage] = Field(
        default_factory=list, description="What is not reserved for the deliveries."
    )

    def rest(self) -> list[str]:
        documents = [*self.deliveries, *self.manufacturing]
        return [d.line() for d in documents] + [s.line() for s in self.shortages]


class ConfirmQuotation(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        requires=("sale.order",),
        aliases=("odoo_confirm_quotation",),
        presses=("sale.order.action_confirm",),
        reaches=(state("sale.order", ("state", "=", "sale")),),
    )
    def _mcp_confirm_quotation(self, params: ConfirmQuotationParams) -> ConfirmedOrder:
        """Confirm a quotation, draft or sent, so that it becomes a sales order.

        Answers the deliveries and manufacturing orders that this set off, what stock
        lacks, and warnings such as a credit limit.
        """
        order = params.env_of(self)["sale.order"].browse(params.order_id)
        order = order.with_company(order.company_id)
        selling.require_quotation(order)
        params._warnings = selling.warnings(order)
        press(order, "action_confirm", given=[params.wizard] if params.wizard else [])
        facts = selling.facts(order)
        require_state(order, "sale")
        return ConfirmedOrder(**facts, warnings=[*counted(order), *params._warnings])

    def _sentence_confirm_quotation(self, params: ConfirmQuotationParams) -> str:
        """Names the quotation, and what Odoo warns of: a person agrees to that, too."""
        order = params.env_of(self)["sale.order"].browse(params.order_id)
        text = self.env._("Confirms the quotation %s.") % order.display_name
        return " ".join([text, *params._warnings])
