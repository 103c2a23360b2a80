"""Takes a change set back, with the rights of who asks for it.

undo(env, lines)
  ├─ renumbering.new_ids         where others have the ids of deleted records
  ├─ bringing_back.bring_back    deleted rows, under their own ids or these
  ├─ writing_back.write_back     columns and links, the last change first
  ├─ unmaking.unmake             what was created goes again
  ├─ _write_again                what Odoo's own hooks changed meanwhile
  └─ leftovers.left              what is still not as before: it is told

A hook reverses effects too: a deleted stock line gives its reservation back, which was
written back already. So all is compared once more at the end. What Odoo computes is
left to Odoo.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field

import psycopg2

from odoo import api, models

from ...refusals import REFUSALS
from ..lines import Line, in_turn
from ..recording import of
from . import renumbering
from .balancing import balanced_at_the_end
from .bringing_back import bring_back
from .leftovers import Conflict, left, told_left
from .quiet import quietly
from .renumbering import NewIds
from .unmaking import unmake
from .writing_back import There, compute_again, write_back

REFUSED = (*REFUSALS, psycopg2.IntegrityError)


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
    for line in reversed(lines):
        if line.kind == "write":
            write_back(env, line, there[line.model])
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


def _write_again(env: api.Environment, lines: list[Line]) -> None:
    """Mend what Odoo's hooks changed on the way; what it refuses now stays as it is."""
    for line in left(env, lines):
        with suppress(*REFUSED), env.cr.savepoint():
            write_back(env, line)
    for line in left(env, lines):
        with suppress(*REFUSED), env.cr.savepoint():
            compute_again(env, line)
