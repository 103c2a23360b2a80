"""Which change sets an undo is about, and whether they are the caller's to undo."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..call import Call
from ..errors import Refused, ToolError
from ..principal import Mode


def chosen(
    call: Call, change_id: int | None, checkpoint: int | None, force: bool
) -> models.BaseModel:
    """Change sets, newest first; the last one when nothing is named.

    Raises:
        Refused: somebody else's, or ``force`` without the mode Administrator.
        ToolError: none there, undone already, or too old.
        UserError: one of them stays; it says why.
    """
    changes = call.env["mcp.change"]
    is_administrator = (
        call.env["mcp.policy"]._mode(call.principal) >= Mode.ADMINISTRATOR
    )
    if force and not is_administrator:
        raise Refused(call.env._("force needs the access mode Administrator."))
    if change_id is not None:
        return _one(call, changes.search([("id", "=", change_id)]), is_administrator)
    domain: list[Any] = [
        *_own(call, "change"),
        ("undone_by_id", "=", False),
        ("create_date", ">=", changes._oldest()),
    ]
    if checkpoint is None:
        return _some(call, changes.search(domain, limit=1))
    mark = changes.search([("id", "=", checkpoint), *_own(call, "checkpoint")])
    if not mark:
        raise ToolError(call.env._("You have no checkpoint %s.") % checkpoint)
    return _some(call, changes.search([*domain, ("id", ">", mark.id)]))


def _own(call: Call, kind: str) -> list[tuple[str, str, Any]]:
    return [("user_id", "=", call.principal.uid), ("kind", "=", kind)]


def _one(call: Call, change: models.BaseModel, administrator: bool) -> models.BaseModel:
    change = _some(call, change)
    if change.user_id.id != call.principal.uid and not administrator:
        raise Refused(call.env._("Others' changes need the access mode Administrator."))
    if not change.can_undo:
        raise ToolError(
            call.env._("Change set %s was undone already, or is too old.") % change.id
        )
    return change


def _some(call: Call, changes: models.BaseModel) -> models.BaseModel:
    if not changes:
        raise ToolError(call.env._("There is nothing to undo."))
    changes._refuse_final()
    return changes
