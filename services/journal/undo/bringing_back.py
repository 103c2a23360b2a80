"""Deleted rows come back, as they were, past the ORM; then Odoo recomputes around them."""

from __future__ import annotations

from collections import defaultdict

import psycopg2

from odoo import api, models

from ...errors import ToolError
from .. import images
from ..lines import Line, grouped
from ..recording import of


def bring_back(env: api.Environment, lines: list[Line]) -> None:
    """Insert deleted rows, model by model.

    What they point at must be there first. In which order is found by trying: each
    round inserts the models whose foreign keys hold by now.

    Raises:
        ToolError: none of the rest can be inserted.
    """
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
    for (name, kind), group in grouped(lines).items():
        if kind == "unlink":
            _readmit(env, name, group)


def _insert(env: api.Environment, name: str, group: list[Line]) -> bool:
    """Insert the rows of a model, or table; False where a foreign key does not hold."""
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
    _record_as_created(env, back)
    back.modified(list(back._fields), create=True)
    back._validate_fields(back._fields)


def _record_as_created(env: api.Environment, back: models.BaseModel) -> None:
    """For the journal of the undo itself, which can be undone in its turn."""
    if journal := of(env):
        journal.created(back)
