"""Where the database is no longer as a change set left it, so that it cannot be undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from odoo import api, models

from ...errors import ToolError
from .. import images, keyed
from ..lines import LOG_COLUMNS, Line, grouped
from . import renumbering
from .computing import is_left_to_odoo
from .leftovers import Conflict, differ
from .telling import all_told
from .unmaking import is_personal_stage

MOST_TOLD = 100
# Odoo notes in them what became of a mail or text message
SENT = ("mail.mail", "mail.notification", "sms.sms", "sms.tracker")


def conflicts(env: api.Environment, lines: list[Line]) -> list[Conflict]:
    """Where the database is no longer as the change set left it."""
    env.flush_all()
    found: list[Conflict] = []
    asked = [line for line in lines if not is_personal_stage(line)]
    for (name, kind), group in grouped(asked).items():
        if name not in env:
            found.append(_conflict(name, 0, "", "the model", None))
        elif name in SENT and kind == "create":
            # nobody changed them
            continue
        elif kind == "unlink":
            found += _back_already(env[name], group)
        else:
            found += _changed(env[name], kind, group)
    return found


def refuse_conflicts(
    env: api.Environment, found: list[Conflict], advice: Iterable[str] = ()
) -> None:
    """Refuse an undo that has ``found`` in its way: all of it or nothing is undone.

    Args:
        advice: sentences that say what helps.

    Raises:
        ToolError: with the conflicts, and ``advice``.
    """
    if found:
        text = env._("Nothing was undone. Values that changed since: %s.") % len(found)
        raise ToolError(
            " ".join([text, *advice]),
            conflicts=all_told(env, found[:MOST_TOLD]),
        )


def _back_already(model: models.BaseModel, group: list[Line]) -> list[Conflict]:
    """Deleted records that exist again."""
    there = images.rows(model.env.cr, model._table, [line.res_id for line in group])
    return [
        _conflict(line.model, line.res_id, "id", None, line.res_id)
        for line in group
        if line.res_id in there and renumbering.is_itself(line, there[line.res_id])
    ]


def _changed(model: models.BaseModel, kind: str, group: list[Line]) -> list[Conflict]:
    """Values of created or written records that somebody changed since.

    Of what was written a missing record is a conflict too; of what was created it is
    not, since it would be deleted anyway.
    """
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
            _conflict(line.model, line.res_id, name, expected, there)
            for name in _compared(model, line)
            for expected, there in _fallen(model, line, name, row.get(name))
        ]
    return found


def _fallen(
    model: models.BaseModel, line: Line, name: str, found: Any
) -> Iterator[tuple[Any, Any]]:
    """What the change set wrote and is not there any more, with what is there.

    Of a field with a value for each language or company: of those that it wrote, alone.
    """
    expected = line.after[name]
    if not keyed.is_keyed(model._fields[name]):
        if differ(expected, found):
            yield expected, found
        return
    # of what was created all goes, in whatever language or company it was written
    since = found if line.kind == "create" else line.before.get(name)
    for key in keyed.touched(since, expected):
        pair = keyed.part(expected, [key]), keyed.part(found, [key])
        if pair[0] != pair[1]:
            yield pair


def _compared(model: models.BaseModel, line: Line) -> list[str]:
    """The fields by which a change is noticed: none that Odoo moves on by itself."""
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
