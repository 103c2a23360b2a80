"""Who else is away: names and days, which Odoo's overview shows to every employee."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytz
from pydantic import BaseModel

from odoo import models

# its rows have the ids of the requests
OVERVIEW = "hr.leave.report.calendar"
MOST_READ = 500
DAY = timedelta(days=1)


class Away(BaseModel):
    """An approved absence, without its type and reason."""

    employee: str
    date_from: date
    date_to: date

    def line(self) -> str:
        return f"away: {self.employee}, {self.date_from} – {self.date_to}"


def others(
    leaves: models.BaseModel,
    first: date,
    last: date | None = None,
    employee_id: int | None = None,
) -> list[Away]:
    """Absences of which the caller may not read the request, the soonest first.

    Args:
        leaves: ``hr.leave``, with the caller's environment.
        first: ends on or after this day.
        last: begun by this day.
    """
    overview = leaves.env[OVERVIEW]
    if not overview.has_access("read"):
        return []
    domain: list[Any] = [
        ("state", "=", "validate"),
        # days are those of the employee's zone: a day more, and a look at each
        ("stop_datetime", ">=", datetime.combine(first - DAY, datetime.min.time())),
        ("id", "not in", leaves._search([])),
    ]
    if last:
        end = datetime.combine(last + 2 * DAY, datetime.min.time())
        domain.append(("start_datetime", "<", end))
    if employee_id:
        domain.append(("employee_id", "=", employee_id))
    rows = overview.search_read(
        domain,
        ["employee_id", "start_datetime", "stop_datetime", "tz"],
        limit=MOST_READ,
        order="start_datetime",
    )
    found = map(_away, rows)
    return [
        x for x in found if x.date_to >= first and not (last and x.date_from > last)
    ]


def _away(row: dict[str, Any]) -> Away:
    zone = pytz.timezone(row["tz"] or "UTC")
    return Away(
        employee=row["employee_id"][1],
        date_from=pytz.utc.localize(row["start_datetime"]).astimezone(zone).date(),
        date_to=pytz.utc.localize(row["stop_datetime"]).astimezone(zone).date(),
    )
