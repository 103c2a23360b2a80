"""Inverses of a change set, with the rights of who asks for them.

Deleted rows come back as they were, under their own ids (under new ones where others
have them); then columns and links are written back through the ORM; then what was
created is deleted. Columns that Odoo computes are left to Odoo.

Odoo's own hooks reverse effects too: a deleted stock line gives its reservation back,
which was written back already. So all is compared once more at the end, and what came
out otherwise is written again; what still differs is told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import psycopg2

from odoo import Command, api, models
from odoo.exceptions import AccessError

from ...compat.access import may_write_field
from ...errors import ToolError
from ...refusals import REFUSALS
from .. import images, keyed, stored_files
from ..lines import LOG_COLUMNS, Line
from ..recording import of
from ..stored_files import is_kept
from . import renumbering
from .balancing import balanced_at_the_end
from .leftovers import Conflict, differ, left, told_left
from .quiet import quietly
from .renumbering import NewIds
from .telling import told
from .unmaking import is_left, unmake

MOST_TOLD = 100
REFUSED = (*REFUSALS, psycopg2.IntegrityError)
SENT = ("mail.mail", "mail.notification", "sms.sms", "sms.tracker")


def conflicts(env: api.Environment, lines: list[Line]) -> list[Conflict]:
    """Where the database is no longer as the change set left it."""
    env.flush_all()
    found: list[Conflict] = []
    asked = [line for line in lines if not is_left(line)]
    for (name, kind), group in _grouped(asked).items():
        if name not in env:
            found.append(_conflict(name, 0, "", "the model", None))
        elif name in SENT and kind == "create":
            # Odoo notes in them what became of a mail; nobody changed them
            continue
        elif kind == "unlink":
            found += _back_already(env[name], group)
        else:
            found += _changed(env[name], kind, group)
    return found


def refuse_conflicts(
    env: api.Environment, found: list[Conflict], advice: Iterable[str] = ()
) -> None:
    """Nothing is undone when anything is in the way.

    Raises:
        ToolError: with all conflicts, and what helps.
    """
    if found:
        text = env._("Nothing was undone: %s value(s) changed since.") % len(found)
        raise ToolError(
            " ".join([text, *advice]),
            conflicts=[told(env, conflict) for conflict in found[:MOST_TOLD]],
        )


@dataclass
class Undoing:
    """What came of it.

    Attributes:
        conflicts: with any, nothing may stay of it.
        archived: instead of deleted, as the caller may not delete.
        left: what is not as it was before, told as conflicts are.
        new_ids: of deleted records that came back under another id.
    """

    conflicts: list[Conflict] = field(default_factory=list)
    archived: list[models.BaseModel] = field(default_factory=list)
    left: list[Conflict] = field(default_factory=list)
    new_ids: NewIds = field(default_factory=dict)

    def add(self, older: Undoing, lines: list[Line]) -> None:
        """What came of the change set before, ``lines``: it goes back further."""
        spots = {(x.model, x.res_id, name) for x in lines for name in x.before}
        newer = [c for c in self.left if (c["model"], c["id"], c["field"]) not in spots]
        self.archived += older.archived
        self.left = newer + older.left
        self.new_ids = renumbering.merged(self.new_ids, older.new_ids)


def undo(env: api.Environment, lines: list[Line]) -> Undoing:
    """Apply the inverses; nobody is told of them. Any refusal of Odoo rises."""
    env = quietly(env)
    new_ids = renumbering.new_ids(env, lines)
    lines = renumbering.renumbered(env, lines, new_ids)
    with balanced_at_the_end(env, lines):
        archived = _inverted(env, lines)
    return Undoing(archived=archived, left=told_left(left(env, lines)), new_ids=new_ids)


def _inverted(env: api.Environment, lines: list[Line]) -> list[models.BaseModel]:
    """Apply the inverses; what was archived instead of deleted."""
    _bring_back(env, [line for line in lines if line.kind in ("unlink", "row")])
    for line in reversed(lines):
        if line.kind == "write":
            _write_back(env, line)
    env.flush_all()
    archived = unmake(env, lines)
    _write_again(env, lines)
    return archived


def _write_again(env: api.Environment, lines: list[Line]) -> None:
    """What Odoo's hooks changed on the way; what it refuses now is told as left."""
    for line in left(env, lines):
        with suppress(*REFUSED), env.cr.savepoint():
            _write_back(env, line)
    for line in left(env, lines):
        with suppress(*REFUSED), env.cr.savepoint():
            _compute_again(env, line)


