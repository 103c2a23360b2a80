"""Finds the records that wait for the caller, source by source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from odoo import api, models

from ..compat.access import may_read_field
from ..orm.reads import values
from ..orm.reads.states import state_field
from .source import Column, Source

# how many candidates a source looks at, to ask Odoo whether they wait for the caller
MOST = 500
ACTIVITIES = "mail.activity"
# where those that are due first are not the oldest
FIRST = {ACTIVITIES: "date_deadline, id"}


@dataclass(frozen=True)
class Waiting:
    """The records of one source.

    Attributes:
        more: there are candidates beyond those that were looked at.
    """

    source: Source
    records: models.BaseModel
    more: bool

    def rows(self, offset: int, limit: int) -> list[dict[str, Any]]:
        """``{"id", "name", "state", "by", "amount", "since"}``, empty ones left out."""
        some = self.records[offset : offset + limit]
        columns = {
            "name": _names(some),
            "state": _column(some, state_field(some)),
            "by": [by and by["name"] for by in _column(some, self.source.by)],
            "amount": _column(some, self.source.amount),
            "since": _column(some, self.source.since),
        }
        return [
            {"id": record.id, **{k: v[i] for k, v in columns.items() if v[i]}}
            for i, record in enumerate(some)
        ]


def waiting(env: api.Environment, wanted: Iterable[Source]) -> Iterator[Waiting]:
    """The sources in which something waits for the caller, with their records.

    An activity about a record that is in the list anyway is left out.
    """
    told: set[tuple[str, int]] = set()
    for source in wanted:
        if source.model not in env or not env[source.model].has_access("read"):
            continue
        order = FIRST.get(source.model, "id")
        found = env[source.model].search(
            source.domain(env), limit=MOST + 1, order=order
        )
        records = source.waits(found[:MOST])
        if source.model == ACTIVITIES:
            records = _untold(records, told)
        told |= {(source.model, record_id) for record_id in records.ids}
        if records:
            yield Waiting(source, records, len(found) > MOST)


def _untold(
    activities: models.BaseModel, told: set[tuple[str, int]]
) -> models.BaseModel:
    rest = activities.filtered(lambda a: (a.res_model, a.res_id) not in told)
    return rest.sorted("date_deadline")


def _names(records: models.BaseModel) -> list[str | None]:
    if records._name == ACTIVITIES:
        return [
            ": ".join(filter(None, [a.res_name, a.summary or a.activity_type_id.name]))
            for a in records
        ]
    return [record.display_name or None for record in records]


def _column(records: models.BaseModel, name: Column | None) -> list[Any]:
    if callable(name):
        return name(records)
    field = records._fields.get(name or "")
    if not field or not may_read_field(records, field):
        return [None] * len(records)
    return values.of(records, field)
