"""The file of a call: from an upload link, an attachment, or in the call itself."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, model_validator

from odoo import api

from ..call import Call
from ..errors import ToolError
from ..file_links import links, uploads


class Source(BaseModel):
    """Where the file is; one of them."""

    model_config = ConfigDict(extra="forbid")

    link: str | None = Field(None, description="Url of create_upload_link.")
    attachment_id: int | None = Field(None, ge=1, lt=2**31)
    text: str | None = Field(None, description="The file itself: CSV or JSON.")

    @model_validator(mode="after")
    def _one(self) -> Source:
        given = [v for v in (self.link, self.attachment_id, self.text) if v is not None]
        if len(given) != 1:
            raise ValueError("link, attachment_id or text, one of them")
        return self


@dataclass(frozen=True)
class File:
    """A file that came in."""

    name: str
    content: bytes


def taken(source: Source, call: Call) -> File:
    """The file of ``source``; an upload link is used up by it.

    Raises:
        ToolError: nothing there, not the caller's, or too large.
    """
    if source.link is not None:
        upload = links.take_upload(call, source.link)
        return File(upload.filename, upload.content)
    if source.text is not None:
        return _checked(call.env, File("", source.text.encode(errors="replace")))
    return _checked(call.env, _attached(call.env, source.attachment_id or 0))


def _attached(env: api.Environment, attachment_id: int) -> File:
    # by search: on 18.0 the access check of attachments is there alone
    found = env["ir.attachment"].search([("id", "=", attachment_id)])
    if not found:
        raise ToolError(
            env._("There is no attachment %s that you may read.") % attachment_id
        )
    return File(found.name or "", found.raw or b"")


def _checked(env: api.Environment, file: File) -> File:
    most = uploads.most_bytes(env)
    if len(file.content) > most:
        raise ToolError(
            env._("The file is over the %s MB that mcp.max_upload_mb allows.")
            % (most // uploads.MEGABYTE)
        )
    if not file.content.strip():
        raise ToolError(env._("The file is empty."))
    return file
