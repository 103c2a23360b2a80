"""What a change set consists of: vocabulary only."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

LOG_COLUMNS = frozenset(("create_uid", "create_date", "write_uid", "write_date"))
# moved on by everybody all the time: no reason to ask a person again
UNBOUND = (
    "ir.sequence",
    "ir.sequence.date_range",
    "ir.cron.trigger",
    # the queue of what messages say: sent at once it is gone, held back it is not
    "mail.mail",
    # rows of a many2many: with a new task comes a row that is written, new in each run
    "project.task.stage.personal",
)
# moved on with every document of a partner
COUNTERS = frozenset(("customer_rank", "supplier_rank"))

# an image keeps seconds; the rest is the call's own time
ABOUT_NOW = timedelta(minutes=2)


@dataclass
class Line:
    """One record's change.

    Attributes:
        model: Odoo's model; of a row without one (a relation's), the table.
        res_id: its id; 0 where the row has none.
        kind: ``create``, ``write``, ``unlink``, or ``row``: a relation's row that
            the database deleted along.
        su: Odoo made it as superuser, so undoing does too.
        before: the columns as they were (``write``: the changed ones).
        after: the same columns as they became; many2many fields as lists of ids.
        turn: its place where it is shown; undone it is by its place in the list.
    """

    model: str
    res_id: int
    kind: str
    su: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    turn: int = 0

    @property
    def is_bound(self) -> bool:
        """Whether a confirmation binds what the line says."""
        counts = self.kind == "write" and COUNTERS.issuperset(self.before)
        return self.model not in UNBOUND and not counts


@dataclass
class ChangeSet:
    """All that one call changed, and why parts of it cannot be undone.

    Attributes:
        letters: whom each mail that it made goes to, as it was made; one that was sent
            at once is gone by the end.
        is_final: nothing of it can; ``irreversible`` says why.
        stays: Odoo would refuse; ``irreversible`` says why.
    """

    lines: list[Line] = field(default_factory=list)
    irreversible: list[str] = field(default_factory=list)
    is_final: bool = False
    stays: bool = False
    letters: list[Any] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Hash of what was there before; other records changed → another hash."""
        seen = [
            [line.model, line.res_id, line.kind, _bound(line)]
            for line in self.lines
            if line.kind in ("write", "unlink") and line.is_bound
        ]
        text = json.dumps(sorted(seen, key=str), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def in_turn(lines: list[Line]) -> list[Line]:
    """What was asked for first, then what came along."""
    return sorted(lines, key=lambda line: line.turn)


def grouped(lines: list[Line]) -> dict[tuple[str, str], list[Line]]:
    """By model and kind; without rows of relations, which have no model."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind != "row":
            groups[line.model, line.kind].append(line)
    return groups


def _bound(line: Line) -> dict[str, Any]:
    """The values before, without columns that only follow the clock.

    A column that gets the current time is written by one run, and by another run in
    the very second that is there already it is not.
    """
    return {
        name: value
        for name, value in line.before.items()
        if name not in LOG_COLUMNS | COUNTERS and not is_now(line.after.get(name))
    }


def is_now(value: Any) -> bool:
    """Whether ``value`` of an image is the time at which the call runs."""
    if not isinstance(value, str) or value[10:11] != "T":
        return False
    try:
        then = datetime.fromisoformat(value)
    except ValueError:
        return False
    now = datetime.now(then.tzinfo or timezone.utc).replace(tzinfo=then.tzinfo)
    return abs(now - then) < ABOUT_NOW
