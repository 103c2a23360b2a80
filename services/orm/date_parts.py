"""Numbers that are part of a date, in the caller's time zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytz

from odoo import api

from .moments import zone

PARTS = {
    "year_number": lambda d: d.year,
    "quarter_number": lambda d: (d.month + 2) // 3,
    "month_number": lambda d: d.month,
    "iso_week_number": lambda d: d.isocalendar()[1],
    "day_of_year": lambda d: d.timetuple().tm_yday,
    "day_of_month": lambda d: d.day,
    # as PostgreSQL and Odoo count: Sunday is 0
    "day_of_week": lambda d: d.isoweekday() % 7,
    "hour_number": lambda d: getattr(d, "hour", 0),
    "minute_number": lambda d: getattr(d, "minute", 0),
    "second_number": lambda d: getattr(d, "second", 0),
}


def of(env: api.Environment, value: Any, part: str) -> int | None:
    """The ``part`` of a date or naive UTC datetime; None without a value."""
    if not isinstance(value, date):
        return None
    if isinstance(value, datetime):
        value = pytz.utc.localize(value).astimezone(zone(env))
    return PARTS[part](value)
