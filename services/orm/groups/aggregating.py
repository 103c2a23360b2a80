"""Groups of records and what is computed over them, by Odoo's own ``_read_group``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytz

from odoo import models

from ...compat.access import may_read_field
from ...refusals import REFUSALS
from .. import domains
from ..moments import zone
from ..reads import values
from ..reads.searching import as_odoo_can, visible
from .group_values import shower
from .grouping import Grouping
from .measures import COUNT, Measure, is_computable
from .totals import added_up

DOMAIN = "__domain"
# bytes of a domain that is repeated with each group
LONGEST_DOMAIN = 1000


@dataclass(frozen=True)
class Question:
    """What to compute; every part checked by its parser."""

    domain: list[Any]
    groups: Sequence[Grouping] = ()
    measures: Sequence[Measure] = ()
    having: list[Any] = field(default_factory=list)
    order: str = ""
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True)
class Found:
    """What was computed.

    Attributes:
        groups: values by the specs of groups and measures, ``__count``, ``__domain``.
        totals: over all records of the domain, whatever ``having`` says.
        more: there are groups after these.
        mixed: sums and the like over several currencies: no number is true of them.
    """

    groups: list[dict[str, Any]]
    totals: dict[str, Any]
    more: bool
    mixed: list[str]


def aggregate(records: models.BaseModel, question: Question) -> Found:
    """Groups and totals, under the caller's rights and rules."""
    with as_odoo_can(records):
        return _aggregate(records, question)


def _aggregate(records: models.BaseModel, question: Question) -> Found:
    # the key of models/base_grouping.py, which services do not import
    records = records.with_context(mcp_one_empty_group=True)
    columns = _Columns(records, question.measures)
    domain = visible(records, question.domain)
    totals, groups, more = None, [], False
    if question.groups:
        rows = records._read_group(
            domain,
            [group.spec for group in question.groups],
            columns.specs,
            having=question.having,
            offset=question.offset,
            limit=question.limit + 1,
            order=question.order,
        )
        more = len(rows) > question.limit
        groups = _groups(records, question, columns, rows[: question.limit])
        totals = None if more else _added_up(records, question, columns, rows)
    totals = totals or _totals(records, domain, columns, bool(question.groups))
    return Found(groups, totals, more, sorted(columns.mixed))


def repeats(records: models.BaseModel, domain: list[Any]) -> bool:
    """Whether the domain is short enough to stand with each group."""
    text = json.dumps(domains.shown(records.env, domain))
    return len(text) <= LONGEST_DOMAIN


def _added_up(
    records: models.BaseModel,
    question: Question,
    columns: _Columns,
    rows: Sequence[tuple[Any, ...]],
) -> dict[str, Any] | None:
    """The totals of the groups, where these are all of them."""
    if question.having or question.offset:
        return None
    total = added_up(records, question.groups, columns.specs, rows)
    return None if total is None else columns.shown([total])[0]


def _totals(
    records: models.BaseModel, domain: list[Any], columns: _Columns, grouped: bool
) -> dict[str, Any]:
    try:
        [total] = records._read_group(domain, [], columns.specs)
    except REFUSALS:
        # some reports answer in groups only
        if not grouped:
            raise
        return {}
    return columns.shown([total])[0]


def _groups(
    records: models.BaseModel,
    question: Question,
    columns: _Columns,
    rows: Sequence[tuple[Any, ...]],
) -> list[dict[str, Any]]:
    keys = [list(column) for column in zip(*rows, strict=True)]
    showers = [
        shower(records, group, column)
        for group, column in zip(question.groups, keys, strict=False)
    ]
    base = question.domain if repeats(records, question.domain) else []
    width = len(question.groups)
    computed = columns.shown([row[width:] for row in rows])
    groups = []
    for row, numbers in zip(rows, computed, strict=True):
        found, terms = {}, []
        for group, show, value in zip(question.groups, showers, row, strict=False):
            found[group.spec], own = show(value)
            terms += own
        groups.append({**found, **numbers})
        if _finds(records, question, row, terms):
            groups[-1][DOMAIN] = domains.shown(records.env, [*base, *terms])
    return groups


def _finds(
    records: models.BaseModel, question: Question, row: Sequence[Any], terms: list[Any]
) -> bool:
    """Whether the terms find what is without a value of a computed field.

    A field that is not stored is searched by code of its own, which may know no
    "nothing": then a group without a domain is better than one with a wrong one.
    """
    if all(group.field.store or row[n] for n, group in enumerate(question.groups)):
        return True
    found = records.search_count(visible(records, [*question.domain, *terms]))
    return found == row[len(question.groups)]


class _Columns:
    """The aggregates to ask for, and their values as JSON.

    With an amount goes the least and the greatest id of its currency: where they
    differ, there are several.
    """

    def __init__(self, records: models.BaseModel, measures: Sequence[Measure]):
        self._records = records
        self._measures = measures
        self._currency = {m.spec: _currency(records, m) for m in measures}
        asked = [COUNT, *(measure.spec for measure in measures)]
        for name in filter(None, self._currency.values()):
            asked += [f"{name}:min", f"{name}:max"]
        self.specs = list(dict.fromkeys(asked))
        self.mixed: set[str] = set()

    def shown(self, rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
        """JSON by spec of each row of values of ``specs``."""
        found = []
        for row in rows:
            by_spec = dict(zip(self.specs, row, strict=True))
            shown = {m.spec: self._value(m, by_spec) for m in self._measures}
            found.append({COUNT: by_spec[COUNT], **shown})
        return found

    def _value(self, measure: Measure, row: dict[str, Any]) -> Any:
        value = row[measure.spec]
        if value is None or value is False:
            return None
        if measure.kind == "monetary":
            return self._amount(measure, value, row)
        return _plain(self._records, measure, value)

    def _amount(self, measure: Measure, value: Any, row: dict[str, Any]) -> Any:
        name = self._currency[measure.spec]
        least, most = (row[f"{name}:min"], row[f"{name}:max"]) if name else (None, None)
        if least != most:
            self.mixed.add(measure.spec)
            return None
        # sudo: the currency is part of an amount that the caller may read
        currencies = self._records.env["res.currency"].sudo()
        return values.amount(float(value), currencies.browse(least) if least else None)


def _currency(records: models.BaseModel, measure: Measure) -> str | None:
    """Name of the currency's field, where PostgreSQL can compute with it."""
    if measure.kind != "monetary":
        return None
    found = values.currency_field(records, measure.field)
    if found is None or not may_read_field(records, found):
        return None
    least = Measure(f"{found.name}:min", found, "min")
    return found.name if is_computable(records, least) else None


def _plain(records: models.BaseModel, measure: Measure, value: Any) -> Any:
    if measure.kind == "date":
        return value.isoformat()
    if measure.kind == "datetime":
        local = pytz.utc.localize(value).astimezone(zone(records.env))
        return local.isoformat(timespec="seconds")
    if measure.kind == "integer" and measure.function != "avg":
        return int(value)
    if measure.kind in ("integer", "float"):
        digits = measure.field.type == "float" and measure.field.get_digits(records.env)
        exact = digits and measure.function != "avg"
        return values.number(float(value), digits[1] if exact else None)
    return value
