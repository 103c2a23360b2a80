from __future__ import annotations

from typing import Annotated

from odoo import models

from ...services.call import Call
from ...services.declarations import Field, Params, mcp_resource
from ...services.orm.params import MODEL, ModelParams, OfModel, ReadModel
from ...services.orm.relations import Lookups, as_id
from .count_records import Count, CountParams
from .describe_model import DescribeParams
from .get_attachment import AttachmentFacts, GetAttachmentParams
from .get_record import GetParams, GotRecords
from .pages import RecordPage
from .search_records import SearchParams


class _Named(OfModel):
    """A record by id, external id or its exact name."""

    def opened(self, records: models.BaseModel, value: str) -> list[int]:
        return [Lookups(records.env).one(records._name, as_id(value))]


class RecordParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    id: Annotated[str, _Named()] = Field(description="Id, external id or exact name.")

    def watched(self) -> tuple[str, list[int]]:
        return self.model, self.id


class AttachmentParams(Params):
    id: int = Field(ge=1, lt=2**31, description="Id of the ir.attachment.")

    def watched(self) -> tuple[str, list[int]]:
        return "ir.attachment", [self.id]


class RecordResources(models.AbstractModel):
    """What the reading tools answer, under addresses that a client can attach."""

    _inherit = "mcp.tools.records"

    @mcp_resource(
        "odoo://{model}/record/{id}", title="A record", completes={"id": "{model}"}
    )
    def _mcp_record(self, params: RecordParams) -> GotRecords:
        """One record, by id, external id or exact name, with what its form shows."""
        wanted = {"model": params.model, "record_ids": params.id}
        context = {"env": self.env}
        return self._mcp_get_record(GetParams.model_validate(wanted, context=context))

    @mcp_resource(
        "odoo://{model}/fields", mime_type="text/plain", title="Fields of a model"
    )
    def _mcp_fields(self, params: DescribeParams) -> str:
        """The fields of a model, a line each, the most useful first."""
        return self._mcp_describe_model(params)

    @mcp_resource("odoo://{model}/search{?domain,limit}", title="Search")
    def _mcp_search(self, params: SearchParams) -> RecordPage:
        """The first records that match a domain, with what their list shows."""
        return self._mcp_search_records(params)

    @mcp_resource("odoo://{model}/count{?domain}", title="Count")
    def _mcp_count(self, params: CountParams) -> Count:
        """How many records match a domain."""
        return self._mcp_count_records(params)

    @mcp_resource("odoo://attachment/{id}", title="An attachment")
    def _mcp_attachment(self, params: AttachmentParams, call: Call) -> AttachmentFacts:
        """What an attachment is, and a link that downloads it once."""
        wanted = GetAttachmentParams(attachment_id=params.id)
        return self._mcp_get_attachment(wanted, call)
