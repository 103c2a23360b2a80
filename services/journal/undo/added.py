"""What others put into records that a change set created, and what goes with them.

A line that a colleague added to an order, or what she wrote in its chatter: Odoo deletes
it along, whatever the rights to it. The journal of the undo says what was.
"""

from __future__ import annotations

from odoo import api

from ..lines import Line
from ..recording import of
from .leftovers import Conflict

MESSAGE = "mail.message"
# what people write, and what came by mail; the rest Odoo notes by itself
WRITTEN = ("comment", "email", "email_outgoing")
ASIDE = (
    "ir.model.data",
    "mail.activity",
    "mail.followers",
    "mail.mail",
    "mail.notification",
    "mail.tracking.value",
    "project.task.stage.personal",
)


def conflicts(env: api.Environment, lines: list[Line]) -> list[Conflict]:
    """Records that went although ``lines``, which were undone, know nothing of them."""
    journal = of(env)
    if journal is None:
        return []
    env.flush_all()
    # what they only changed was there before, and is not what others added
    known = {(line.model, line.res_id) for line in lines}
    return [
        _conflict(env, line)
        for line in journal.deleted(env)
        if (line.model, line.res_id) not in known and _is_work(line)
    ]


def _is_work(line: Line) -> bool:
    """Whether somebody made it, and will miss it."""
    if line.model == MESSAGE:
        return line.before.get("message_type") in WRITTEN
    return line.model not in ASIDE


def _conflict(env: api.Environment, line: Line) -> Conflict:
    spot = {"model": line.model, "id": line.res_id, "field": "id"}
    why = env._("added since; it would be deleted along")
    return {**spot, "expected": None, "found": line.res_id, "why": why}
