from __future__ import annotations

from odoo import models

from ...services import settings
from ...services.answers import fitting
from ...services.declarations import Effect, Field, mcp_tool
from ...services.orm import url
from ...services.orm.params import (
    MODEL,
    RECORD_IDS,
    ModelParams,
    PathsArg,
    ReadModel,
    RecordIds,
)
from ...services.orm.reads import fit, output
from ...services.orm.reads.searching import as_odoo_can
from .pages import Records


class GetParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    record_ids: RecordIds = Field(
        validation_alias=RECORD_IDS, description="Ids of the records."
    )
    fields: PathsArg | None = Field(
        None,
        description="Fields, dotted paths too. "
        "Default: what the form shows, empty values left out.",
    )


class GotRecords(Records):
    left: list[int] = Field(
        default_factory=list, description="Ids that are not in this answer: ask again."
    )

    def head(self) -> str:
        left = f", left for another call: {self.left}" if self.left else ""
        return f"{len(self.records)} {self.model}{left}"


class GetRecord(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ, aliases=("odoo_get_record", "odoo_read", "read_record"))
    def _mcp_get_record(self, params: GetParams) -> GotRecords:
        """Read one or several records of any Odoo model by id.

        Lines and other x2many fields are given as count and the first ids; read
        these with their own model, or by a dotted path.
        """
        records = params.records(self.env)
        most = settings.get(self.env, "max_limit")
        paths = params.fields or self.env["mcp.default.fields"]._paths(records, "form")
        with as_odoo_can(records):
            rows, unreadable = output.rows(records[:most], paths)
        page = fit.page(rows, fitting.room(self.env), default=params.fields is None)
        return GotRecords(
            model=params.model,
            url=url.template(records),
            records=page.rows,
            unreadable=page.of(unreadable),
            cut=page.cut,
            truncated=page.truncated,
            left=records.ids[len(page.rows) :],
        ).in_order(paths)
