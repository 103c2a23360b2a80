from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic import Field as Described

from odoo import models

from ...services.answers import numbers
from ...services.answers.lists import as_json
from ...services.declarations import Effect, Field, mcp_tool
from ...services.journal.told import Telling
from ...services.orm import url
from ...services.orm.params import MODEL, ModelParams, OfModel, WriteModel
from ...services.orm.writes import creating, stored, touched
from ...services.orm.writes.input import Values, read_many
from ...services.orm.writes.writing import (
    MOST_RECORDS,
    OBJECT,
    Named,
    NotApplied,
    counted,
    lines_of,
    named,
)

# of many records the caller knows the names himself
MOST_NAMED = 20


class _NewRecords(OfModel):
    def opened(self, records: models.BaseModel, value: Any) -> list[Values]:
        return read_many(records, value if isinstance(value, list) else [value])


NewRecords = Annotated[
    dict[str, Any]
    | Annotated[list[dict[str, Any]], Described(min_length=1, max_length=MOST_RECORDS)],
    BeforeValidator(as_json),
    _NewRecords(),
    WithJsonSchema({"anyOf": [OBJECT, {"type": "array", "items": OBJECT}]}),
]


class CreateParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    values: NewRecords = Field(
        description="Field names and values of one record, or a list of up to 1000. "
        "Many2one: id, external id or exact name; lines: a list of objects; "
        "times: ISO 8601."
    )

    def size(self) -> int:
        return touched.by_creates(self.values)


class Created(Telling):
    ids: list[int] = Field(description="In the order of values.")
    records: list[Named] = Field(description=f"The first {MOST_NAMED}, with names.")
    url: str = Field(description="Address of a record, with its id for {id}.")
    not_applied: list[NotApplied] = Field(
        default_factory=list, description="What Odoo stored otherwise than asked."
    )
    unseen: list[int] = Field(
        default_factory=list, description="Created, but not yours to read."
    )

    def text(self) -> str:
        head = f"Created {len(self.ids)} {self.model}; {self.url}"
        lines = [f"{record.id} {record.name or ''}" for record in self.records]
        if others := self.ids[len(lines) :]:
            lines.append(f"and {numbers.spans(others)}")
        rest = lines_of(self.not_applied, self.unseen, self.model)
        return "\n".join([head, *lines, *self.line(), *rest])

    def asked(self) -> set[int]:
        return {*self.ids}


class CreateRecords(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.ADD, aliases=("create_record", "odoo_create"))
    def _mcp_create_records(self, params: CreateParams) -> Created:
        """Create one or many records of any Odoo model.

        All or none are created; what Odoo stored otherwise is in not_applied.
        """
        model = params.records(self.env)
        records = creating.create(model, params.values)
        wanted = dict(zip(records._ids, params.values, strict=True))
        back = stored.read_back(records, wanted)
        return Created(
            model=params.model,
            ids=records.ids,
            records=named(records[:MOST_NAMED]),
            url=url.template(records),
            not_applied=back.not_applied,
            unseen=back.unseen,
        )

    def _sentence_create_records(self, params: CreateParams) -> str:
        what = counted(self.env, params.model, len(params.values))
        return self.env._("Creates %s.") % what
