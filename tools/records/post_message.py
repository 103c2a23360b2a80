from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    PrivateAttr,
    ValidationInfo,
    model_validator,
)

from odoo import models

from ...services.answers.lists import as_list
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.errors import ToolError
from ...services.journal.recording import of as journal_of
from ...services.mailing.answers import Contact
from ...services.orm import url
from ...services.orm.params import MODEL, RECORD_ID, ModelParams, RecordId, WriteModel
from ...services.orm.writes import addressed
from ...services.orm.writes.writing import MOST_RECORDS, AnyIds, missing
from ...services.texts import messages

SUBTYPES = {"note": "mail.mt_note", "message": "mail.mt_comment"}


class PostParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. sale.order.")
    record_id: RecordId = Field(
        validation_alias=RECORD_ID, description="The record whose chatter it is."
    )
    body: str = Field(
        min_length=1, max_length=100_000, description="The text, plain or Markdown."
    )
    is_html: bool = Field(False, description="body is HTML; Odoo sanitises it.")
    kind: Literal["note", "message"] = Field(
        "note",
        description="note: for colleagues; message: goes to all followers, customers "
        "among them, by e-mail.",
    )
    partner_ids: Annotated[list[Contact] | None, BeforeValidator(as_list)] = Field(
        None,
        min_length=1,
        max_length=MOST_RECORDS,
        description="Contacts to notify besides: ids, exact names or e-mail addresses.",
    )
    attachment_ids: AnyIds | None = Field(
        None, description="Files, see upload_attachment."
    )

    _reached: int = PrivateAttr(0)

    @model_validator(mode="after")
    def _count(self, info: ValidationInfo) -> PostParams:
        record = self.records(info.context["env"]).browse(self.record_id)
        people = self.partner_ids or ()
        self._reached = addressed.count(record.exists(), SUBTYPES[self.kind], people)
        return self

    def size(self) -> int:
        return max(super().size(), self._reached)


class Notified(BaseModel):
    """Somebody who is told."""

    id: int
    name: str | None
    by: str = Field(description="email or inbox")


class Posted(Result):
    message_id: int
    kind: str
    notified: list[Notified]
    url: str = Field(description="Web address of the record.")

    def text(self) -> str:
        told = [f"{n.name} ({n.by})" for n in self.notified]
        return (
            f"{self.kind} {self.message_id} posted; notified: "
            f"{', '.join(told) or 'nobody'}\n{self.url}"
        )


class PostMessage(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.ADD, open_world=True)
    def _mcp_post_message(self, params: PostParams) -> Posted:
        """Post a note or a message in the chatter of a record.

        A message leaves by e-mail to the followers; that cannot be undone.
        """
        record = params.records(self.env).browse(params.record_id)
        if not hasattr(record, "message_post"):
            raise ToolError(self.env._("%s has no chatter.") % params.model)
        message = record.message_post(
            body=params.body if params.is_html else messages.to_html(params.body),
            body_is_html=params.is_html,
            message_type="comment",
            subtype_xmlid=SUBTYPES[params.kind],
            partner_ids=list(dict.fromkeys(params.partner_ids or [])),
            attachment_ids=self._files(params.attachment_ids),
        )
        notified = _notified(message)
        self._note_mails(notified)
        return Posted(
            message_id=message.id,
            kind=params.kind,
            notified=notified,
            url=url.of(record),
        )

    def _files(self, ids: list[int] | None) -> list[int]:
        """``ids``, all of which the caller may read."""
        if ids and (text := missing(self.env["ir.attachment"].browse(ids))):
            raise ToolError(text)
        return ids or []

    def _note_mails(self, notified: list[Notified]) -> None:
        """Note in the change set, and so in the preview, who gets mail."""
        told = ", ".join(n.name or str(n.id) for n in notified if n.by == "email")
        journal = journal_of(self.env)
        if told and journal:
            text = self.env._("An e-mail goes to %s; no undo calls it back.")
            journal.note(text % told)

    def _sentence_post_message(self, params: PostParams) -> str:
        record = params.records(self.env).browse(params.record_id)
        text = {
            "note": self.env._("Logs a note on %(name)s (%(model)s)."),
            "message": self.env._(
                "Posts a message on %(name)s (%(model)s) to its followers."
            ),
        }[params.kind]
        return text % {"name": record.display_name, "model": params.model}


def _notified(message: models.BaseModel) -> list[Notified]:
    # sudo: who was told of one's own message is shown to its author
    found = message.sudo().notification_ids
    return [
        Notified(
            id=n.res_partner_id.id,
            name=n.res_partner_id.display_name or None,
            by=n.notification_type,
        )
        for n in found
    ]
