"""What records are called that a change only names, and what files among them hold.

An id alone binds nothing: the account number behind it may be another one by the time
that the confirmed call runs, and the file may hold other bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from odoo import api

RELATIONAL = ("many2one", "many2many")
FILES = "ir.attachment"


class Referred:
    """Names of records, read for many rows at a time."""

    def __init__(self, env: api.Environment):
        # sudo: what is bound is not shown
        self._env = env(su=True)
        self._said: dict[str, dict[int, str]] = defaultdict(dict)

    def look_up(self, rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Read what all ``rows``, models with columns, refer to: at once by model."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for model, row in rows:
            fields = self._env[model]._fields
            for name, value in row.items():
                if name in fields and fields[name].type in RELATIONAL:
                    wanted[fields[name].comodel_name].update(ids_of(value))
        for model, ids in wanted.items():
            self._read(model, ids - self._said[model].keys())

    def said(self, model: str, res_id: int) -> str:
        """The id with the name of the record; of a file also what it holds."""
        if res_id not in self._said[model]:
            self._read(model, {res_id})
        return f"{res_id} {self._said[model][res_id]}"

    def _read(self, model: str, ids: set[int]) -> None:
        said = self._said[model]
        said.update(dict.fromkeys(ids, ""))
        if model not in self._env or not self._env[model]._auto:
            return
        for record in self._env[model].browse(ids).exists():
            said[record.id] = record.display_name or ""
            if model == FILES:
                said[record.id] += f" {record.checksum} {record.url}"


def ids_of(value: Any) -> list[int]:
    """The ids in a column or a list of links; by company where each has its own."""
    if isinstance(value, dict):
        value = list(value.values())
    values = value if isinstance(value, list) else [value]
    return [i for i in values if isinstance(i, int) and not isinstance(i, bool)]
