"""Totals from the groups themselves, so that a large table is read once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from odoo import models
from odoo.exceptions import AccessError

from .grouping import Grouping
from .measures import COUNT, NUMBERS

# PostgreSQL orders texts by rules of its own
COMPARED = (*NUMBERS, "date", "datetime", "many2one")
# where a model has one of its own, its groups may share records
OWN = ("_read_group", "_read_group_postprocess_aggregate")


def added_up(
    records: models.BaseModel,
    groups: Sequence[Grouping],
    specs: list[str],
    rows: Sequence[Sequence[Any]],
) -> list[Any] | None:
    """A row of totals by ``specs`` from the rows of all groups.

    None where that is not what PostgreSQL would compute over all records: there a
    record may stand in several groups, or the aggregate is none that adds up.
    """
    if any(group.is_of_several for group in groups):
        return None
    columns = list(zip(*(row[len(groups) :] for row in rows), strict=True))
    if specs == [COUNT]:
        return [sum(sum(column) for column in columns)]
    if not columns or not all(_adds_up(records, spec) for spec in specs):
        return None
    return [_total(*pair) for pair in zip(specs, columns, strict=True)]


def _adds_up(records: models.BaseModel, spec: str) -> bool:
    if spec == COUNT:
        return True
    own, every = type(records), models.BaseModel
    if any(getattr(own, name) is not getattr(every, name) for name in OWN):
        return False
    name, _colon, function = spec.partition(":")
    kind = records._fields[name].type
    if function == "count":
        return _is_odoos(records, spec)
    known = {"sum": NUMBERS, "min": COMPARED, "max": COMPARED}
    return kind in known.get(function, ()) and _is_odoos(records, spec)


def _is_odoos(records: models.BaseModel, spec: str) -> bool:
    """Whether the model computes it as any model: some weigh one value by another."""
    every = models.BaseModel._read_group_select
    if type(records)._read_group_select is every:
        return True
    query = records.browse()._as_query()
    try:
        return every(records, spec, query) == records._read_group_select(spec, query)
    except (ValueError, AccessError):
        return False


def _total(spec: str, column: Sequence[Any]) -> Any:
    values = [value for value in column if value is not None and value is not False]
    if not values:
        return None
    if spec.endswith(":min"):
        return min(values)
    if spec.endswith(":max"):
        return max(values)
    if all(isinstance(value, int) for value in values):
        return sum(values)
    # without the noise of adding up one by one
    return math.fsum(values)
