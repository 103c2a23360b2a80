"""What a call really changed: images that equal the database by now are dropped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from odoo import api, models

from ..orm.secret_fields import is_secret
from . import images
from .images import Picture
from .kept import Kept
from .lines import Line

# rows by id, of what was written, created, unlinked, by model
Now = dict[tuple[str, str], dict[int, images.Row]]


def lines(env: api.Environment, kept: Kept) -> list[Line]:
    """Deletions, writes, creations; of each model in the order of their turns."""
    now = images.rows_of(env.cr, _pictures(env, kept))
    found = [
        *_deletions(kept, now),
        *_writes(env, kept, now),
        *_creations(env, kept, now),
    ]
    for line in found:
        line.turn = kept.turns.shown(line.model, line.res_id)
    return found


def changed(records: models.BaseModel, kept: Kept) -> dict[int, list[str]]:
    """By id of ``records``, the fields that are not as they were before the call."""
    ids, written = set(records.ids), kept.written.get(records._name, {})
    before = {row_id: old for row_id, old in written.items() if row_id in ids}
    columns = tuple(_names(before) - _linked(records, before))
    rows = images.rows(records.env.cr, records._table, before, columns)
    _add_links(records, before, rows)
    return {
        row_id: sorted(k for k in before[row_id] if before[row_id][k] != row.get(k))
        for row_id, row in rows.items()
    }


def _pictures(env: api.Environment, kept: Kept) -> dict[tuple[str, str], Picture]:
    """Of which rows is asked how they are now."""
    wanted: dict[tuple[str, str], Picture] = {}
    for name, ids in _removed(kept).items():
        wanted["unlink", name] = Picture(env[name]._table, ids, ())
    for name, before in kept.written.items():
        columns = tuple(sorted(_names(before) - _linked(env[name], before)))
        wanted["write", name] = Picture(env[name]._table, tuple(before), columns)
    for name, created in kept.created.items():
        wanted["create", name] = Picture(env[name]._table, tuple(created))
    return wanted


def _removed(kept: Kept) -> dict[str, tuple[int, ...]]:
    ids: dict[str, list[int]] = defaultdict(list)
    for line in kept.deleted:
        ids[line.model].append(line.res_id)
    return {name: tuple(found) for name, found in ids.items()}


def _deletions(kept: Kept, now: Now) -> list[Line]:
    still = {
        (n, i) for (kind, n), rows in now.items() if kind == "unlink" for i in rows
    }
    # refused in a savepoint of Odoo's own: nothing of it happened
    gone = [x for x in kept.deleted if (x.model, x.res_id) not in still]
    return gone + [line for owner, line in kept.rows if owner not in still]


def _writes(env: api.Environment, kept: Kept, now: Now) -> list[Line]:
    found = []
    for name, before in kept.written.items():
        rows = now["write", name]
        _add_links(env[name], before, rows)
        found += [
            line
            for row_id, old in _in_turn(kept, name, before).items()
            # some columns are flushed in the middle of a create
            if row_id in rows and row_id not in kept.created[name]
            for line in _write(kept, (name, row_id), old, rows[row_id])
        ]
    return found


def _in_turn(kept: Kept, name: str, records: dict[int, Any]) -> dict[int, Any]:
    """``records`` in the order of their turns; last those that Odoo computed."""
    ids = sorted(records, key=lambda i: kept.turns.of(name, i))
    return {row_id: records[row_id] for row_id in ids}


def _write(
    kept: Kept, key: tuple[str, int], old: images.Row, row: images.Row
) -> Iterator[Line]:
    if differ := sorted(k for k in old if old[k] != row.get(k)):
        before = {k: old[k] for k in differ}
        after = {k: row[k] for k in differ}
        yield Line(*key, "write", key not in kept.asked, before, after)


def _creations(env: api.Environment, kept: Kept, now: Now) -> list[Line]:
    found = []
    for name, created in kept.created.items():
        rows = now.get(("create", name), {})
        found += [
            Line(name, i, "create", su, after=_without_secrets(env[name], rows[i]))
            for i, su in _in_turn(kept, name, created).items()
            if i in rows
        ]
    return found


def _names(before: dict[int, images.Row]) -> set[str]:
    return {name for old in before.values() for name in old}


def _linked(model: models.BaseModel, before: dict[int, images.Row]) -> set[str]:
    return {n for n in _names(before) if model._fields[n].type == "many2many"}


def _add_links(
    model: models.BaseModel, before: dict[int, images.Row], rows: dict[int, images.Row]
) -> None:
    """Beside the columns of ``rows`` the links as they are now."""
    for name in _linked(model, before):
        ids = [i for i in before if i in rows]
        found = images.links(model.env.cr, model._fields[name], ids or [0])
        for row_id, others in found.items():
            if row_id in rows:
                rows[row_id][name] = others


def _without_secrets(model: models.BaseModel, row: dict[str, Any]) -> dict[str, Any]:
    fields = model._fields
    return {k: v for k, v in row.items() if k not in fields or not is_secret(fields[k])}
