"""What a change set consists of: vocabulary only."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

LOG_COLUMNS = frozenset(("create_uid", "create_date", "write_uid", "write_date"))
# moved on by everybody all the time: no reason to ask a person again
UNBOUND = ("ir.sequence", "ir.sequence.date_range", "ir.cron.trigger")


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
    """

    model: str
    res_id: int
    kind: str
    su: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass
class ChangeSet:
    """All that one call changed, and what of it cannot come back."""

    lines: list[Line] = field(default_factory=list)
    irreversible: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """Hash of what was there before; other records changed → another hash."""
        seen = [
            [line.model, line.res_id, line.kind, _unlogged(line.before)]
            for line in self.lines
            if line.kind in ("write", "unlink") and line.model not in UNBOUND
        ]
        text = json.dumps(sorted(seen, key=str), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]


def _unlogged(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if k not in LOG_COLUMNS}
