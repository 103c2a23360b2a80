from __future__ import annotations

from pydantic import BaseModel

from odoo import models

from ...services.answers.paging import next_offset, remark
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.file_links import naming
from ...services.orm import untrusted
from ...services.orm.moments import show_datetime
from ...services.orm.params import MODEL, RECORD_ID, ModelParams, ReadModel, RecordId


class AttachmentsParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    record_id: RecordId = Field(
        validation_alias=RECORD_ID, description="The record that they are attached to."
    )
    limit: int = Field(50, ge=1, le=200, description="Attachments at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Attachments to skip.")


class Listed(BaseModel):
    """A file of a record."""

    id: int
    name: str
    mimetype: str | None
    size: int = Field(description="Bytes.")
    created: str
    untrusted: bool = Field(description="An outsider put it there.")


class Attachments(Result):
    attachments: list[Listed]
    total: int
    next_offset: int | None = None

    def text(self) -> str:
        more = remark(self.next_offset)
        head = f"{len(self.attachments)} of {self.total} attachments{more}"
        lines = [
            f"{a.id}|{a.name}|{a.mimetype or ''}|{a.size} B|{a.created}"
            + ("|by an outsider" if a.untrusted else "")
            for a in self.attachments
        ]
        return "\n".join([head, *lines])


class ListAttachments(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_list_attachments(self, params: AttachmentsParams) -> Attachments:
        """List the files attached to a record, those of its messages too.

        `get_attachment` answers a link to one, and its text.
        """
        files = params.records(self.env).env["ir.attachment"]
        domain = [("res_model", "=", params.model), ("res_id", "=", params.record_id)]
        found = files.search(
            domain, limit=params.limit, offset=params.offset, order="id desc"
        )
        total = files.search_count(domain)
        outside = untrusted.outsiders(found)
        return Attachments(
            attachments=[_listed(file, file.id in outside) for file in found],
            total=total,
            next_offset=next_offset(params.offset, len(found), total),
        )


def _listed(file: models.BaseModel, outside: bool) -> Listed:
    return Listed(
        id=file.id,
        name=naming.plain(file.name),
        mimetype=naming.type_of(file.mimetype),
        size=file.file_size,
        created=show_datetime(file.env, file.create_date),
        untrusted=outside,
    )
