"""Records within the answer budget: as many as fit, whole ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...answers.fitting import beginning, cost
from ...answers.render import compact
from .cells import cell

# of a text among default fields; more when it is asked for
LONGEST = 500
# what a key, its quotes and a separator cost in both halves
PER_CELL = 8
# how ``untrusted.fenced`` ends a text
CLOSING = re.compile(r"\[/untrusted [0-9a-f]+\]")
FENCE = 32


Found = dict[str, list[int]]


@dataclass(frozen=True)
class Page:
    """The records to answer.

    Attributes:
        rows: whole records; of a single one over the budget, what fits.
        cut: texts that were cut, by field with the ids of the records.
        truncated: the budget kept records, or parts of one, back.
    """

    rows: list[dict[str, Any]]
    cut: Found
    truncated: bool

    def of(self, found: Found) -> Found:
        """The part of ``found`` that is about the records of this page."""
        ids = {row["id"] for row in self.rows}
        left = {name: [i for i in some if i in ids] for name, some in found.items()}
        return {name: some for name, some in left.items() if some}


def page(rows: Sequence[dict[str, Any]], budget: int, *, default: bool) -> Page:
    """As many of ``rows`` as fit into ``budget`` bytes, both halves counted.

    Args:
        default: the client named no fields: then what is empty is left out, and
            long texts are clipped.
    """
    cut: Found = {}
    if default:
        rows = [_noted(clipped(filled(row), LONGEST), cut) for row in rows]
    kept = list(rows[: how_many(rows, budget)])
    if rows and not kept:
        kept = [_noted(shortened(rows[0], budget), cut)]
        return Page(kept, cut, True)
    found = Page(kept, cut, len(kept) < len(rows))
    return replace(found, cut=found.of(cut))


def filled(row: dict[str, Any]) -> dict[str, Any]:
    """A record without its empty values."""
    empty = (None, [], {"count": 0, "ids": []})
    return {name: value for name, value in row.items() if value not in empty}


def _noted(shown: tuple[dict[str, Any], list[str]], cut: Found) -> dict[str, Any]:
    row, names = shown
    for name in names:
        cut.setdefault(name, []).append(row["id"])
    return row


def size(row: dict[str, Any]) -> int:
    """Bytes of a record in both halves of the answer."""
    text = sum(len(cell(value).encode()) + 3 for value in row.values())
    return _bytes(row) + 1 + text


def how_many(rows: Sequence[dict[str, Any]], budget: int) -> int:
    """How many of the first ``rows`` fit into ``budget`` bytes."""
    # as text nothing takes more than twice what it takes as data
    if 3 * _bytes(rows) <= budget:
        return len(rows)
    spent = 0
    for position, row in enumerate(rows):
        spent += size(row)
        if spent > budget:
            return position
    return len(rows)


def shortened(row: dict[str, Any], budget: int) -> tuple[dict[str, Any], list[str]]:
    """A single record that is over the budget, and the names of what was cut.

    Its longest values go first: of a text the beginning is kept.
    """
    row, cut = dict(row), []
    while (over := size(row) - budget) > 0:
        name = max((n for n in row if n != "id"), key=lambda n: _bytes(row[n]))
        if name in cut or _bytes(row[name]) <= PER_CELL:
            break
        cut.append(name)
        row[name] = _beginning(row[name], over)
    return row, cut


def clipped(row: dict[str, Any], longest: int) -> tuple[dict[str, Any], list[str]]:
    """A record with texts of at most ``longest`` characters, and what was cut."""
    cut = [n for n, v in row.items() if isinstance(v, str) and len(v) > longest]
    kept = {n: ended(v[:longest], v) if n in cut else v for n, v in row.items()}
    return kept, cut


def _beginning(value: Any, over: int) -> Any:
    if not isinstance(value, str):
        return None
    room = max(cost(value) - over - PER_CELL - 2 * FENCE, 0)
    return ended(beginning(value, room), value)


def ended(kept: str, whole: str) -> str:
    """A text that was cut; where an outsider's fence stood around it, it is closed."""
    last = whole.rsplit("\n", 1)[-1]
    return f"{kept}…\n{last}" if CLOSING.fullmatch(last) else f"{kept}…"


def _bytes(value: Any) -> int:
    return len(compact(value).encode())