def _compute_again(env: api.Environment, line: Line) -> None:
    """From what was there: some computations start from their own last value.

    The state of a production stays confirmed where nothing says otherwise. Whatever
    Odoo derives from other values comes out as it must.
    """
    # sudo: nobody writes them, Odoo computes them as superuser
    record = env[line.model].sudo().browse(line.res_id)
    fields = [record._fields[name] for name in line.before]
    fields = [f for f in fields if is_left_to_odoo(f) and f.type != "many2many"]
    if fields:
        env.flush_all()
        _restore(record, {f.name: line.before[f.name] for f in fields})
        for computed in fields:
            env.add_to_compute(computed, record)
        env.flush_all()


def is_left_to_odoo(field: Any) -> bool:
    """Computed for good: nobody but Odoo writes it."""
    return bool(field.compute and field.readonly and not field.inverse)


# ---------------------------------------------------------------------- conflicts


def _grouped(lines: list[Line]) -> dict[tuple[str, str], list[Line]]:
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.kind != "row":
            groups[line.model, line.kind].append(line)
    return groups


def _back_already(model: models.BaseModel, group: list[Line]) -> list[Conflict]:
    there = images.rows(model.env.cr, model._table, [line.res_id for line in group])
    return [
        _conflict(line.model, line.res_id, "id", None, line.res_id)
        for line in group
        if line.res_id in there and renumbering.is_itself(line, there[line.res_id])
    ]


def _changed(model: models.BaseModel, kind: str, group: list[Line]) -> list[Conflict]:
    columns = {name for line in group for name in _compared(model, line)}
    ids = [line.res_id for line in group]
    now = images.current(model, ids, columns)
    found: list[Conflict] = []
    for line in group:
        row = now.get(line.res_id)
        if row is None or "id" not in row:
            if kind == "write":
                found.append(
                    _conflict(line.model, line.res_id, "id", line.res_id, None)
                )
            continue
        found += [
            _conflict(line.model, line.res_id, name, line.after[name], row.get(name))
            for name in _compared(model, line)
            if not _stands(model, line, name, row.get(name))
        ]
    return found


def _stands(model: models.BaseModel, line: Line, name: str, found: Any) -> bool:
    """Whether what the change set wrote is there still."""
    expected = line.after[name]
    if not keyed.is_keyed(model._fields[name]):
        return not differ(expected, found)
    keys = keyed.touched(line.before.get(name), expected)
    return keyed.part(found, keys) == keyed.part(expected, keys)


def _compared(model: models.BaseModel, line: Line) -> list[str]:
    return [
        name
        for name in line.after
        if name in model._fields
        and name not in LOG_COLUMNS
        and name != "parent_path"
        and not is_left_to_odoo(model._fields[name])
    ]


def _conflict(
    model: str, res_id: int, name: str, expected: Any, found: Any
) -> Conflict:
    return {
        "model": model,
        "id": res_id,
        "field": name,
        "expected": expected,
        "found": found,
    }


# --------------------------------------------------------------------- bring back


def _bring_back(env: api.Environment, lines: list[Line]) -> None:
    """Insert deleted rows; parents before children, found by trying."""
    waiting: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        waiting[line.model].append(line)
    while waiting:
        placed = [name for name, group in waiting.items() if _insert(env, name, group)]
        if not placed:
            raise ToolError(
                env._("Nothing was undone: what %s pointed at is gone.")
                % ", ".join(waiting)
            )
        for name in placed:
            del waiting[name]
    env.invalidate_all()
    for (name, kind), group in _grouped(lines).items():
        if kind == "unlink":
            _readmit(env, name, group)


def _insert(env: api.Environment, name: str, group: list[Line]) -> bool:
    table = env[name]._table if name in env else name
    try:
        with env.cr.savepoint(flush=False):
            back = images.insert(env.cr, table, [line.before for line in group])
    except psycopg2.errors.ForeignKeyViolation:
        return False
    # a relation's row may be there again; a record that is not back is lost
    if name in env and back < len(group):
        raise ToolError(_taken(env, name, len(group) - back))
    return True


