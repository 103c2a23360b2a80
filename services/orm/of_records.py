"""Messages and activities: to a key of some companies as closed as their record.

Odoo shows people their own messages and activities whatever these hang on. That a record
is not in the companies of a key would then hide nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from odoo import models
from odoo.tools import SQL, Query

from ..running import is_limited

# where the model and the id of the record stand
OWNER = {
    "mail.message": ("model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
}


def foreign(beside: models.BaseModel) -> models.BaseModel:
    """Those of ``beside`` whose record the running call may not read."""
    if not beside or beside.env.su or not is_limited():
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
    if beside.env.su or not is_limited():
        return query
    found = beside.browse(query)
    kept = found - foreign(found)
    return query if kept == found else kept._as_query()


def refused(records: models.BaseModel, result: Any) -> Any:
    """What Odoo's ``_check_access`` answers, with what ``foreign`` names."""
    known = result[0] if result else records.browse()
    closed = foreign(records - known)
    if not closed:
        return result
    every = known | closed
    return every, (result[1] if result else lambda: every._make_access_error("read"))


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
    there = records.exists()
    return set(there.ids) - set(there._filtered_access("read").ids)
