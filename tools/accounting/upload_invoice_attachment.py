from __future__ import annotations

from typing import Any, Literal

from odoo import models

from ...services.accounting import duplicates
from ...services.accounting.importing import Imported, new_invoice, ocr, onto_invoice
from ...services.answers.lean import LeanResult
from ...services.call import Call
from ...services.declarations import Effect, Field, mcp_tool
from ...services.file_links.incoming import FileParams, incoming
from ...services.orm import url
from ...services.orm.context_params import ContextParams, Named
from ...services.orm.reads.values import amount, reference
from .list_invoices import MOVE
from .named import InvoiceArg
from .read_invoice import INVOICE
from .read_transactions import JOURNAL

TYPES = Literal["in_invoice", "in_refund", "out_invoice", "out_refund"]


class InvoiceFileParams(FileParams, ContextParams):
    invoice_id: InvoiceArg | None = Field(
        None,
        validation_alias=INVOICE,
        description="Id or number. Without it a draft is created from the file.",
    )
    move_type: TYPES = Field(
        "in_invoice", description="What a new draft is: a vendor's bill unless said."
    )
    journal: Named("account.journal") | None = Field(
        None,
        validation_alias=JOURNAL,
        description="Journal of a new draft: id or exact name.",
    )


class InvoiceFile(LeanResult):
    OPTIONAL = ("more_invoices", "said", "may_duplicate")

    id: int = Field(description="The invoice.")
    name: str | None = Field(description="Its number; a draft has none yet.")
    state: str
    url: str
    created: bool
    attachment_id: int
    main_attachment: bool
    parsed: bool = Field(description="Odoo read the lines from it (e-invoice).")
    ocr: str = Field(description="Digitisation: its state, or not installed.")
    partner: dict[str, Any] | None
    ref: str | None
    invoice_date: str | None
    line_count: int
    amount_total: dict[str, Any]
    more_invoices: list[int] = Field(
        default_factory=list, description="The file held several: ids."
    )
    said: list[str] = Field(default_factory=list, description="By Odoo, on the import.")
    may_duplicate: list[dict[str, Any]] = Field(
        default_factory=list, description="Invoices that may be the same."
    )


class UploadInvoiceAttachment(models.AbstractModel):
    _inherit = "mcp.tools.accounting"

    @mcp_tool(
        Effect.ADD,
        requires=MOVE,
        aliases=("odoo_upload_invoice_attachment", "upload_invoice"),
    )
    def _mcp_upload_invoice_attachment(
        self, params: InvoiceFileParams, call: Call
    ) -> InvoiceFile:
        """Attach a file to an invoice, or create the draft bill from it.

        E-invoices (UBL, CII, Factur-X) are read by Odoo; of other files only what
        `parsed` and `ocr` say was read. Large files: `create_upload_link`.
        """
        env = params.env_of(self)
        file = incoming(params, call)
        if params.invoice_id:
            done = onto_invoice(env["account.move"].browse(params.invoice_id), file)
        else:
            done = new_invoice(env, file, params.move_type, params.journal)
        return _answer(done, created=not params.invoice_id)

    def _sentence_upload_invoice_attachment(self, params: InvoiceFileParams) -> str:
        name = params.filename or self.env._("the uploaded file")
        if not params.invoice_id:
            text = self.env._("Creates a draft (%(type)s) from %(file)s.")
            return text % {"type": params.move_type, "file": name}
        move = self.env["account.move"].browse(params.invoice_id)
        text = self.env._("Attaches %(file)s to %(invoice)s.")
        return text % {"file": name, "invoice": move.display_name}


def _answer(done: Imported, *, created: bool) -> InvoiceFile:
    move, *more = done.moves
    return InvoiceFile(
        id=move.id,
        name=move.name if move.name and move.name != "/" else None,
        state=move.state,
        url=url.of(move),
        created=created,
        attachment_id=done.attachment.id,
        main_attachment=move.message_main_attachment_id == done.attachment,
        parsed=done.parsed,
        ocr=ocr(move),
        partner=reference(move.partner_id) if move.partner_id else None,
        ref=move.ref or None,
        invoice_date=move.invoice_date.isoformat() if move.invoice_date else None,
        line_count=len(move.invoice_line_ids),
        amount_total=amount(move.amount_total, move.currency_id),
        more_invoices=[other.id for other in more],
        said=done.said,
        may_duplicate=duplicates.of(move),
    )
