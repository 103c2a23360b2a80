"""Numbers that are part of a date, in the caller's time zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytz

from odoo import api

from ..compat.domains import weekday_to_odoo
from .moments import zone

PARTS = {
    "year_number": lambda d: d.year,
    "quarter_number": lambda d: (d.month + 2) // 3,
    "month_number": lambda d: d.month,
    "iso_week_number": lambda d: d.isocalendar()[1],
    "day_of_year": lambda d: d.timetuple().tm_yday,
    "day_of_month": lambda d: d.day,
    # as PostgreSQL counts: Sunday is 0
    "day_of_week": lambda d: d.isoweekday() % 7,
    "hour_number": lambda d: getattr(d, "hour", 0),
    "minute_number": lambda d: getattr(d, "minute", 0),
    "second_number": lambda d: getattr(d, "second", 0),
}

COMPARE = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}
LISTS = {"in": lambda one, others: one in others, "not in": lambda i, o: i not in o}


def of(env: api.Environment, value: Any, part: str) -> int | None:
    """The ``part`` of a date or naive UTC datetime; None without a value."""
    if not isinstance(value, date):
        return None
    if isinstance(value, datetime):
        value = pytz.utc.localize(value).astimezone(zone(env))
    return PARTS[part](value)


def leaf(env: api.Environment, path: str, operator: str, value: Any) -> tuple[Any, ...]:
    """A term of a domain about the part of a date.

    Args:
        path: ends with the part, e.g. ``date_order.month_number``.

    Raises:
        ValueError: an operator or a value that a number does not take.
    """
    numbers = value if operator in LISTS else [value]
    if operator not in COMPARE and operator not in LISTS:
        raise ValueError(
            env._("%(field)s takes %(known)s")
            % {"field": path, "known": ", ".join([*COMPARE, *LISTS])}
        )
    if not isinstance(numbers, list | tuple) or not all(map(_is_number, numbers)):
        raise ValueError(
            env._("%(field)s takes a number, not %(value)r")
            % {"field": path, "value": value}
        )
    if path.endswith(".day_of_week"):
        holds = (COMPARE | LISTS)[operator]
        days = [day for day in range(7) if holds(day, value)]
        value = [weekday_to_odoo(env, day) for day in days]
        operator = "in"
    if operator in COMPARE:
        return (path, operator, value)
    # 18.0 makes SQL of it that takes a filled tuple only
    nothing = (int(operator == "not in"), "=", 1)
    return (path, operator, tuple(value)) if value else nothing


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
