from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.describing import actions, details, outline, sections, template
from ...services.errors import ToolError
from ...services.orm import paths
from ...services.orm.params import MODEL, ModelParams, PathsArg, ReadModel, RecordIds

VIEWS = {"form": "form", "list": "list", "tree": "list", "search": "search"}
KINDS = Literal["compact", "fields", "template", "groups", "actions"]


class DescribeParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    detail: KINDS = Field(
        "compact",
        description="compact: a line a field; fields: all about them; template: what "
        "a create takes; groups: as on the form; actions: buttons.",
    )
    fields: PathsArg | None = Field(None, description="Only these; dotted paths too.")
    record_id: RecordIds | None = Field(
        None,
        validation_alias=AliasChoices("record_id", "id"),
        description="actions: those of this record.",
    )
    view: Literal["form", "list", "tree", "search"] | None = Field(
        None,
        validation_alias=AliasChoices("view", "view_type"),
        description="Outline of a view instead.",
    )


class DescribeModel(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ, aliases=("odoo_schema", "odoo_describe_model"))
    def _mcp_describe_model(self, params: DescribeParams) -> str:
        """Describe a model: its fields, what a create takes, or its buttons."""
        records = params.records(self.env)
        if params.view:
            return outline.outline(records, VIEWS[params.view])
        if params.fields:
            return details.details(records, params.fields)
        return getattr(self, f"_described_{params.detail}")(records, params)

    def _described_compact(
        self, records: models.BaseModel, params: DescribeParams
    ) -> str:
        return records.env["mcp.description"]._compact(records._name)

    def _described_fields(
        self, records: models.BaseModel, params: DescribeParams
    ) -> str:
        names = self.env["mcp.importance"]._ranking(records._name)
        wanted = [paths.resolve(records, name) for name in names]
        return details.details(records, wanted)

    def _described_template(
        self, records: models.BaseModel, params: DescribeParams
    ) -> str:
        return template.template(records)

    def _described_groups(
        self, records: models.BaseModel, params: DescribeParams
    ) -> str:
        return sections.sections(records)

    def _described_actions(
        self, records: models.BaseModel, params: DescribeParams
    ) -> str:
        if params.record_id and len(params.record_id) > 1:
            raise ToolError("Actions are those of one record.")
        return actions.actions(records.browse(params.record_id or ()))
