"""Aggregates of a client: what is computed over the records of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odoo import models
from odoo.exceptions import AccessError

from ..params import OfModel
from ..paths import resolve

COUNT = "__count"
NUMBERS = ("integer", "float", "monetary")
# of a text the first or last by the alphabet; long texts tell nothing so
ORDERED = (*NUMBERS, "date", "datetime", "char")
UNCOUNTED = ("binary", "json", "one2many", "many2many", "properties")
FUNCTIONS = {
    "sum": NUMBERS,
    "avg": NUMBERS,
    "min": ORDERED,
    "max": ORDERED,
    "count": None,
    "count_distinct": None,
}
COUNTS = ("count", "count_distinct")


@dataclass(frozen=True)
class Measure:
    """A checked aggregate.

    Attributes:
        spec: as Odoo takes it, and the key in the answer: ``amount_total:sum``.
        field: None for the number of records.
    """

    spec: str
    field: Any = None
    function: str = "count"

    @property
    def kind(self) -> str:
        """The type of the value."""
        if self.field is None or self.function in COUNTS:
            return "integer"
        return self.field.type


def parse(records: models.BaseModel, text: str) -> Measure:
    """``field:function``; a mere field has the function that its column shows.

    Raises:
        ValueError: not readable, no such function, or one that does not fit.
    """
    if text in (COUNT, "count", "id:count"):
        return Measure(COUNT)
    name, _colon, function = text.partition(":")
    path = resolve(records, name, "aggregate")
    if len(path.names) > 1:
        raise ValueError(
            records.env._("%s: aggregates are of fields of the model itself") % name
        )
    function = function or getattr(path.last, "aggregator", None) or "count"
    _check_fit(records, path.last, function)
    measure = Measure(f"{name}:{function}", path.last, function)
    if not is_computable(records, measure):
        raise ValueError(
            records.env._("%s is not stored and cannot be aggregated") % measure.spec
        )
    return measure


def is_computable(records: models.BaseModel, measure: Measure) -> bool:
    """Whether PostgreSQL can compute it; some models add what is not stored."""
    field = measure.field
    if field is None or (field.store and field.column_type):
        return True
    try:
        records._read_group_select(measure.spec, records.browse()._as_query())
    except (ValueError, AccessError):
        return False
    return True


def _check_fit(records: models.BaseModel, field: Any, function: str) -> None:
    _, fitting = records.env._, _fitting(field)
    if function in fitting:
        return
    if function not in FUNCTIONS and fitting:
        raise ValueError(
            _("there is no aggregate %(name)s; there are: %(known)s")
            % {"name": function, "known": ", ".join(fitting)}
        )
    raise ValueError(
        _("%(function)s does not fit %(field)s, a %(type)s")
        % {"function": function, "field": field.name, "type": field.type}
    )


def _fitting(field: Any) -> list[str]:
    """The functions for a field of this type."""
    if field.type in UNCOUNTED:
        return []
    return [
        name for name, types in FUNCTIONS.items() if not types or field.type in types
    ]


class Aggregates(OfModel):
    """A list of texts → ``list[Measure]``, without the count, which always is there."""

    def opened(self, records: models.BaseModel, value: list[str]) -> list[Measure]:
        found = {m.spec: m for m in (parse(records, text) for text in value)}
        found.pop(COUNT, None)
        return list(found.values())
