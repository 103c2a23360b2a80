"""What a call makes anew in each run: ids, numbers of documents, tokens.

A confirmed call runs a second time, so these are masked in what its confirmation binds;
nothing else is, since whoever else could write it would escape the comparison.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from odoo import api

from ..journal import images
from ..journal.lines import Line
from .linked_ids import MASK, LinkedIds

# what a sequence gives: S00012, WH/OUT/00003
NUMBERED = re.compile(r"[\w/.-]{2,}\d")
# columns in which Odoo keeps what it draws by lot
DRAWN = re.compile(r"token|uuid|barcode|(^|_)code$|key$|signature")
SHORTEST_TOKEN = 8


class Fresh:
    """What is new in this run.

    Args:
        lines: of the change set.
    """

    def __init__(self, env: api.Environment, lines: Iterable[Line]):
        self._env = env
        self._lines = [line for line in lines if line.model in env]
        self._new = {(x.model, x.res_id) for x in self._lines if x.kind == "create"}
        self._linked = LinkedIds(env, self._new)
        # numbers that documents get, also on being booked
        self._names = {self._named(line) for line in self._lines}

    def made(self, model: str, res_id: int) -> bool:
        """Whether the record came to be in this run."""
        return (model, res_id) in self._new

    def masked(self, value: str) -> str:
        """``value`` with a mark for what is new."""
        value = NUMBERED.sub(lambda m: MASK if m[0] in self._names else m[0], value)
        value = self._linked.masked(value)
        return self._tokens.sub(MASK, value) if self._tokens else value

    def _named(self, line: Line) -> str:
        name = line.after.get(self._env[line.model]._rec_name or "name")
        # some are called by another record, whose id is no number of a document
        return name if isinstance(name, str) else ""

    @cached_property
    def _tokens(self) -> re.Pattern[str] | None:
        """The tokens of the records that the call made or changed."""
        ids: dict[str, set[int]] = defaultdict(set)
        for line in self._lines:
            ids[line.model].add(line.res_id)
        found = {token for model in ids for token in self._drawn(model, ids[model])}
        longest = sorted(map(re.escape, found), key=len, reverse=True)
        return re.compile("|".join(longest)) if longest else None

    def _drawn(self, model: str, ids: set[int]) -> set[str]:
        records = self._env[model]
        names = [
            name
            for name, field in records._fields.items()
            if field.type == "char" and field.column_type and DRAWN.search(name)
            if field.store and not field.translate and not field.company_dependent
        ]
        if not names or not records._auto:
            return set()
        rows = images.rows(self._env.cr, records._table, ids, names).values()
        drawn = {row[name] for row in rows for name in names}
        return {text for text in drawn if text and len(text) >= SHORTEST_TOKEN}
