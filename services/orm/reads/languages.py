"""In which languages records have a text of their own.

A text without a translation is shown in another language; where there is one, it may
be overwritten or cleared by whoever writes in any language.
"""

from __future__ import annotations

from collections.abc import Iterator

from odoo import models
from odoo.tools import SQL

# shown where a text has no translation; without it a translation is stored there, too
BEHIND = "en_US"
Own = dict[str, set[int]]


def others(records: models.BaseModel, name: str) -> Own:
    """Ids of those with a text of their own, by language; not in the caller's.

    That behind all is there with every id.
    """
    env, field = records.env, records._fields[name]
    installed = [code for code, _name in env["res.lang"].get_installed()]
    if not field.translate or installed == [BEHIND]:
        return {}
    found = {**_own(records, name), BEHIND: set(records._ids)}
    mine = env.lang or BEHIND
    return {code: found[code] for code in installed if code in found and code != mine}


def each(records: models.BaseModel, own: Own) -> Iterator[tuple[str, models.BaseModel]]:
    """``records`` in the caller's language, then by label in those of ``own``."""
    yield "", records
    for code, ids in own.items():
        some = records.browse(i for i in records._ids if i in ids)
        yield f" [{code}]", some.with_context(lang=code)


def _own(records: models.BaseModel, name: str) -> Own:
    field = records._fields[name]
    if field.inherited:
        return _of_parents(records, *field.related.split("."))
    if not (field.store and field.column_type):
        return {}
    records.flush_recordset([name])
    column = SQL.identifier(field.name)
    rows = records.env.execute_query(
        SQL(
            "SELECT id, jsonb_object_keys(%s) FROM %s WHERE id IN %s",
            column,
            SQL.identifier(records._table),
            records._ids or (0,),
        )
    )
    found: Own = {}
    for record_id, code in rows:
        found.setdefault(code, set()).add(record_id)
    return found


def _of_parents(records: models.BaseModel, link: str, name: str) -> Own:
    # sudo: of which record a text is inherited; what it says is read as the caller
    parents = {record.id: record[link].id for record in records.sudo()}
    model = records.env[records._fields[link].comodel_name]
    found = _own(model.browse(set(parents.values())), name)
    return {
        code: {child for child, parent in parents.items() if parent in ids}
        for code, ids in found.items()
    }
