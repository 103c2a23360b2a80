from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool, state
from ...services.errors import ToolError
from ...services.external_effect import nothing_done_on_error
from ...services.mailing import letters, sending
from ...services.mailing.answers import LetterParams, Mailed
from ...services.orm.document import head, refuse_state
from .named import InvoiceArg
from .read_invoice import INVOICE


class SendInvoiceParams(LetterParams):
    invoice_id: InvoiceArg = Field(
        validation_alias=INVOICE, description="Id or number of a posted invoice."
    )

    def named(self) -> tuple[str, list[int]]:
        return "account.move", [self.invoice_id]


class SendInvoice(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.CHANGE,
        external=True,
        open_world=True,
        requires=("account.move.send.wizard", "account.move"),
        aliases=("odoo_send_invoice", "email_invoice", "mail_invoice"),
        presses=("account.move*.action_send_and_print",),
        reaches=(state("account.move", ("is_move_sent", "=", True)),),
    )
    def _mcp_send_invoice(self, params: SendInvoiceParams) -> Mailed:
        """Mail a posted invoice with its PDF to the customer, also once more as a reminder.

        Answers for each recipient whether Odoo sent the mail, queued it or failed.
        """
        with nothing_done_on_error():
            letter = self._invoice_letter(params)
        return sending.send(letter)

    def _preview_send_invoice(self, params: SendInvoiceParams) -> str:
        """Names recipients and files; nothing is sent, and no PDF is made."""
        return self._invoice_letter(params).announced()

    def _bound_send_invoice(self, params: SendInvoiceParams) -> str:
        """All of the text, and what its files hold."""
        return self._invoice_letter(params).bound()

    def _invoice_letter(self, params: SendInvoiceParams) -> letters.Letter:
        move = params.env_of(self)["account.move"].browse(params.invoice_id)
        move = move.with_company(move.company_id)
        _require_for_customers(move)
        letter = letters.invoice(move, params)
        letter.require_sendable(params.again)
        return letter


def _require_for_customers(move: models.BaseModel) -> None:
    """Refuse all but posted invoices and refunds of customers.

    Raises:
        ToolError: it is another entry, or not posted.
    """
    env = move.env
    if not move.is_sale_document(include_receipts=True):
        raise ToolError(
            env._("%s is no invoice to a customer: there is nobody to send it to.")
            % move.display_name,
            **head(move),
        )
    why = {
        "draft": env._("it is a draft; post_invoice comes first"),
        "cancel": env._("it is cancelled"),
    }
    refuse_state(move, ("posted",), why)
