from __future__ import annotations

from typing import Any

from pydantic import Field

from odoo import models

from ...services.declarations import Effect, mcp_tool
from ...services.errors import ToolError
from ...services.orm.document import ChangedDocument, head
from ...services.orm.params import MODEL, RECORD_ID, ModelParams, ReadModel, RecordId
from ...services.orm.reads import values
from ...services.orm.reads.cells import cell
from ...services.orm.verdict_params import VerdictParams
from ...services.reviews import deciding, lines
from ...services.reviews.waiting import amount_field, models_of


class ReviewParams(ModelParams, VerdictParams):
    model: ReadModel = Field(
        validation_alias=MODEL, description="Of the document, e.g. purchase.order."
    )
    record_id: RecordId = Field(
        validation_alias=RECORD_ID, description="Id of the document."
    )


class Review(ChangedDocument):
    validation_status: str = Field(
        description="pending: others must review it, too; validated: it can go on."
    )
    reviews: list[dict[str, Any]] = Field(description="name, status, by, comment.")

    def rest(self) -> list[str]:
        return [f"{self.validation_status}; {lines.told(self.reviews)}"]


class DecideReview(models.AbstractModel):
    _inherit = "mcp.tools.decisions"

    @mcp_tool(Effect.CHANGE, confirm=True, requires=("tier.review",), open_world=True)
    def _mcp_decide_review(self, params: ReviewParams) -> Review:
        """Review a document for its tier validation: approve or refuse it.

        Only in the user's turn, and never what he asked for himself. The document goes
        on when its own tool is called after the last review.
        """
        record = self._document(params)
        deciding.decide(record, params.approve, (params.reason or "").strip())
        return Review(
            **head(record),
            validation_status=record.validation_status,
            reviews=lines.of(record),
        )

    def _document(self, params: ReviewParams) -> models.BaseModel:
        reviewed = models_of(self.env)
        if params.model not in reviewed:
            text = self.env._("%(model)s is not reviewed here, but: %(models)s.")
            known = ", ".join(reviewed)
            raise ToolError(text % {"model": params.model, "models": known})
        return params.records(self.env).browse(params.record_id)

    def _irreversible_decide_review(self, _params: ReviewParams) -> str:
        """If it were undone, a document that went on would never have been reviewed."""
        return self.env._("A review is not taken back by undo.")

    def _sentence_decide_review(self, params: ReviewParams) -> str:
        """Names the document, its amount and who asked for the review."""
        record = self._document(params)
        text = {
            True: self.env._(
                "Approves %(name)s%(amount)s of %(user)s as its reviewer."
            ),
            False: self.env._(
                "Refuses %(name)s%(amount)s of %(user)s as its reviewer: %(reason)s"
            ),
        }[params.approve]
        field = amount_field(record)
        amount = values.of(record, record._fields[field])[0] if field else None
        # sudo: a name only, as Odoo's own list of the reviews shows it
        asked = record.review_ids[:1].sudo().requested_by.name
        return text % {
            "name": record.display_name,
            "amount": f" ({cell(amount)})" if amount else "",
            "user": asked or "",
            "reason": params.reason or "",
        }
