"""Messages, activities and the like: as closed as their record.

Odoo shows people their own messages and activities whatever these hang on. That a record
is not in the companies of a key, or of a model that is hidden from tools, would then
hide nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from odoo import models
from odoo.tools import SQL, Query

from ..running import is_limited
from . import hidden

Closed = Callable[[models.BaseModel], models.BaseModel]
# where the model and the id of the record stand
OWNER = {
    "mail.message": ("model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
}


def foreign(beside: models.BaseModel) -> models.BaseModel:
    """Those of ``beside`` whose record the running call may not read."""
    if not beside or beside.env.su or not _closes(beside):
        return beside.browse()
    owned: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row_id, model, res_id in _owners(beside):
        if model in beside.env:
            owned[model][res_id].append(row_id)
    return beside.browse(
        row_id
        for model, ids in owned.items()
        for res_id in _closed(beside.env[model].browse(ids))
        for row_id in ids[res_id]
    )


def opened(beside: models.BaseModel, query: Query) -> Query:
    """``query`` without what ``foreign`` names."""
    if beside.env.su or not _closes(beside):
        return query
    return less(beside, query, foreign)


def refused(records: models.BaseModel, result: Any) -> Any:
    """What Odoo's ``_check_access`` answers, with what ``foreign`` names."""
    return joined(records, result, foreign)


def less(records: models.BaseModel, query: Query, closed: Closed) -> Query:
    """``query`` without what ``closed`` names of it."""
    found = records.browse(query)
    kept = found - closed(found)
    return query if kept == found else kept._as_query()


def joined(records: models.BaseModel, result: Any, closed: Closed) -> Any:
    """``result`` of ``_check_access``, with what ``closed`` names."""
    known = result[0] if result else records.browse()
    more = closed(records - known)
    if not more:
        return result
    every = known | more
    return every, (result[1] if result else lambda: every._make_access_error("read"))


def _closes(beside: models.BaseModel) -> bool:
    return is_limited() or hidden.hides(beside.env)


def _owners(beside: models.BaseModel) -> list[tuple[int, str, int]]:
    names = OWNER[beside._name]
    beside.flush_model(names)
    columns = SQL(", ").join(map(SQL.identifier, ("id", *names)))
    return beside.env.execute_query(
        SQL(
            "SELECT %s FROM %s WHERE id IN %s AND %s IS NOT NULL AND %s > 0",
            columns,
            SQL.identifier(beside._table),
            tuple(beside.ids) or (0,),
            *map(SQL.identifier, names),
        )
    )


def _closed(records: models.BaseModel) -> set[int]:
    """Ids of those that are there, and not the caller's to read."""
    if hidden.is_hidden(records.env, records._name):
        return set(records.ids)
    if not is_limited():
        return set()
    there = records.exists()
    return set(there.ids) - set(there._filtered_access("read").ids)


def untracked(values: models.BaseModel, query: Query) -> Query:
    """``query`` of tracked values without those of what is hidden from tools."""
    if values.env.su or not hidden.hides(values.env):
        return query
    return less(values, query, _hidden)


def refused_tracked(values: models.BaseModel, result: Any) -> Any:
    """What ``refused`` answers, of tracked values."""
    if values.env.su or not hidden.hides(values.env):
        return result
    return joined(values, result, _hidden)


def _hidden(values: models.BaseModel) -> models.BaseModel:
    # sudo: whose they are; nothing of it is shown
    known = values.sudo().exists()
    return values.browse(value.id for value in known if _is_hidden(value))


def _is_hidden(value: models.BaseModel) -> bool:
    env, field = value.env, value.field_id
    model = value.mail_message_id.model or field.model or ""
    known = env[field.model]._fields.get(field.name) if field.model in env else None
    return hidden.is_hidden(env, model) or (
        known is not None and hidden.is_hidden_field(env, known)
    )
