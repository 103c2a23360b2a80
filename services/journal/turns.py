"""In which order the records of a call were asked for: what Odoo does along comes after.

Odoo writes a line before its order, or the columns of many records at once. And a model
that writes others before itself would put them before the record that a call names.
"""

from __future__ import annotations

from collections.abc import Iterable

Key = tuple[str, int]


class Turns:
    """Numbers records by when each was first asked for."""

    def __init__(self) -> None:
        self._last = 0
        self._known: dict[Key, int] = {}
        self._named: dict[Key, int] = {}

    def next(self) -> int:
        """The next number; what begins takes one before all that it does on the way."""
        self._last += 1
        return self._last

    def keep(self, model: str, ids: Iterable[int], turn: int) -> None:
        """Give records a number, unless they have one."""
        for row_id in ids:
            self._known.setdefault((model, row_id), turn)

    def of(self, model: str, row_id: int) -> int:
        """The number of a record; of those that Odoo computed, the last."""
        return self._known.get((model, row_id), self._last + 1)

    def begin_with(self, keys: Iterable[Key]) -> None:
        """Show these before all others, after those named already, in this order."""
        named = list(dict.fromkeys([*self._named, *keys]))
        self._named = {key: place - len(named) for place, key in enumerate(named)}

    def shown(self, model: str, row_id: int) -> int:
        """The number by which it is shown, which is not that by which it is undone."""
        return self._named.get((model, row_id), self.of(model, row_id))
