from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm.params import MODEL, DomainArg, ModelParams, ReadModel
from ...services.orm.reads.searching import QueryArg, Search, count


class CountParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    domain: DomainArg = Field(
        default=[], description='Odoo domain, e.g. [["city", "=", "Paris"]].'
    )
    query: QueryArg | None = Field(
        None, description="Text in the name, besides the domain."
    )
    include_archived: bool = Field(False, description="Archived records too.")


class Count(Result):
    model: str
    count: int

    def text(self) -> str:
        return f"{self.count} {self.model}"


class CountRecords(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ, aliases=("odoo_count",))
    def _mcp_count_records(self, params: CountParams) -> Count:
        """Count the records of any Odoo model that match a domain."""
        search = Search(
            params.domain, params.query, include_archived=params.include_archived
        )
        return Count(model=params.model, count=count(params.records(self.env), search))
