"""Dates and datetimes: ISO 8601 of a client ↔ Odoo's naive UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timezone, tzinfo
from typing import Any

import pytz

from odoo import api


def zone(env: api.Environment) -> tzinfo:
    """The caller's time zone; UTC when none is set or it is unknown."""
    # Odoo keeps it with the language: reading it of the user costs two queries
    name = env.context.get("tz") or env["res.users"].context_get().get("tz") or "UTC"
    try:
        return pytz.timezone(name)
    except pytz.UnknownTimeZoneError:
        return timezone.utc


def parse_date(env: api.Environment, text: str) -> date:
    """A date of ``2026-02-16``; of a datetime, its day in the caller's zone.

    Raises:
        ValueError: not ISO 8601.
    """
    if is_day(text):
        return date.fromisoformat(text)
    moment = pytz.utc.localize(parse_datetime(env, text))
    return moment.astimezone(zone(env)).date()


def parse_datetime(
    env: api.Environment, text: str, *, last_second: bool = False
) -> datetime:
    """Naive UTC. Without an offset the text is in the caller's zone.

    Args:
        last_second: a mere date stands for its end, not for its beginning.

    Raises:
        ValueError: not ISO 8601.
    """
    if is_day(text):
        day_time = time(23, 59, 59) if last_second else time()
        moment = datetime.combine(date.fromisoformat(text), day_time)
    else:
        # Python 3.10 knows no Z
        moment = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = _localized(zone(env), moment)
    return moment.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0)


def end_of_day(env: api.Environment, text: Any) -> Any:
    """A mere date as its last second in the caller's zone; anything else as it is."""
    try:
        whole = (
            isinstance(text, str)
            and is_day(text)
            and parse_datetime(env, text, last_second=True)
        )
    except ValueError:
        whole = False
    return show_datetime(env, whole) if whole else text


def is_day(text: str) -> bool:
    """Whether ``text`` is a date without a time."""
    return len(text) == 10 and text[4:5] == "-"


def show_datetime(env: api.Environment, moment: datetime) -> str:
    """ISO 8601 with the caller's offset, to the second."""
    local = pytz.utc.localize(moment).astimezone(zone(env))
    return local.replace(microsecond=0).isoformat()


def _localized(tz: tzinfo, moment: datetime) -> datetime:
    if isinstance(tz, pytz.tzinfo.BaseTzInfo):
        return tz.localize(moment)
    return moment.replace(tzinfo=tz)
