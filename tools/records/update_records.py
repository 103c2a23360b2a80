from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic import Field as Described

from odoo import models

from ...services.answers.lists import as_json
from ...services.declarations import Effect, Field, mcp_tool
from ...services.journal.told import Telling
from ...services.orm import model_errors, url
from ...services.orm.params import MODEL, RECORD_IDS, ModelParams, WriteModel
from ...services.orm.writes import stored, touched
from ...services.orm.writes.input import Values
from ...services.orm.writes.updates import read_updates
from ...services.orm.writes.writing import (
    MOST_RECORDS,
    OBJECT,
    AnyIds,
    Change,
    NotApplied,
    counted,
    lines_of,
    shown,
)


class UpdateParams(ModelParams):
    model: WriteModel = Field(validation_alias=MODEL, description="E.g. res.partner.")
    record_ids: AnyIds | None = Field(
        None, validation_alias=RECORD_IDS, description="Ids of the records, up to 1000."
    )
    values: Annotated[
        dict[str, Any]
        | Annotated[
            list[dict[str, Any]], Described(min_length=1, max_length=MOST_RECORDS)
        ],
        BeforeValidator(as_json),
        WithJsonSchema({"anyOf": [OBJECT, {"type": "array", "items": OBJECT}]}),
    ] = Field(
        description="Field names and values for all record_ids; or, without record_ids, "
        'a list with values per record: [{"id": 7, "phone": "1"}]. Many2one: id, '
        'external id or exact name; lists of records: ids (replaces all) or {"add": '
        '[…], "remove": […]}; times: ISO 8601.'
    )
    _wanted: dict[int, Values] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _read(self, info: ValidationInfo) -> UpdateParams:
        model = self.records(info.context["env"]).browse()
        self._wanted = read_updates(model, self.record_ids, self.values)
        return self

    @property
    def wanted(self) -> dict[int, Values]:
        """The values by record id; the same object for records that share them."""
        return self._wanted

    def size(self) -> int:
        return touched.by_updates(self._wanted)

    def named(self) -> tuple[str, list[int]]:
        return self.model, list(self._wanted)


class Along(BaseModel):
    """What else of a record changed with what was asked for."""

    id: int
    fields: list[str]


class Updated(Telling):
    ids: list[int]
    url: str = Field(description="Address of a record, with its id for {id}.")
    changes: list[Change] = Field(
        default_factory=list, description="Fields asked for that changed."
    )
    also_changed: list[Along] = Field(
        default_factory=list, description="Other fields that Odoo changed along."
    )
    not_applied: list[NotApplied] = Field(
        default_factory=list, description="What Odoo stored otherwise than asked."
    )
    unseen: list[int] = Field(
        default_factory=list, description="Written, but no longer yours to read."
    )

    def text(self) -> str:
        changed = len({change.id for change in self.changes})
        head = f"Wrote {len(self.ids)} {self.model}, {changed} changed; {self.url}"
        if not changed:
            # a preview shows this as well, where a change has a diff
            head = f"Nothing changes in {len(self.ids)} {self.model}; {self.url}"
        lines = [
            f"{c.id} {c.field}: {shown(c.old)} → {shown(c.new)}" for c in self.changes
        ]
        lines += [
            f"{a.id} also changed: {', '.join(a.fields)}" for a in self.also_changed
        ]
        rest = lines_of(self.not_applied, self.unseen, self.model)
        return "\n".join([head, *lines, *self.line(), *rest])

    def asked(self) -> set[int]:
        return {*self.ids}


class UpdateRecords(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.CHANGE, aliases=("update_record", "odoo_update"))
    def _mcp_update_records(self, params: UpdateParams) -> Updated:
        """Change fields of one or many records of any Odoo model.

        All or none are changed; what Odoo stored otherwise is in not_applied.
        """
        records = params.records(self.env).browse(params.wanted)
        before = stored.before(records, params.wanted)
        with model_errors.told(records, list(params.wanted.values())):
            for values, some in _together(records, params.wanted):
                some.write(values.for_odoo())
        back = stored.read_back(records, params.wanted, before)
        return Updated(
            model=params.model,
            ids=records.ids,
            url=url.template(records),
            changes=back.changes,
            also_changed=back.also_changed,
            not_applied=back.not_applied,
            unseen=back.unseen,
        )

    def _sentence_update_records(self, params: UpdateParams) -> str:
        fields = dict.fromkeys(n for values in params.wanted.values() for n in values)
        return self.env._("Changes %(fields)s of %(records)s.") % {
            "fields": ", ".join(fields) or "–",
            "records": counted(self.env, params.model, len(params.wanted)),
        }


def _together(
    records: models.BaseModel, wanted: dict[int, Values]
) -> list[tuple[Values, models.BaseModel]]:
    """The records that share their values, for one write; none where there are none."""
    groups: dict[int, tuple[Values, list[int]]] = {}
    for record_id, values in wanted.items():
        if not values:
            continue
        groups.setdefault(id(values), (values, []))[1].append(record_id)
    return [
        (values, some)
        for values, ids in groups.values()
        for some in _of_one_currency(records.browse(ids), values)
    ]


def _of_one_currency(
    records: models.BaseModel, values: Values
) -> Iterable[models.BaseModel]:
    """Odoo rounds an amount for all records of a write by one currency."""
    fields = [records._fields[name] for name in values]
    amounts = [field for field in fields if field.type == "monetary"]
    names = {field.get_currency_field(records) for field in amounts} - {None}
    if not names:
        return [records]
    # sudo: by which currency Odoo rounds; nothing of it is told
    by = records.sudo().grouped(lambda r: tuple(r[name].id for name in sorted(names)))
    return [records.browse(some.ids) for some in by.values()]
