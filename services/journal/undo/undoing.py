"""Takes a change set back, with the rights of who asks for it.

undo(env, lines)
  ├─ renumbering.new_ids         where others have the ids of deleted records
  ├─ bringing_back.bring_back    deleted rows, under their own ids or these
  ├─ together.batches            columns and links, the last change first, and what
  │    └─ writing_back.write_back     gets the same values by one write
  ├─ unmaking.unmake             what was created goes again
  ├─ _write_again                what Odoo's own hooks changed meanwhile
  └─ leftovers.left              what is still not as before: it is told

A hook reverses effects too: a deleted stock line gives its reservation back, which was
written back already. So all is compared once more at the end. What Odoo computes is
left to Odoo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg2

from odoo import api, models

from ...caches.registry_reset import reset_on_error
from ...refusals import REFUSALS
from ..lines import Line, in_turn
from ..recording import of
from . import renumbering
from .balancing import balanced_at_the_end
from .bringing_back import bring_back
from .computing import compute_again, computed_together
from .leftovers import Conflict, left, told_left
from .quiet import quietly
from .renumbering import NewIds
from .together import FEW, batches
from .unmaking import unmake
from .writing_back import There, write_back

Mend = Callable[[api.Environment, list[Line]], None]
REFUSED = (*REFUSALS, psycopg2.IntegrityError)
# a method of Odoo may also take one record only
NOT_AT_ONCE = (*REFUSED, ValueError)


@dataclass
class Undoing:
    """What came of an undo.

    Attributes:
        conflicts: what was in its way; with any, nothing of the undo may stay.
        archived: records that were archived, as the caller may not delete them.
        left: what is not as it was before, told as conflicts are.
        new_ids: of deleted records that came back under another id.
    """

    conflicts: list[Conflict] = field(default_factory=list)
    archived: list[models.BaseModel] = field(default_factory=list)
    left: list[Conflict] = field(default_factory=list)
    new_ids: NewIds = field(default_factory=dict)

    def add(self, older: Undoing, lines: list[Line]) -> None:
        """Take in what came of undoing ``lines``, the change set before this one.

        Where both wrote the same value, only the older one's says what is left.
        """
        spots = {(x.model, x.res_id, name) for x in lines for name in x.before}
        newer = [c for c in self.left if (c["model"], c["id"], c["field"]) not in spots]
        self.archived += older.archived
        self.left = newer + older.left
        self.new_ids = renumbering.merged(self.new_ids, older.new_ids)


def undo(env: api.Environment, lines: list[Line], *, tracked: bool = True) -> Undoing:
    """Take ``lines`` back; nobody is notified. What Odoo refuses is raised as it is.

    Args:
        tracked: records note what changes, as they did when ``lines`` were written.
    """
    env = quietly(env, tracked=tracked)
    new_ids = renumbering.new_ids(env, lines)
    lines = renumbering.renumbered(env, lines, new_ids)
    _begin_with(env, lines)
    with balanced_at_the_end(env, lines):
        archived = _inverted(env, lines)
    return Undoing(archived=archived, left=told_left(left(env, lines)), new_ids=new_ids)


def _begin_with(env: api.Environment, lines: list[Line]) -> None:
    """Show the undo in the order of the change, though it is walked backwards."""
    if journal := of(env):
        journal.turns.begin_with((line.model, line.res_id) for line in in_turn(lines))


def _inverted(env: api.Environment, lines: list[Line]) -> list[models.BaseModel]:
    """Apply the inverses; answers what was archived instead of deleted."""
    bring_back(env, [line for line in lines if line.kind in ("unlink", "row")])
    there = _there(env, lines)
    written = [line for line in reversed(lines) if line.kind == "write"]
    for batch in batches(env, written):
        _write_back(env, batch, there[batch[0].model])
    env.flush_all()
    archived = unmake(env, lines)
    _write_again(env, lines)
    return archived


def _there(env: api.Environment, lines: list[Line]) -> dict[str, There]:
    """The written records that exist, by model."""
    ids: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if line.kind == "write":
            ids[line.model].add(line.res_id)
    return {name: There.of(env[name].browse(found)) for name, found in ids.items()}


def _write_back(env: api.Environment, batch: list[Line], there: There) -> None:
    """By one write; where it is refused, line by line, to see what Odoo minds."""
    if len(batch) >= FEW and _at_once(env, batch, there):
        return
    for line in batch:
        write_back(env, [line], there)


def _at_once(env: api.Environment, batch: list[Line], there: There) -> bool:
    # not by a savepoint that flushes: it would send what waits for the commit
    env.flush_all()
    try:
        with reset_on_error(env), env.cr.savepoint(flush=False):
            write_back(env, batch, there)
            env.flush_all()
    except NOT_AT_ONCE:
        return False
    return True


def _write_again(env: api.Environment, lines: list[Line]) -> None:
    """Mend what Odoo's hooks changed on the way; what it refuses now stays as it is."""
    for batch in batches(env, left(env, lines)):
        _try(env, write_back, batch)
    for batch in computed_together(env, left(env, lines)):
        _try(env, compute_again, batch)


def _try(env: api.Environment, mend: Mend, batch: list[Line]) -> None:
    """Mend all of ``batch``; where that is refused, as many of its lines as can be."""
    is_one = len(batch) == 1
    refused = REFUSED if is_one else NOT_AT_ONCE
    try:
        with env.cr.savepoint():
            mend(env, batch)
    except refused:
        for line in () if is_one else batch:
            _try(env, mend, [line])
