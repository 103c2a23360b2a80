"""A query of a report, run as the caller by the choke points of ``services/orm``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from odoo import api, models

from .. import settings
from ..errors import ToolError
from ..orm import domains, url
from ..orm.groups import aggregating, grouping, having, measures
from ..orm.groups.measures import COUNT
from ..orm.params import context_of
from ..orm.paths import Path, resolve
from ..orm.reads import ordering, output, searching
from .definition import Query

UNREADABLE = object()


@dataclass(frozen=True)
class Column:
    """A column of the table.

    Attributes:
        key: of the value in each row.
        field: the field or the grouping that it shows; None for an aggregate.
    """

    key: str
    label: str
    field: Any = None


@dataclass(frozen=True)
class Found:
    """What a query found.

    Attributes:
        domain: with its values, as the tools take it.
        count: of all records of the domain.
        totals: of all of them, by aggregate; None where currencies differ.
        mixed: the aggregates of which that is so.
        more: there are rows after these.
        url: of the record of a row, with ``{id}``; empty for groups.
    """

    query: Query
    domain: list[Any]
    columns: Sequence[Column]
    rows: list[dict[str, Any]]
    count: int
    totals: dict[str, Any] = field(default_factory=dict)
    mixed: Sequence[str] = ()
    more: bool = False
    url: str = ""


@dataclass(frozen=True)
class Plan:
    """A query whose every part is checked; ``run`` gives what it finds."""

    columns: Sequence[Column]
    run: Callable[[], Found]


def plan(env: api.Environment, query: Query, domain: list[Any]) -> Plan:
    """Check every part of a query as the caller.

    Args:
        domain: with its values.

    Raises:
        ValueError: names the part, and says what would be right.
        AccessError: the caller may not read the model.
    """
    records = env[query.model].with_context(**context_of(env, None, None))
    records.check_access("read")
    companies = domains.of_companies(records)
    domain = [*domain, *map(list, companies)]
    terms = _part("domain", lambda: domains.parse(records, domain))
    records = records.with_context(active_test=not query.include_archived)
    make = _sums if query.sums else _records
    return make(records, query, domain, terms)


def _part(name: str, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from None


def _limit(records: models.BaseModel, query: Query) -> int:
    return min(query.limit, settings.get(records.env, "max_limit"))


def _records(
    records: models.BaseModel, query: Query, shown: list[Any], terms: list[Any]
) -> Plan:
    paths = _part("fields", lambda: [resolve(records, t) for t in query.fields])
    order = _part(
        "order", lambda: query.order and ordering.parse_order(records, query.order)
    )
    columns = [
        Column(p.text, _label(records, query, p.text, p.last), p.last) for p in paths
    ]
    search = searching.Search(
        terms,
        order=order,
        limit=_limit(records, query),
        include_archived=query.include_archived,
    )

    def run() -> Found:
        rows, total = _rows(records, search, paths)
        more = total > len(rows)
        address = url.template(records)
        return Found(query, shown, columns, rows, total, more=more, url=address)

    return Plan(columns, run)


def _rows(
    records: models.BaseModel, search: searching.Search, paths: list[Path]
) -> tuple[list[dict[str, Any]], int]:
    """The rows of the table, and how many records there are in all."""
    found = searching.find(records, search, output.fetchable(records, paths))
    if note := found.note():
        raise ToolError(note)
    rows, unreadable = output.rows(found.records, paths, fetched=True)
    for row in rows:
        hidden = [text for text, ids in unreadable.items() if row["id"] in ids]
        row.update(dict.fromkeys(hidden, UNREADABLE))
    return rows, found.total


def _sums(
    records: models.BaseModel, query: Query, shown: list[Any], terms: list[Any]
) -> Plan:
    groups = _part(
        "group_by", lambda: [grouping.parse(records, t) for t in query.group_by]
    )
    found = _part(
        "aggregates", lambda: [measures.parse(records, t) for t in query.aggregates]
    )
    order = _part("order", lambda: having.ordered(records, query.order, groups))
    columns = [
        *(Column(g.spec, _label(records, query, g.spec, g.field), g) for g in groups),
        *(Column(m.spec, _label(records, query, m.spec, m.field)) for m in found),
    ]

    sums = [measure for measure in found if measure.spec != COUNT]
    question = aggregating.Question(
        terms, groups, sums, order=order, limit=_limit(records, query)
    )

    def run() -> Found:
        answer = aggregating.aggregate(records, question)
        rows = answer.groups if groups else [answer.totals]
        count = answer.totals.get(COUNT, sum(row[COUNT] for row in rows))
        facts = (answer.totals, answer.mixed, answer.more)
        return Found(query, shown, columns, rows, count, *facts)

    return Plan(columns, run)


def _label(records: models.BaseModel, query: Query, key: str, known: Any) -> str:
    if said := query.labels.get(key):
        return said
    if known is None:
        return records.env._("Number")
    return known._description_string(records.env) or known.name
