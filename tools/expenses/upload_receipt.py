from __future__ import annotations

from odoo import models

from ...services.call import Call
from ...services.compat.expenses import expenses_from_files
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.file_links.incoming import FileParams, incoming
from ...services.orm.writes import stored
from ...services.orm.writes.input import Values
from ...services.orm.writes.writing import NotApplied
from .answers import ExpenseId, answer
from .create_expense import CreatedExpense, FactParams

# Enterprise's reading of receipts
OCR = "extract_state"


class ReceiptParams(FileParams, FactParams):
    expense_id: ExpenseId | None = Field(
        None, description="The expense; without it, a draft is made of the receipt."
    )
    name: str | None = Field(
        None, min_length=1, max_length=200, description="What it was for."
    )


class Receipt(CreatedExpense):
    attachment_id: int
    size: int = Field(description="Bytes.")


class UploadReceipt(models.AbstractModel):
    _inherit = "mcp.tools.expenses"

    @mcp_tool(Effect.ADD, requires=("hr.expense",), aliases=("odoo_upload_receipt",))
    def _mcp_upload_receipt(self, params: ReceiptParams, call: Call) -> Receipt:
        """Attach a receipt to an expense, or make a draft expense of it.

        Give what you read on it: amount, date, category. Otherwise the draft has none,
        unless Odoo's own reading of receipts is installed; the answer says which.
        """
        env = params.env_of(self)
        file = incoming(params, call)
        attachment = env["ir.attachment"].create(
            {
                "name": file.filename,
                "raw": file.content,
                "mimetype": file.mimetype,
                "res_model": "hr.expense",
                **self._place(env["hr.expense"].browse(params.expense_id or ())),
            }
        )
        expense = self._kept(attachment)
        missed = self._write(expense, params._values)
        told = answer(expense, notes=[self._about_reading(expense)])
        size = attachment.file_size
        kept = {"attachment_id": attachment.id, "size": size, "not_applied": missed}
        return Receipt(**dict(told), **kept)

    def _write(self, expense: models.BaseModel, values: Values) -> list[NotApplied]:
        """Fill in what was given; answer what Odoo stored otherwise."""
        if not values:
            return []
        expense.write(values.for_odoo())
        return stored.read_back(expense, {expense.id: values}).not_applied

    def _place(self, expense: models.BaseModel) -> dict[str, int]:
        if expense and not expense.is_editable:
            text = self.env._("%s cannot be changed any more: no receipt is added.")
            raise ToolError(text % expense.display_name, state=expense.state)
        return {"res_id": expense.id} if expense else {}

    def _kept(self, attachment: models.BaseModel) -> models.BaseModel:
        """The expense, with the receipt as the file that its form shows."""
        if not attachment.res_id:
            return expenses_from_files(attachment)
        expense = attachment.env["hr.expense"].browse(attachment.res_id)
        expense.attach_document(attachment_ids=attachment.ids)
        return expense

    def _about_reading(self, expense: models.BaseModel) -> str:
        if OCR not in expense._fields:
            return self.env._(
                "Nothing was read from the receipt: this Odoo reads none by itself."
            )
        return self.env._("Odoo's reading of the receipt: %s.") % expense[OCR]

    def _sentence_upload_receipt(self, params: ReceiptParams) -> str:
        file = params.filename or self.env._("the uploaded file")
        if params.expense_id is None:
            return self.env._("Makes a draft expense of %s.") % file
        expense = self.env["hr.expense"].browse(params.expense_id)
        text = self.env._("Attaches %(file)s to the expense %(name)s.")
        return text % {"file": file, "name": expense.display_name}
