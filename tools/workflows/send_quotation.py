from __future__ import annotations

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.external_effect import nothing_done_on_error
from ...services.mailing import letters, sending
from ...services.mailing.answers import LetterParams, Mailed
from ...services.orm.context_params import Named
from ...services.orm.document import refuse_state

ORDER = AliasChoices("order_id", "quotation_id", "sale_order_id", "so_name")


class SendQuotationParams(LetterParams):
    order_id: Named("sale.order") = Field(
        validation_alias=ORDER, description="Id or number, e.g. S00012."
    )

    def named(self) -> tuple[str, list[int]]:
        return "sale.order", [self.order_id]


class SendQuotation(models.AbstractModel):
    _inherit = "mcp.tools.workflows"

    @mcp_tool(
        Effect.CHANGE,
        external=True,
        open_world=True,
        requires=("sale.order",),
        aliases=("odoo_send_quotation", "email_quotation", "send_order"),
    )
    def _mcp_send_quotation(self, params: SendQuotationParams) -> Mailed:
        """Mail a quotation or the confirmation of an order, with its PDF, to the customer.

        Answers for each recipient whether Odoo sent the mail, queued it or failed.
        """
        with nothing_done_on_error():
            letter = self._quotation_letter(params)
        return sending.send(letter)

    def _preview_send_quotation(self, params: SendQuotationParams) -> str:
        """Names recipients and files; nothing is sent."""
        return self._quotation_letter(params).announced()

    def _bound_send_quotation(self, params: SendQuotationParams) -> str:
        """All of the text, and what its files hold."""
        return self._quotation_letter(params).bound()

    def _quotation_letter(self, params: SendQuotationParams) -> letters.Letter:
        order = params.env_of(self)["sale.order"].browse(params.order_id)
        order = order.with_company(order.company_id)
        refuse_state(
            order, ("draft", "sent", "sale"), {"cancel": self.env._("it is cancelled")}
        )
        letter = letters.quotation(order, params)
        letter.require_sendable(params.again)
        return letter
