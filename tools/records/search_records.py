from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm.params import (
    MODEL,
    DomainArg,
    ModelParams,
    OrderArg,
    PathsArg,
    ReadModel,
)
from ...services.orm.reads.searching import QueryArg, Search
from .pages import RecordPage, answered


class SearchParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    domain: DomainArg = Field(
        default=[], description='Odoo domain, e.g. [["city", "=", "Paris"]].'
    )
    query: QueryArg | None = Field(
        None, description="Text in the name, besides the domain."
    )
    fields: PathsArg | None = Field(
        None,
        description="Fields, dotted paths too: partner_id.country_id.code. "
        "Default: what the list view shows, empty values left out.",
    )
    limit: int = Field(20, ge=1, description="Records at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Records to skip.")
    order: OrderArg | None = Field(None, description="E.g. name, create_date desc.")
    include_archived: bool = Field(False, description="Archived records too.")

    def search(self) -> Search:
        return Search(
            self.domain,
            self.query,
            self.order,
            self.limit,
            self.offset,
            self.include_archived,
        )


class SearchRecords(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ, aliases=("odoo_search", "odoo_search_records"))
    def _mcp_search_records(self, params: SearchParams) -> RecordPage:
        """Find the records of any Odoo model that match a domain or a text.

        Many2one values are id and name; amounts come with their currency.
        """
        records = params.records(self.env)
        paths = params.fields or self.env["mcp.default.fields"]._paths(records, "list")
        return answered(records, params.search(), paths, default=params.fields is None)
