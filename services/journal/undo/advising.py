"""Advice for an undo that is in conflict with later changes."""

from __future__ import annotations

from typing import Any

from odoo import models

from ...call import Call
from ..lines import Line
from .choosing import is_administrator
from .leftovers import Conflict

MOST_LATER = 10


def advice(call: Call, changes: models.BaseModel, found: list[Conflict]) -> list[str]:
    """Sentences that say how ``changes`` can be undone in spite of ``found``."""
    texts = []
    if later := found and in_the_way(changes, found):
        texts.append(_stays(later) or _first(later))
    if found and is_administrator(call):
        texts.append(call.env._("force: true overwrites what changed since."))
    return texts


def _first(later: models.BaseModel) -> str:
    text = later.env._("Undo first, in this order: change set %s.")
    return text % ", ".join(map(str, later.ids))


def _stays(later: models.BaseModel) -> str:
    """That one of ``later`` stays, and why; empty where each can be undone."""
    for change_id, why in later._why_stays().items():
        text = later.env._("Change set %(id)s (%(tool)s) stays: %(why)s")
        tool = later.browse(change_id).tool
        return text % {"id": change_id, "tool": tool, "why": why}
    return ""


def in_the_way(changes: models.BaseModel, found: list[Conflict]) -> models.BaseModel:
    """Change sets that the caller may see and that are in the way, newest first."""
    spots = {(c["model"], c["id"], c["field"]) for c in found}
    domain: list[Any] = [
        ("id", ">", min(changes.ids)),
        ("id", "not in", changes.ids),
        ("kind", "=", "change"),
        ("undone_by_id", "=", False),
        ("line_ids.model", "in", [model for model, _id, _field in spots]),
        ("line_ids.res_id", "in", [res_id for _model, res_id, _field in spots]),
    ]
    later = changes.search(domain, limit=MOST_LATER)
    return later.filtered(lambda c: any(_moved(x) & spots for x in c._lines()))


def _moved(line: Line) -> set[tuple[str, int, str]]:
    names = {"unlink": ("id",), "create": ("id", *line.after)}.get(
        line.kind, line.after
    )
    return {(line.model, line.res_id, name) for name in names}
