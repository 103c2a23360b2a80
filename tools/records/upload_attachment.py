from __future__ import annotations

from pydantic import ValidationInfo, model_validator

from odoo import models

from ...services.call import Call
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.file_links import links, uploads
from ...services.file_links.incoming import FileName, FileParams, incoming
from ...services.orm import url
from ...services.orm.moments import show_datetime
from ...services.orm.params import (
    MODEL,
    RECORD_ID,
    ModelParams,
    ReadModel,
    RecordId,
    WriteModel,
)


class WantedFor(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL)
    record_id: RecordId = Field(validation_alias=RECORD_ID)


class UploadLinkParams(Params):
    filename: FileName | None = Field(
        None, max_length=255, description="Name of the file."
    )
    model: str | None = Field(
        None, validation_alias=MODEL, description="Of the record that it is for."
    )
    record_id: int | None = Field(
        None,
        validation_alias=RECORD_ID,
        description="Shown to a person who opens the link.",
    )

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> UploadLinkParams:
        """Both or none, and what the caller may read."""
        named = {"model": self.model, "record_id": self.record_id}
        given = {name: value for name, value in named.items() if value is not None}
        if given:
            WantedFor.model_validate(given, context=info.context)
        return self


class UploadLink(Result):
    url: str = Field(
        description="Takes one file by PUT, as the body, or from the person who opens it."
    )
    expires: str
    max_mb: int
    mimetypes: list[str] = Field(description="What may be uploaded.")

    def text(self) -> str:
        return (
            f"PUT the file to {self.url} (until {self.expires}, {self.max_mb} MB at "
            f"most, {', '.join(self.mimetypes)}), or let the person open it in a browser "
            "and choose the file; then hand the url on."
        )


class UploadParams(ModelParams, FileParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    record_id: RecordId = Field(
        validation_alias=RECORD_ID, description="The record that gets the file."
    )


class Uploaded(Result):
    id: int
    name: str
    mimetype: str | None = Field(description="As Odoo stored it.")
    size: int = Field(description="Bytes.")
    url: str = Field(description="Web address of the record.")

    def text(self) -> str:
        return (
            f"attachment {self.id}: {self.name}, {self.mimetype}, {self.size} B\n"
            f"{self.url}"
        )


class UploadAttachment(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.ADD, confirm=False)
    def _mcp_create_upload_link(
        self, params: UploadLinkParams, call: Call
    ) -> UploadLink:
        """Make a link that takes one file, so that it need not be sent as text.

        Put the file there within minutes (curl -T FILE URL), or give the person the
        url: it opens a page that takes the file. Then call `upload_attachment` with
        the url; within an hour, once.
        """
        link = links.offer_upload(
            call, params.filename or "", params.model or "", params.record_id or 0
        )
        return UploadLink(
            url=link.url,
            expires=show_datetime(self.env, link.expires),
            max_mb=uploads.most_bytes(self.env) // uploads.MEGABYTE,
            mimetypes=uploads.allowed_types(self.env),
        )

    @mcp_tool(Effect.ADD)
    def _mcp_upload_attachment(self, params: UploadParams, call: Call) -> Uploaded:
        """Attach a file to a record, from an upload link or as base64."""
        file = incoming(params, call)
        record = params.records(self.env).browse(params.record_id)
        made = record.env["ir.attachment"].create(
            {
                "name": file.filename,
                "raw": file.content,
                "mimetype": file.mimetype,
                "res_model": record._name,
                "res_id": record.id,
            }
        )
        return Uploaded(
            id=made.id,
            name=made.name,
            mimetype=made.mimetype or None,
            size=made.file_size,
            url=url.of(record),
        )

    def _sentence_upload_attachment(self, params: UploadParams) -> str:
        record = params.records(self.env).browse(params.record_id)
        text = self.env._("Attaches %(file)s to %(record)s (%(model)s).")
        return text % {
            "file": params.filename or self.env._("the uploaded file"),
            "record": record.display_name,
            "model": params.model,
        }
