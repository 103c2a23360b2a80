from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator

from odoo import models

from ...services.answers.lists import as_json
from ...services.declarations import Effect, Field, Result, mcp_tool
from ...services.orm.params import (
    MODEL,
    RECORD_IDS,
    ModelParams,
    RecordIds,
    WriteModel,
)
from ...services.orm.writes.checking import check_values
from ...services.orm.writes.required import left_out

FORM = "ok in form; a dry_run of the write checks the rest"


class ValidateParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    values: Annotated[dict[str, Any], BeforeValidator(as_json)] = Field(
        description="Field names and values, as to create."
    )
    record_ids: RecordIds | None = Field(
        None,
        validation_alias=RECORD_IDS,
        description="Records that would be written; absent: one would be created.",
    )


class Checked(BaseModel):
    field: str
    ok: bool
    value: Any = None
    problem: str | None = None


class Validated(Result):
    model: str
    ok: bool
    fields: list[Checked] = Field(
        description="Per field: ok with the value as it would be stored, or what is "
        "wrong and what would be right."
    )
    missing: list[str] = Field(
        default_factory=list,
        description="Required fields without a value, default or computation.",
    )

    def text(self) -> str:
        head = f"{self.model}: {FORM if self.ok else 'not ok'}"
        lines = [
            f"{c.field}: {c.value!r}" if c.ok else f"{c.field}: WRONG, {c.problem}"
            for c in self.fields
        ]
        if self.missing:
            lines.append(f"required and missing: {', '.join(self.missing)}")
        return "\n".join([head, *lines])


class ValidateValues(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ)
    def _mcp_validate_values(self, params: ValidateParams) -> Validated:
        """Check values for a create or update of any Odoo model; nothing is written.

        Fields, types, names and what is required are checked. Constraints, rules and
        what other records forbid show in a dry_run of create_records or update_records.
        """
        records = params.records(self.env)
        checked = [Checked(**c) for c in check_values(records, params.values)]
        absent = [] if records else left_out(records, params.values)
        return Validated(
            model=params.model,
            ok=all(c.ok for c in checked) and not absent,
            fields=checked,
            missing=absent,
        )
