from __future__ import annotations

from typing import Any

from pydantic import AliasChoices, PrivateAttr, model_validator

from odoo import models

from ...services.call import Call
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError
from ...services.file_links import links, naming
from ...services.orm import untrusted, url
from ...services.orm.moments import show_datetime
from .file_answers import FileAnswer, text_fields
from .shown_files import Shown, Sight, sight

ID = AliasChoices("attachment_id", "record_id", "id")


class GetAttachmentParams(Params):
    attachment_id: int = Field(
        validation_alias=ID, ge=1, lt=2**31, description="Id of the ir.attachment."
    )
    text: bool = Field(
        False, description="Answer the text of a PDF, DOCX, XLSX or text file."
    )
    text_offset: int = Field(0, ge=0, description="Characters of the text to skip.")
    show: bool = Field(False, description="See an image, or scanned pages of a PDF.")
    page: int = Field(1, ge=1, description="First page to see.")

    @model_validator(mode="after")
    def _one_of_both(self) -> GetAttachmentParams:
        """Together they could be more than a client takes."""
        if self.text and self.show:
            raise ValueError("text or show, one at a time")
        return self


class AttachmentFacts(FileAnswer):
    id: int
    owner: dict[str, Any] | None = Field(description="model, id")
    untrusted: bool = Field(description="An outsider put it there.")
    record_url: str
    shown: list[Shown] | None = Field(None, description="The images, when asked for.")
    next_page: int | None = Field(None, description="page of the following pages.")
    _sight: Sight = PrivateAttr(default_factory=Sight)

    def seen(self, sight: Sight) -> AttachmentFacts:
        """With the images that were asked for."""
        self._sight, self.shown, self.next_page = sight, sight.shown, sight.following
        return self

    def media(self) -> list[dict[str, Any]]:
        return self._sight.blocks

    def _more(self) -> list[str]:
        owner = f"on {self.owner['model']} {self.owner['id']}" if self.owner else ""
        outside = "an outsider put it there" if self.untrusted else ""
        facts = ", ".join(filter(None, [f"attachment {self.id}", owner, outside]))
        return [facts, *self._sight.lines()]


class GetAttachment(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_get_attachment(
        self, params: GetAttachmentParams, call: Call
    ) -> AttachmentFacts:
        """Get a file by a link that downloads it once; on request its text or image.

        The file itself never comes through the conversation. `text` answers the text
        of PDF, DOCX, XLSX and text files, `show` an image, scaled down, to look at.
        """
        # by search: on 18.0 the access check of attachments is there alone
        found = self.env["ir.attachment"].search([("id", "=", params.attachment_id)])
        if not found:
            raise ToolError(
                self.env._("There is no attachment %s that you may read.")
                % params.attachment_id
            )
        outside = bool(untrusted.outsiders(found))
        text = _text(found, params.text_offset, outside) if params.text else {}
        facts = AttachmentFacts(
            id=found.id,
            name=naming.plain(found.name),
            mimetype=naming.type_of(found.mimetype),
            size=found.file_size,
            owner=_owner(found),
            untrusted=outside,
            record_url=url.of(found),
            **_link(found, call),
            **text,
        )
        return facts.seen(sight(found, params.page, outside)) if params.show else facts


def _text(found: models.BaseModel, offset: int, outside: bool) -> dict[str, Any]:
    content, mimetype = found.raw or b"", found.mimetype or ""
    return text_fields(found.env, content, mimetype, offset, outside=outside)


def _link(found: models.BaseModel, call: Call) -> dict[str, Any]:
    if found.type == "url":
        return {"url": naming.plain(found.url or "")}
    link = links.offer_record(call, found, "raw", found.name)
    return {"url": link.url, "expires": show_datetime(found.env, link.expires)}


def _owner(attachment: models.BaseModel) -> dict[str, Any] | None:
    if not attachment.res_model or not attachment.res_id:
        return None
    return {"model": attachment.res_model, "id": attachment.res_id}
