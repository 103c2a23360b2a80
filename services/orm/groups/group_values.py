"""A group: its value as JSON, and the domain that finds its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytz

from odoo import models

from ...compat.domains import grouped_links, weekday_from_odoo
from ..moments import zone
from ..reads import values
from .grouping import PERIODS, Grouping

Term = tuple[Any, ...]
Shown = tuple[Any, list[Term]]


def shower(
    records: models.BaseModel, grouping: Grouping, column: list[Any]
) -> Callable[[Any], Shown]:
    """What makes JSON and terms of a domain of each value of ``column``.

    Args:
        column: the values that ``_read_group`` gave for the groups.
    """
    if grouping.granularity:
        return _Moment(records, grouping).shown
    if grouping.property_type:
        return _Property(records, grouping, column).shown
    if grouping.comodel:
        return _Relation(records, grouping, column).shown
    name, is_boolean = grouping.spec, grouping.kind == "boolean"
    # 18.0 finds a reference of 0 by 0 alone, and one of NULL by both
    empty = 0 if grouping.kind == "many2one_reference" else False
    return lambda value: (
        value if value is not False or is_boolean else None,
        [(name, "=", value if value is not False else empty)],
    )


class _Relation:
    def __init__(
        self, records: models.BaseModel, grouping: Grouping, column: list[Any]
    ):
        values.name_all(records.env[grouping.comodel].union(*column))
        self._name = grouping.spec
        self._many = grouping.kind == "many2many"
        self._all = grouped_links(records, grouping.field)

    def shown(self, value: models.BaseModel) -> Shown:
        if value:
            return values.reference(value), [(self._name, "=", value.id)]
        if self._many:
            # "= false" would not see that what there is may be hidden from the caller
            return None, [(self._name, "not any", self._all)]
        return None, [(self._name, "=", False)]


class _Moment:
    """Periods are named by their first day, or hour; parts are numbers."""

    def __init__(self, records: models.BaseModel, grouping: Grouping):
        self._env = records.env
        self._name = grouping.path.names[0]
        self._granularity = grouping.granularity
        self._with_time = grouping.field.type == "datetime"

    def shown(self, value: Any) -> Shown:
        if value is False or value is None:
            return None, [(self._name, "=", False)]
        if self._granularity not in PERIODS:
            return self._part(value)
        start, end = value, value + PERIODS[self._granularity]
        if not self._with_time:
            return start.isoformat(), self._between(start, end)
        start, end = self._utc(start), self._utc(end)
        name = value.date().isoformat()
        if self._granularity == "hour":
            local = pytz.utc.localize(start).astimezone(zone(self._env))
            name = local.isoformat(timespec="seconds")
        return name, self._between(start, end)

    def _part(self, value: float) -> Shown:
        number = int(value)
        if self._granularity == "day_of_week":
            number = weekday_from_odoo(self._env, number)
        return number, [(f"{self._name}.{self._granularity}", "=", number)]

    def _between(self, start: date, end: date) -> list[Term]:
        return [(self._name, ">=", start), (self._name, "<", end)]

    def _utc(self, moment: datetime) -> datetime:
        """Naive UTC of a local time; of an hour that comes twice, the first."""
        tz = zone(self._env)
        if not hasattr(tz, "localize"):
            return moment
        try:
            local = tz.localize(moment, is_dst=None)
        except pytz.AmbiguousTimeError:
            local = tz.localize(moment, is_dst=True)
        except pytz.NonExistentTimeError:
            local = tz.localize(moment, is_dst=False)
        return local.astimezone(pytz.utc).replace(tzinfo=None)


class _Property:
    def __init__(
        self, records: models.BaseModel, grouping: Grouping, column: list[Any]
    ):
        self._name = grouping.spec
        self._operator = "in" if grouping.kind in ("tags", "many2many") else "="
        self._names = self._seen(records, grouping, column)

    @staticmethod
    def _seen(
        records: models.BaseModel, grouping: Grouping, column: list[Any]
    ) -> dict[int, dict[str, Any]]:
        """Id and name of those of the linked records that the caller may read."""
        comodel = records.env.get(grouping.comodel)
        if comodel is None or not comodel.has_access("read"):
            return {}
        ids = [value for value in column if isinstance(value, int)]
        found = comodel.with_context(active_test=False).search([("id", "in", ids)])
        return {record.id: values.reference(record) for record in found}

    def shown(self, value: Any) -> Shown:
        if value is False or value is None:
            return None, [(self._name, "=", False)]
        wanted = [value] if self._operator == "in" else value
        return self._names.get(value, value), [(self._name, self._operator, wanted)]
