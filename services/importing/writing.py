"""Writes a plan in batches, each of them whole or not at all.

What Odoo refuses in a batch is tried again record by record, so that every one that it
refuses has its reason, and the others are written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg2

from odoo import models

from ..compat.calling import constraint_message
from ..errors import ToolError
from ..orm import model_errors
from ..orm.writes import creating, same, stored
from ..orm.writes.input import Values
from ..refusals import reason
from . import external_ids
from .matching import is_archived
from .nodes import Node
from .planning import Plan

AT_ONCE = 100
# as Odoo's own import: no mails, no log of each field in the chatter
QUIETLY = {"tracking_disable": True, "import_file": True}
REFUSED = (*creating.REFUSED, ToolError)
Item = TypeVar("Item")


@dataclass
class Written:
    """What was written.

    Attributes:
        unchanged: how many had all of it already; they were left alone.
        archived: of those that were there, the archived ones; they stay so.
        not_applied: what Odoo stored otherwise than asked.
    """

    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: int = 0
    archived: list[int] = field(default_factory=list)
    not_applied: list[dict[str, Any]] = field(default_factory=list)


class Writing:
    """Writes a plan, and adds to it what Odoo refuses.

    Args:
        told: is called with how many records are done.
    """

    def __init__(self, model: models.BaseModel, plan: Plan, told: Callable[[int], Any]):
        self.model = model.with_context(**QUIETLY)
        self.plan = plan
        self.told = told
        self.done = 0
        self.written = Written()
        self._made: dict[str, int] = {}

    def run(self) -> Written:
        """Write all; what is refused is in the plan's problems."""
        for wave in _waves(self.plan.new):
            self._in_batches(wave, self._create)
        self._in_batches(self.plan.changed, self._change)
        skipped = self.model.browse(i for _node, i in self.plan.skipped)
        self.written.archived += skipped.filtered(is_archived).ids
        return self.written

    def _in_batches(
        self, items: Sequence[Item], write: Callable[[Sequence[Item]], None]
    ) -> None:
        for start in range(0, len(items), AT_ONCE):
            batch = items[start : start + AT_ONCE]
            if self._refused(batch, write):
                self._one_by_one(batch, write)
            self.done += len(batch)
            self.told(self.done)

    def _one_by_one(
        self, batch: Sequence[Item], write: Callable[[Sequence[Item]], None]
    ) -> None:
        for item in batch:
            if error := self._refused([item], write):
                node: Node = item[0]
                self.plan.refused.append(node)
                self.plan.problems.add(node.number, "", self._words(error))

    def _refused(
        self, batch: Sequence[Item], write: Callable[[Sequence[Item]], None]
    ) -> Exception | None:
        """The error by which Odoo refuses ``batch``, of which then nothing is left."""
        try:
            with self.model.env.cr.savepoint():
                write(batch)
        except REFUSED as error:
            return error
        return None

    def _create(self, batch: Sequence[tuple[Node, Values, str | None]]) -> None:
        rows = [self._completed(node, values) for node, values, _name in batch]
        records = creating.create_together(self.model, rows)
        external_ids.keep(records, [name for _node, _values, name in batch])
        back = stored.read_back(records, dict(zip(records._ids, rows, strict=True)))
        named = zip(batch, records._ids, strict=True)
        self._made.update({name: i for (_node, _values, name), i in named if name})
        self.written.created += records._ids
        self.written.not_applied += back.not_applied

    def _change(self, batch: Sequence[tuple[Node, Values, int]]) -> None:
        wanted = {i: self._completed(node, values) for node, values, i in batch}
        records = self.model.browse(wanted)
        before = stored.before(records, wanted)
        with model_errors.told(records, list(wanted.values())):
            written = [r.id for r in records if self._written(r, wanted[r.id])]
        back = stored.read_back(records, wanted, before)
        self.written.updated += written
        self.written.unchanged += len(records) - len(written)
        self.written.archived += records.filtered(is_archived).ids
        self.written.not_applied += back.not_applied

    def _written(self, record: models.BaseModel, values: Values) -> bool:
        """Write what is not there already; answers whether there was any.

        Right before it is written: a row above may have changed the record.
        """
        new = same.changes(record, values)
        if new:
            full = values.for_odoo()
            record.write({name: full[name] for name in new})
        return bool(new)

    def _completed(self, node: Node, values: Values) -> Values:
        """With the records that other rows of the file have brought meanwhile.

        Raises:
            ToolError: one of them was refused.
        """
        full = Values({**values.asked, **node.awaits}, values.records)
        full.update(values)
        for name_of, names in node.awaits.items():
            if lost := [name for name in names if name not in self._made]:
                text = self.model.env._("%s was not imported")
                raise ToolError(text % ", ".join(lost))
            ids = [self._made[name] for name in names]
            if self.model._fields[name_of].type == "many2one":
                full[name_of] = ids[0]
            else:
                full[name_of] = [*full.get(name_of, []), *((4, i, 0) for i in ids)]
        return full

    def _words(self, error: Exception) -> str:
        if isinstance(error, psycopg2.IntegrityError):
            return constraint_message(self.model.env, error)
        return error.message if isinstance(error, ToolError) else reason(error)


def _waves(
    new: Sequence[tuple[Node, Values, str | None]],
) -> Iterator[list[tuple[Node, Values, str | None]]]:
    """Records before those that name them; of a circle the rest, to be refused."""
    left = list(new)
    while left:
        coming = {name for _node, _values, name in left if name}
        ready = [item for item in left if not coming & _awaited(item[0])] or left
        yield ready
        done = set(map(id, ready))
        left = [item for item in left if id(item) not in done]


def _awaited(node: Node) -> set[str]:
    return {name for names in node.awaits.values() for name in names}
