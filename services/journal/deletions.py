"""Records that a method deletes by the way: which of them are more than its details.

A lead that is merged into another is gone for people, too. Rows without a name or a
life of their own (reservations, matchings, notes) come and go with any business step.
"""

from __future__ import annotations

from typing import Any

from odoo import api, models

from . import keyed
from .lines import Line
from .recording import of

MOST_NAMED = 10
# bookkeeping of Odoo, although some of it can be archived
ASIDE = ("mail.", "ir.", "bus.", "discuss.", "base.", "mcp.")
UNNAMED = (None, False, "", "/")


def documents(records: models.BaseModel) -> list[Line]:
    """What the running call deleted that people know by its name.

    Args:
        records: what the call is about; what belongs to them is theirs to delete.
    """
    env, journal = records.env, of(records.env)
    gone = journal.deleted(env) if journal else []
    return [
        line
        for line in sorted(gone, key=lambda line: line.res_id)
        if line.model in env
        and _lives_alone(env[line.model])
        and _called(env, line)
        and not _belongs(line, records)
    ]


def told(env: api.Environment, lines: list[Line]) -> str:
    """``lines`` by model with their names, as far as the caller may read them."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.model, []).append(_called(env, line))
    return "; ".join(_names(env[model], names) for model, names in found.items())


def _names(model: models.BaseModel, names: list[str]) -> str:
    env = model.env
    # sudo: the name of a model only
    title = env["ir.model"].sudo()._get(model._name).name or model._name
    head = f"{len(names)} × {title} ({model._name})"
    if not model.has_access("read"):
        return head
    more = ["…"] if len(names) > MOST_NAMED else []
    return f"{head}: {', '.join([*names[:MOST_NAMED], *more])}"


def _lives_alone(model: models.BaseModel) -> bool:
    """Records with a history, or such that people archive."""
    if model._transient or model._name.startswith(ASIDE):
        return False
    return bool(model._active_name) or isinstance(model, model.pool["mail.thread"])


def _called(env: api.Environment, line: Line) -> str:
    model = env[line.model]
    name = model._rec_name
    value = line.before.get(name) if name else None
    if value in UNNAMED or model._fields[name].type not in ("char", "text"):
        return ""
    return str(keyed.visible(env, model._fields[name], value))


def _belongs(line: Line, records: models.BaseModel) -> bool:
    """Whether it pointed at one of ``records``: as a payment's entry, or a line."""
    if records._transient:
        return False
    return any(
        _points(records, field) and line.before.get(name) in records._ids
        for name, field in records.env[line.model]._fields.items()
    )


def _points(records: models.BaseModel, field: Any) -> bool:
    return field.type == "many2one" and field.comodel_name == records._name
