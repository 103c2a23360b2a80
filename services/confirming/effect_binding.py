"""What a confirmation binds of an effect in the database: all that a person goes by.

found(call)                     before the body: what the call names, and its parts
state(call, found, change)      after it: the hash
  ├─ ChangeSet.state            of what changes, what was there before
  ├─ _touched                   all other columns of the records that change
  ├─ Telling.lines              what becomes of records, and new ones    effect_told.py
  │    ├─ Referred              what others are called that they name    referred.py
  │    ├─ copied                files that somebody stored               copied_files.py
  │    └─ Fresh                 what is new in each run, and masked      fresh.py
  ├─ the sentence of the preview
  └─ Result.BINDS               what the tool names besides

The body runs once for the preview and again for the confirmed call, so whatever led to
another effect in between shows in one of these. Only what differs in any two runs is
left out: times, ids, numbers and tokens of new records, the bytes of files that Odoo
writes itself.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

from odoo import api, models

from ..call import Call
from ..declarations import Result
from ..file_links import link_log
from ..journal import images
from ..journal.lines import COUNTERS, LOG_COLUMNS, ChangeSet
from .effect_told import MATCHED, Telling, linking

# children of a named record beyond these are not looked at one by one
MOST_PARTS = 2000


def found(call: Call) -> list[Any]:
    """The records that the call names, with all their parts, as it finds them.

    What a body merely reads is in no journal, and neither are wizards.
    """
    if not call.params:
        return []
    named = (call.params.named(), call.params.about(call.env))
    return [one for model, ids in named if ids for one in _found(call.env, model, ids)]


def _found(env: api.Environment, model: str, ids: list[int]) -> list[Any]:
    records = env[model].browse(ids)
    if not records._auto:
        # the rows of a view are those of others
        return []
    telling = Telling(env, ())
    own = [_rows(telling, records), *_links(telling, records)]
    return own + [_rows(telling, parts) for parts in _parts(records)]


def state(call: Call, before: list[Any], change: ChangeSet, sentence: str) -> str:
    """The hash that a token or an approval binds, and the run compares.

    Args:
        before: what ``found`` answered.
        sentence: the first one of the preview, as it is now.
    """
    telling = Telling(call.env, change.lines)
    bound = [
        change.state,
        before,
        _touched(telling, change),
        telling.lines(),
        # a link that works once is another one in each run
        telling.text(link_log.TOKEN.sub(r"\1", sentence)),
        telling.letters(change.letters),
        _binds(call),
    ]
    text = json.dumps(bound, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _binds(call: Call) -> list[str]:
    raw = call.outcome and call.outcome.raw
    names = raw.BINDS if isinstance(raw, Result) else ()
    return [str(getattr(raw, name)) for name in names]


def _touched(telling: Telling, change: ChangeSet) -> list[Any]:
    """The columns that the call left alone, of the records that it changed."""
    changed: dict[str, dict[int, set[str]]] = defaultdict(dict)
    for line in change.lines:
        if line.kind == "write" and line.is_bound:
            changed[line.model][line.res_id] = set(line.before)
    return [
        telling.rows(
            name, {row_id: _less(row, columns[row_id]) for row_id, row in rows}
        )
        for name, columns in sorted(changed.items())
        if (rows := _all(telling.env[name], columns).items())
    ]


def _less(row: images.Row, changed: set[str]) -> images.Row:
    left = row.keys() - changed - LOG_COLUMNS - COUNTERS - MATCHED
    return {name: row[name] for name in left}


def _all(model: models.BaseModel, ids: Any) -> dict[int, images.Row]:
    return images.rows(model.env.cr, model._table, ids)


def _rows(telling: Telling, records: models.BaseModel) -> list[Any]:
    rows = _all(records, records.ids)
    return telling.rows(
        records._name, {i: _less(row, set()) for i, row in rows.items()}
    )


def _links(telling: Telling, records: models.BaseModel) -> list[Any]:
    return [
        telling.rows(records._name, {i: {name: ids} for i, ids in linked.items()})
        for name, field in linking(records)
        for linked in [images.links(records.env.cr, field, records.ids)]
    ]


def _parts(records: models.BaseModel) -> list[models.BaseModel]:
    """The lines and the like of ``records``, which go when these go."""
    # sudo: what is bound is not shown; a part that the caller may not read counts, too
    everyone = records.sudo().with_context(active_test=False)
    everyone.env.flush_all()
    found = [
        everyone.env[field.comodel_name].search(
            [(field.inverse_name, "in", records.ids)], limit=MOST_PARTS, order="id"
        )
        for field in records._fields.values()
        if field.type == "one2many" and _owns(records, field)
    ]
    return [parts for parts in found if parts]


def _owns(records: models.BaseModel, field: Any) -> bool:
    inverse = records.env[field.comodel_name]._fields.get(field.inverse_name or "")
    return (
        inverse is not None
        and inverse.type == "many2one"
        and bool(inverse.store)
        and inverse.ondelete == "cascade"
    )
