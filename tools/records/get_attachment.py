from __future__ import annotations

from typing import Any

from pydantic import AliasChoices

from odoo import models

from ...services import links
from ...services.call import Call
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError
from ...services.orm import untrusted, url
from ...services.orm.moments import show_datetime
from .file_answers import FileAnswer, text_fields

ID = AliasChoices("attachment_id", "record_id", "id")


class GetAttachmentParams(Params):
    attachment_id: int = Field(
        validation_alias=ID, ge=1, lt=2**31, description="Id of the ir.attachment."
    )
    text: bool = Field(False, description="Answer the text of a PDF or text file too.")
    text_offset: int = Field(0, ge=0, description="Characters of the text to skip.")


class AttachmentFacts(FileAnswer):
    id: int
    owner: dict[str, Any] | None = Field(description="model, id")
    untrusted: bool = Field(description="An outsider put it there.")
    record_url: str

    def _more(self) -> list[str]:
        owner = f"on {self.owner['model']} {self.owner['id']}" if self.owner else ""
        outside = "an outsider put it there" if self.untrusted else ""
        return [", ".join(filter(None, [f"attachment {self.id}", owner, outside]))]


class GetAttachment(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_get_attachment(
        self, params: GetAttachmentParams, call: Call
    ) -> AttachmentFacts:
        """Get a file by a link that downloads it once, and its text on request.

        The file itself never comes through the conversation; only the text of PDF and
        text files does, when you ask for it.
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
        return AttachmentFacts(
            id=found.id,
            name=found.name,
            mimetype=found.mimetype or None,
            size=found.file_size,
            owner=_owner(found),
            untrusted=outside,
            record_url=url.of(found),
            **_link(found, call),
            **text,
        )


def _text(found: models.BaseModel, offset: int, outside: bool) -> dict[str, Any]:
    content, mimetype = found.raw or b"", found.mimetype or ""
    return text_fields(found.env, content, mimetype, offset, outside=outside)


def _link(found: models.BaseModel, call: Call) -> dict[str, Any]:
    if found.type == "url":
        return {"url": found.url or ""}
    link = links.offer_record(call, found, "raw", found.name)
    return {"url": link.url, "expires": show_datetime(found.env, link.expires)}


def _owner(attachment: models.BaseModel) -> dict[str, Any] | None:
    if not attachment.res_model or not attachment.res_id:
        return None
    return {"model": attachment.res_model, "id": attachment.res_id}
