"""``having`` and ``order`` of groups: conditions on aggregates, and their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from odoo import api, models

from .. import domains, moments
from ..params import OfModel
from . import measures
from .grouping import Grouping
from .measures import COUNT, NUMBERS, Measure

OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "in", "not in")
PART = re.compile(
    r"(?P<term>[\w.]+(:\w+)?)(\s+(?P<way>asc|desc))?(\s+(?P<nulls>nulls\s+\w+))?", re.I
)
NULLS = ("", "nulls first", "nulls last")


class Having(OfModel):
    """A domain whose fields are aggregates, as ``_read_group`` takes it."""

    def opened(self, records: models.BaseModel, value: Any) -> list[Any]:
        terms = domains.as_list(records, value)
        return domains.joined(records.env, terms, partial(_leaf, records))


def ordered(
    records: models.BaseModel,
    text: str | None,
    groups: Sequence[Grouping],
) -> str:
    """The order of groups: as asked for, then by the groups so that pages hold.

    Raises:
        ValueError: what is neither an aggregate nor among ``groups``.
    """
    parts: dict[str, str] = {}
    for part in filter(None, (text or "").split(",")):
        term, way = _part(records, part.strip(), groups)
        parts.setdefault(term, f"{term} {way}")
    for group in groups:
        parts.setdefault(group.spec, group.spec)
    return ", ".join(parts.values())


def _part(
    records: models.BaseModel, text: str, groups: Sequence[Grouping]
) -> tuple[str, str]:
    match = PART.fullmatch(text)
    nulls = " ".join((match["nulls"] or "").lower().split()) if match else ""
    if not match or nulls not in NULLS:
        raise ValueError(
            records.env._("%r is no order: aggregate or group, then asc or desc") % text
        )
    way = (match["way"] or "asc").lower()
    for group in groups:
        if group.is_called(match["term"]):
            return group.spec, f"{way} {nulls}".strip()
    if (term := match["term"]) != COUNT and ":" not in term and term != "count":
        known = ", ".join([COUNT, *(group.spec for group in groups)])
        raise ValueError(
            records.env._(
                "%(term)s is neither field:function nor one of %(known)s, by which "
                "groups can be sorted"
            )
            % {"term": term, "known": known}
        )
    # what is empty is no top value
    last = nulls or "nulls last"
    return measures.parse(records, term).spec, f"{way} {last}"


def _leaf(records: models.BaseModel, term: Any) -> list[Any]:
    _ = records.env._
    if not isinstance(term, list | tuple) or len(term) != 3:
        raise ValueError(_("%s is no term: [aggregate, operator, value]") % (term,))
    name, operator, value = term
    if operator not in OPERATORS:
        raise ValueError(
            _("%(operator)r is no operator; there are: %(all)s")
            % {"operator": operator, "all": ", ".join(OPERATORS)}
        )
    measure = measures.parse(records, str(name))
    many = operator in ("in", "not in")
    if many and not (isinstance(value, list | tuple) and value):
        raise ValueError(_("%s takes a list of values") % operator)
    read = partial(_value, records.env, measure)
    return [(measure.spec, operator, tuple(map(read, value)) if many else read(value))]


def _value(env: api.Environment, measure: Measure, value: Any) -> Any:
    try:
        return _reader(measure)(env, value)
    except (ValueError, TypeError, AttributeError):
        raise ValueError(
            env._("%(name)s is compared with a %(type)s, not with %(value)r")
            % {"name": measure.spec, "type": measure.kind, "value": value}
        ) from None


def _reader(measure: Measure) -> Any:
    if measure.kind in NUMBERS:
        return lambda _env, value: _instance(value, int | float)
    readers = {
        "date": moments.parse_date,
        "datetime": moments.parse_datetime,
    }
    return readers.get(measure.kind, lambda _env, value: _instance(value, str))


def _instance(value: Any, kind: Any) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(value)
    return value
