"""Periods of reports, and those that they are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

ONE_DAY = timedelta(days=1)
MONTHS = {"previous_month": 1, "previous_quarter": 3, "previous_year": 12}


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included.

    Attributes:
        since: None for all days until the last.
    """

    since: date | None
    until: date

    @property
    def name(self) -> str:
        if self.since is None:
            return self.until.isoformat()
        return f"{self.since.isoformat()}..{self.until.isoformat()}"


def dates_before(day: date, step: str, count: int) -> list[date]:
    """``count`` dates, each one step earlier; the end of a month stays the end."""
    months = MONTHS[step]
    return [_months_back(day, months * n) for n in range(1, count + 1)]


def periods_before(period: Period, step: str, count: int) -> list[Period]:
    """``count`` periods before ``period``: of the same length, or the year before.

    Args:
        step: ``previous_period`` or ``previous_year``.
    """
    found = []
    for n in range(1, count + 1):
        if step == "previous_year":
            first = period.since - relativedelta(years=n)
            found.append(Period(first, _months_back(period.until, 12 * n)))
        else:
            found.append(_preceding(found[-1] if found else period))
    return found


def _preceding(period: Period) -> Period:
    """The period right before, as long in whole months if possible, else in days."""
    until = period.since - ONE_DAY
    months = _whole_months(period)
    if months:
        return Period(period.since - relativedelta(months=months), until)
    return Period(until - (period.until - period.since), until)


def _whole_months(period: Period) -> int:
    if period.since.day != 1 or not _ends_month(period.until):
        return 0
    years = period.until.year - period.since.year
    return years * 12 + period.until.month - period.since.month + 1


def _months_back(day: date, months: int) -> date:
    found = day - relativedelta(months=months)
    return found + relativedelta(day=31) if _ends_month(day) else found


def _ends_month(day: date) -> bool:
    return (day + ONE_DAY).day == 1