def _taken(env: api.Environment, name: str, count: int) -> str:
    text = env._(
        "Nothing was undone: %(count)s deleted record(s) of %(model)s cannot come "
        "back: they are there already, or a value that must be unique is taken."
    )
    return text % {"count": count, "model": name}


def _readmit(env: api.Environment, name: str, group: list[Line]) -> None:
    """Check the caller's right to the records that are back; recompute around them."""
    own = env[name].browse([line.res_id for line in group if not line.su])
    if own:
        own.check_access("create")
    back = env[name].sudo().browse([line.res_id for line in group])
    _kept(env, back)
    back.modified(list(back._fields), create=True)
    back._validate_fields(back._fields)


def _kept(env: api.Environment, back: models.BaseModel) -> None:
    """They are created again, for the journal of the undo."""
    if journal := of(env):
        journal.created(back)


# --------------------------------------------------------------------- write back


def _write_back(env: api.Environment, line: Line) -> None:
    record = env[line.model].sudo(line.su).browse(line.res_id).exists()
    if not record:
        return
    values = {
        name: value
        for name, value in line.before.items()
        if name in record._fields and not is_left_to_odoo(record._fields[name])
    }
    last = {n: v for n, v in values.items() if _is_inverted(record._fields[n])}
    first = {n: v for n, v in values.items() if n not in last}
    _write_values(record, replace(line, before=first))
    if last and (still := left(env, [replace(line, before=last)])):
        _write_values(record, still[0])


def _is_inverted(field: Any) -> bool:
    """Odoo computes it from the others, and its inverse writes, or refuses."""
    return bool(field.compute and field.inverse)


def _write_values(record: models.BaseModel, line: Line) -> None:
    names = [n for n in line.before if keyed.is_keyed(record._fields[n])]
    kept = {n: line.before[n] for n in line.before if is_kept(record._name, n)}
    plain = {
        n: _as_written(record._fields[n], v)
        for n, v in line.before.items()
        if n not in names and n not in kept
    }
    if plain:
        record.write(plain)
    if names:
        _write_keyed(record, line, names)
    if kept:
        _write_file(record, kept)


def _write_file(record: models.BaseModel, kept: dict[str, Any]) -> None:
    """The file as it was, unless it is gone, which is told as left."""
    record.check_access("write")
    if stored_files.found(record, kept):
        stored_files.let_go(record)
        record.env.flush_all()
        _restore(record, kept)


def _write_keyed(record: models.BaseModel, line: Line, names: list[str]) -> None:
    """Past the ORM, which writes one language and company; by the same rights."""
    record.check_access("write")
    for name in names:
        if not (record.env.su or may_write_field(record, record._fields[name])):
            raise AccessError(record.env._("You may not write %s.") % name)
        _check_companies(record, line, name)
    record.env.flush_all()
    now = images.current(record, record.ids, set(names))[record.id]
    _restore(
        record,
        {n: keyed.taken_back(now[n], line.before[n], line.after.get(n)) for n in names},
    )


def _check_companies(record: models.BaseModel, line: Line, name: str) -> None:
    if record.env.su or not record._fields[name].company_dependent:
        return
    keys = keyed.touched(line.before[name], line.after.get(name))
    if foreign := {int(key) for key in keys} - set(record.env.companies.ids):
        text = record.env._(
            "%(field)s was changed in a company that you are not in: %(id)s."
        )
        raise AccessError(text % {"field": name, "id": min(foreign)})


def _restore(record: models.BaseModel, raw: dict[str, Any]) -> None:
    if journal := of(record.env):
        journal.writing(record, raw)
    images.restore(record.env.cr, record._table, record.id, raw)
    record.invalidate_recordset()
    record.modified(list(raw))


def _as_written(field: Any, value: Any) -> Any:
    if field.type == "many2many":
        return [Command.set(value or [])]
    if value is None:
        return False
    if field.type == "datetime":
        # to the second: Python 3.10 reads fractions of three or six digits only
        return datetime.fromisoformat(value[:19])
    if field.type == "binary":
        return bytes.fromhex(value.removeprefix("\\x"))
    return value
