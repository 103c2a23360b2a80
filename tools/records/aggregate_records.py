from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import (
    AliasChoices,
    BeforeValidator,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from odoo import models

from ...services import settings
from ...services.answers import fitting, numbers
from ...services.answers.lean import LeanResult
from ...services.answers.lists import as_list
from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from ...services.orm import domains
from ...services.orm.groups import aggregating
from ...services.orm.groups.aggregating import DOMAIN, Question
from ...services.orm.groups.grouping import GroupBy
from ...services.orm.groups.having import Having, ordered
from ...services.orm.groups.measures import COUNT, Aggregates
from ...services.orm.params import MODEL, DomainArg, ModelParams, ReadModel
from ...services.orm.reads import cells, fit
from ...services.orm.reads.searching import Search, scope


class AggregateParams(ModelParams):
    model: ReadModel = Field(validation_alias=MODEL, description="E.g. sale.order.")
    domain: DomainArg = Field(
        default=[], description='Odoo domain, e.g. [["state", "=", "sale"]].'
    )
    group_by: Annotated[list[str], BeforeValidator(as_list), GroupBy()] = Field(
        default=[],
        validation_alias=AliasChoices("group_by", "groupby"),
        description="Fields; dates with hour, day, week, month, quarter or year, or "
        "a part such as month_number, day_of_week (Sunday 0): date_order:month.",
    )
    aggregates: Annotated[list[str], BeforeValidator(as_list), Aggregates()] = Field(
        default=[],
        description="field:function with sum, avg, min, max, count or count_distinct. "
        "The count of records is always there.",
    )
    having: Annotated[
        list[Any] | str, Having(), WithJsonSchema({"type": "array", "items": {}})
    ] = Field(
        default=[],
        description='Groups to keep: [["amount_total:sum", ">", 1000]], '
        '[["__count", ">", 1]].',
    )
    order: str | None = Field(None, description="E.g. amount_total:sum desc.")
    limit: int = Field(50, ge=1, description="Groups at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Groups to skip.")
    include_archived: bool = Field(False, description="Archived records too.")

    def question(self, records: models.BaseModel, limit: int) -> Question:
        return Question(
            [*self.domain, *domains.of_companies(records)],
            self.group_by,
            self.aggregates,
            self.having,
            self.order or "",
            limit,
            self.offset,
        )

    @model_validator(mode="after")
    def _of_groups(self, info: ValidationInfo) -> AggregateParams:
        env = info.context["env"]
        if not self.group_by and (self.having or self.order):
            raise ValueError(env._("having and order are about groups: give group_by"))
        try:
            self.order = ordered(self.records(env), self.order, self.group_by)
        except ValueError as error:
            raise ValueError(f"order: {error}") from None
        return self


class Groups(LeanResult):
    OPTIONAL = ("groups", "next_offset", "mixed_currencies", "note", "truncated")

    model: str
    groups: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Periods are named by their first day. __domain finds the records.",
    )
    totals: dict[str, Any] = Field(description="Over all records of the domain.")
    next_offset: int | None = Field(
        None, description="offset of the next groups; absent after the last."
    )
    mixed_currencies: list[str] = Field(
        default_factory=list,
        description="Null because of several currencies: group by the currency, too.",
    )
    note: str | None = None
    truncated: bool = Field(False, description="Cut to the answer budget.")

    _columns: list[str] = PrivateAttr(default_factory=list)
    _grouped: bool = PrivateAttr(True)

    def text(self) -> str:
        names = [*self._columns, COUNT, *(k for k in self.totals if k != COUNT)]
        lines = [cells.line(group, names) for group in self.groups]
        head = cells.SEPARATOR.join(names)
        totals = cells.line(self.totals, self.totals)
        named = f"total {cells.SEPARATOR.join(self.totals)}: {totals}"
        return "\n".join(
            [", ".join(self._head()), *([head] if lines else []), *lines, named]
        )

    def _head(self) -> Iterator[str]:
        yield (
            f"{len(self.groups)} groups of {self.model}"
            if self._grouped
            else self.model
        )
        if self.next_offset:
            yield f"next_offset {self.next_offset}"
        if self.truncated:
            yield "cut to the answer budget"
        if self.mixed_currencies:
            names = ", ".join(self.mixed_currencies)
            yield f"several currencies, so no value: {names}"
        if self.note:
            yield self.note


class AggregateRecords(models.AbstractModel):
    _inherit = "mcp.tools.records"

    @mcp_tool(Effect.READ, aliases=("odoo_aggregate", "odoo_read_group", "read_group"))
    def _mcp_aggregate_records(self, params: AggregateParams) -> Groups:
        """Count, sum or average the records of any Odoo model, in groups or in all."""
        records = params.records(self.env)
        most = settings.get(self.env, "max_limit")
        limit, note = numbers.capped(params.limit, most, "limit")
        found = self._found(records, params, limit)
        kept = fit.how_many(found.groups, fitting.room(self.env))
        if found.groups and not kept:
            raise ToolError(
                self.env._("One group alone is over the answer budget: group by less.")
            )
        answer = Groups(
            model=params.model,
            groups=found.groups[:kept],
            totals=found.totals,
            mixed_currencies=found.mixed,
            note=note
            or self._about_domain(records, params)
            or self._about_totals(params),
            truncated=kept < len(found.groups),
        )
        if found.more or answer.truncated:
            answer.next_offset = params.offset + kept
        answer._grouped = bool(params.group_by)
        answer._columns = [group.spec for group in params.group_by]
        return answer

    def _found(
        self, records: models.BaseModel, params: AggregateParams, limit: int
    ) -> aggregating.Found:
        archived = Search([], include_archived=params.include_archived)
        question = params.question(records, limit)
        return aggregating.aggregate(scope(records, archived), question)

    def _about_domain(
        self, records: models.BaseModel, params: AggregateParams
    ) -> str | None:
        if not params.group_by or aggregating.repeats(records, params.domain):
            return None
        return (
            self.env._(
                "Your domain is long: %s holds the terms of the group alone, to be put "
                "after yours."
            )
            % DOMAIN
        )

    def _about_totals(self, params: AggregateParams) -> str | None:
        if not params.having:
            return None
        return self.env._("The totals hold the groups too that having leaves out.")
