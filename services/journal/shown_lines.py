"""The records of a change set as lines: what was done to each, its fields below.

Of a long change set values are cut, later ones left out; but every field that changed
is named, so that a person knows what he has not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from . import differing

# characters of values; of those that are cut short; at what lengths a value is cut, and
# of which room that is taken
LONGEST, LONGEST_CUT = 2500, 1500
STEPS = ((None, 0), (80, 0), (30, 1))
# the marks around what an outsider wrote stay around it
FENCED = re.compile(r"(\[untrusted (\w+): [^\]]*\]\n)(.*)(\n\[/untrusted \2\])", re.S)
# before the addresses that a text leads to, which are not cut off
LEADS = " [→ "


def lines(records: list[dict[str, Any]]) -> Iterator[str]:
    """All of ``records``, as ``Shown`` has them."""
    rooms = [LONGEST, LONGEST_CUT]
    for record in records:
        yield _head(record)
        yield from _fields(record, rooms)


def _head(record: dict[str, Any]) -> str:
    parts = (record["change"], record["model"], record["id"], record["name"])
    return " ".join(str(part) for part in parts if part not in (None, ""))


def _fields(record: dict[str, Any], rooms: list[int]) -> list[str]:
    """The fields of a record.

    Args:
        rooms: characters that are left; what is told is taken off.
    """
    more = list(record.get("more_fields", ()))
    for most, place in STEPS:
        told = _told(record, most)
        if (length := sum(map(len, told))) <= rooms[place]:
            rooms[place] -= length
            return told + _named(more)
    return _named([*record["fields"], *more])


def _named(names: list[str]) -> list[str]:
    """A line for fields whose values are not told."""
    return [f"  … {len(names)} more: {', '.join(names)}"] if names else []


def _told(record: dict[str, Any], most: int | None) -> list[str]:
    """Old → new; of a created record the new value."""
    is_new = record["change"] == "create"
    told = []
    for name, pair in record["fields"].items():
        old, new = _pair(*pair, most)
        told.append(f"  {name}: {'' if is_new else f'{old} → '}{new}")
    return told


def _pair(old: Any, new: Any, most: int | None) -> tuple[str, str]:
    """Both values; cut ones from where they differ."""
    begin = 0 if most is None else differing.start(_said(old), _said(new), most)
    return _plain(old, most, begin), _plain(new, most, begin)


def _said(value: Any) -> Any:
    fenced = FENCED.fullmatch(value) if isinstance(value, str) else None
    return fenced[3] if fenced else value


def _plain(value: Any, most: int | None, begin: int) -> str:
    text = "–" if value is None else str(value)
    if most is None:
        return text
    if fenced := FENCED.fullmatch(text):
        return f"{fenced[1]}{_cut(fenced[3], most, begin)}{fenced[4]}"
    return _cut(text, most, begin)


def _cut(text: str, most: int, begin: int) -> str:
    if len(text) <= most:
        return text
    words, arrow, places = text.rpartition(LEADS)
    if not arrow or not places.endswith("]"):
        words, arrow, places = text, "", ""
    return f"{differing.shortened(words, most, begin)}{arrow}{places}"
