"""Places in a text or a domain: ``{name}``, ``{query.part}``, ``{today - 7}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

PLACE = re.compile(
    r"\{([a-z][a-z0-9_]*)(?:\.([A-Za-z_][\w.:]*)|\s*([+-])\s*(\d{1,3}))?\}"
)
DAY = re.compile(r"([a-z]+)(?:\s*([+-])\s*(\d{1,3}))?")
# what a day may be counted from: the first day of a period, or today
FIRST_DAYS = {
    "today": lambda day: day,
    "week": lambda day: day - timedelta(days=day.weekday()),
    "month": lambda day: day.replace(day=1),
    "quarter": lambda day: day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1),
    "year": lambda day: day.replace(month=1, day=1),
}
STEPS = {
    "today": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}


@dataclass(frozen=True)
class Place:
    """What stands between braces.

    Attributes:
        text: with the braces.
        name: of a parameter, a query, a fact or a day.
        part: of a query: ``count`` or an aggregate.
        shift: of a day: how many days, weeks … later.
    """

    text: str
    name: str
    part: str = ""
    shift: int = 0


def of(text: str) -> Iterator[Place]:
    """The places of ``text``, in their order."""
    return map(place, PLACE.finditer(text))


def alone(value: object) -> Place | None:
    """The place that a value of a domain is, as a whole."""
    found = PLACE.fullmatch(value) if isinstance(value, str) else None
    return place(found) if found else None


def place(found: re.Match[str]) -> Place:
    """The place that the pattern of places has found."""
    name, part, sign, number = found.groups()
    return Place(found[0], name, part or "", int(f"{sign}{number}") if sign else 0)


def day(today: date, text: str) -> date | None:
    """The day of ``month - 1``: the first one of the month before; None for no day."""
    found = DAY.fullmatch(text.strip())
    if not found or found[1] not in FIRST_DAYS:
        return None
    return shifted(today, found[1], int(f"{found[2]}{found[3]}") if found[2] else 0)


def shifted(today: date, word: str, shift: int) -> date:
    """The first day of a period that is ``shift`` periods after that of today.

    Raises:
        ValueError: no such day in any calendar.
    """
    try:
        return FIRST_DAYS[word](today) + STEPS[word] * shift
    except OverflowError:
        raise ValueError(f"{word} {shift:+}") from None
