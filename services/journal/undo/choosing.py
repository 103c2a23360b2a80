"""Which change sets an undo is about, and whether they are the caller's to undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from odoo import api, models
from odoo.exceptions import UserError

from ...call import Call
from ...callers.principal import Mode
from ...errors import Refused, ToolError
from ...refusals import REFUSALS, reason
from ..lines import LOG_COLUMNS
from . import counters, reentering
from .conflicts import conflicts

MOST_PASSED = 20


def chosen(
    call: Call, change_id: int | None, checkpoint: int | None, force: bool
) -> models.BaseModel:
    """Change sets, newest first; the last one when nothing is named.

    Raises:
        Refused: somebody else's, or ``force`` without the mode Administrator.
        ToolError: none there, undone already, or too old.
        UserError: one of them stays; it says why, and which one could be undone.
    """
    changes = call.env["mcp.change"]
    if force and not is_administrator(call):
        raise Refused(call.env._("force needs the access mode Administrator."))
    if change_id is not None:
        return _one(call, change_id)
    if checkpoint is None:
        return _some(call, last(call.env))
    mark = changes.search([("id", "=", checkpoint), *_own(call.env, "checkpoint")])
    if not mark:
        raise ToolError(call.env._("You have no checkpoint %s.") % checkpoint)
    return _some(call, changes.search([*_open(call.env), ("id", ">", mark.id)]))


def size(env: api.Environment, change_id: int | None, checkpoint: int | None) -> int:
    """How many records an undo is about, as the calls that it undoes counted them."""
    changes = env["mcp.change"]
    if change_id is not None:
        return changes.search([("id", "=", change_id)])._records()
    if checkpoint is None:
        return last(env)._records()
    return changes.search([*_open(env), ("id", ">", checkpoint)])._records()


def checkpoint_named(env: api.Environment, name: str) -> int:
    """The id of the caller's only checkpoint of that name.

    Raises:
        ValueError: there is none, or more than one.
    """
    named = [("summary", "=", name.strip()), *_own(env, "checkpoint")]
    found = env["mcp.change"].search(named, limit=2)
    if len(found) == 1:
        return found.id
    text = env._("the name of no or of several checkpoints; list_changes has numbers")
    raise ValueError(text)


def is_administrator(call: Call) -> bool:
    """Whether the caller may undo the change sets of others."""
    return call.env["mcp.policy"]._mode(call.principal) >= Mode.ADMINISTRATOR


def last(env: api.Environment) -> models.BaseModel:
    """The caller's newest change set that can still be undone; or none."""
    return env["mcp.change"].search(_open(env), limit=1)


def last_of(env: api.Environment, tool: str, change_id: int | None) -> models.BaseModel:
    """The caller's newest open change set of ``tool``; with an id that one, or none."""
    changes = env["mcp.change"]
    if change_id is not None:
        return changes.search([("id", "=", change_id), ("tool", "=", tool)])
    return changes.search([*_open(env), ("tool", "=", tool)], limit=1)


def _open(env: api.Environment) -> list[tuple[str, str, Any]]:
    return [
        *_own(env, "change"),
        ("undone_by_id", "=", False),
        ("create_date", ">=", env["mcp.change"]._oldest()),
    ]


def _own(env: api.Environment, kind: str) -> list[tuple[str, str, Any]]:
    return [("user_id", "=", env.uid), ("kind", "=", kind)]


def _one(call: Call, change_id: int) -> models.BaseModel:
    found = call.env["mcp.change"].search([("id", "=", change_id)])
    if not found:
        text = call.env._("There is no change set %s that you may undo.")
        raise ToolError(text % change_id)
    change = _some(call, found)
    if change.user_id.id != call.principal.uid and not is_administrator(call):
        raise Refused(call.env._("Others' changes need the access mode Administrator."))
    if not change.can_undo:
        raise ToolError(
            call.env._("Change set %s was undone already, or is too old.") % change.id
        )
    return change


def _some(call: Call, changes: models.BaseModel) -> models.BaseModel:
    if not changes:
        raise ToolError(call.env._("There is nothing to undo."))
    with pointing_on(call.env, changes):
        changes._refuse_final()
    return changes


@contextmanager
def pointing_on(env: api.Environment, changes: models.BaseModel) -> Iterator[None]:
    """A refusal to undo ``changes`` names the next one that can be undone."""
    try:
        yield
    except REFUSALS as error:
        text = reason(error)
        raise UserError(" ".join([text, *_next(env, changes)])) from error


def _next(env: api.Environment, changes: models.BaseModel) -> Iterator[str]:
    domain = [*_open(env), ("id", "<", min(changes.ids))]
    held = _spots(changes)
    for change in env["mcp.change"].search(domain, limit=MOST_PASSED):
        # what a later one changed again, that stays, is in conflict
        if change.can_undo and not _spots(change) & held and _is_clear(change):
            text = env._("Next that can be undone: change_id %(id)s (%(tool)s).")
            yield text % {"id": change.id, "tool": change.tool}
            return
        held |= _spots(change)


def _is_clear(change: models.BaseModel) -> bool:
    """Whether nobody changed since what it would take back."""
    lines = counters.rebased(change.env, change._lines())
    return not (reentering.conflicts(change) or conflicts(change.env, lines))


def _spots(changes: models.BaseModel) -> set[tuple[str, int, str]]:
    """Fields of records that ``changes`` changed."""
    return {
        (line.model, line.res_id, name)
        for change in changes
        for line in change._lines()
        for name in {**line.before, **line.after}
        if name not in LOG_COLUMNS
    }
