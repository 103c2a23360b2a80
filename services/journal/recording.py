"""The journal of one call: before-images of everything that the ORM writes.

It hangs on the cursor, because a context is lost on the way (``with_context``), and is
fed by ``models/base.py``: ``create``, ``write`` (many2many), ``_write_multi`` (stored
columns, computed ones too), ``unlink``. Not seen: raw SQL, and cascades other than of a
deletion through the ORM.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from odoo import api, models

from ..orm.closed import OPEN
from ..orm.secret_fields import is_secret
from . import dependants, images
from .lines import LOG_COLUMNS, ChangeSet, Line

ATTRIBUTE = "_mcp_journal"
# our own models that come back with an undo
OURS = (*OPEN, "mcp.article.version", "mcp.template.mark")
# nothing to come back to: queues, presence, our own books
IGNORED = (
    "mcp.",
    "bus.",
    "ir.cron.trigger",
    "mail.presence",
    "ir.logging",
    "res.users.log",
)
SKIPPED = LOG_COLUMNS | {"id", "parent_path"}


def of(env: api.Environment) -> Journal | None:
    """The journal of the running call, if it has one."""
    return env.cr.__dict__.get(ATTRIBUTE)


@contextmanager
def recording(env: api.Environment) -> Iterator[Journal]:
    """Keep a journal on the cursor of ``env``."""
    journal = Journal()
    outer = env.cr.__dict__.get(ATTRIBUTE)
    env.cr.__dict__[ATTRIBUTE] = journal
    try:
        yield journal
    finally:
        env.cr.__dict__.pop(ATTRIBUTE, None)
        if outer is not None:
            env.cr.__dict__[ATTRIBUTE] = outer


class Journal:
    """Collects; ``finished`` compares with the database and answers the change set."""

    def __init__(self) -> None:
        self._created: dict[str, dict[int, bool]] = defaultdict(dict)
        self._written: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        self._asked: set[tuple[str, int]] = set()
        self._deleted: list[Line] = []
        self._gone: set[tuple[str, int]] = set()
        self._notes: dict[str, None] = {}
        self.is_final = False

    def stays(self, text: str) -> None:
        """Nothing that this call does is for undo to bring back: ``text`` says why."""
        self.is_final = True
        self.note(text)

    def note(self, text: str) -> None:
        """Something that no undo brings back."""
        self._notes[text] = None

    # -------------------------------------------------------------- collecting

    def created(self, records: models.BaseModel) -> None:
        if _is_kept(records):
            self._created[records._name].update(
                dict.fromkeys(records.ids, records.env.su)
            )

    def made(self, records: models.BaseModel) -> bool:
        """Whether all of ``records`` came to be in this call."""
        return self._created[records._name].keys() >= set(records.ids)

    def asked(self, records: models.BaseModel) -> None:
        """These are written with the caller's own rights.

        What Odoo writes as superuser, or computes, the caller may not be able to
        write: it is undone as superuser. When columns are written, at the next flush,
        it can no longer be told.
        """
        if not records.env.su:
            self._asked.update((records._name, row_id) for row_id in records.ids)

    def writing(self, records: models.BaseModel, names: Iterable[str]) -> None:
        """Before columns are written: keep what is there, the first time only."""
        if not _is_kept(records):
            return
        names = [n for n in names if n not in SKIPPED and not _secret(records, n)]
        ids = self._unseen(records, names)
        for row_id, row in images.rows(
            records.env.cr, records._table, ids, names
        ).items():
            row.pop("id")
            seen = self._written[records._name].setdefault(row_id, {})
            seen.update({k: v for k, v in row.items() if k not in seen})

    def linking(self, records: models.BaseModel, names: Iterable[str]) -> None:
        """Before many2many fields are written."""
        if not _is_kept(records):
            return
        for name in names:
            ids = self._unseen(records, [name])
            if not ids:
                continue
            before = images.links(records.env.cr, records._fields[name], ids)
            for row_id, others in before.items():
                self._written[records._name].setdefault(row_id, {})[name] = others

    def deleting(self, records: models.BaseModel) -> None:
        """Before records are deleted: keep them and what goes with them."""
        if not _is_kept(records):
            return
        ids = [i for i in records.ids if i not in self._created[records._name]]
        rows = list(images.rows(records.env.cr, records._table, ids).values())
        for row in rows:
            # what this very call wrote before it deleted
            older = self._written[records._name].pop(row["id"], {})
            row.update({k: v for k, v in older.items() if k in row})
        self._keep_deleted(records.env, records, rows, records.env.su)

    def _keep_deleted(
        self, env: api.Environment, model: models.BaseModel, rows: list, su: bool
    ) -> None:
        fresh = [r for r in rows if (model._name, r["id"]) not in self._gone]
        if not fresh:
            return
        self._gone.update((model._name, row["id"]) for row in fresh)
        self._deleted += [
            Line(model._name, row["id"], "unlink", su, before=row) for row in fresh
        ]
        self._keep_dependants(env, model, tuple(row["id"] for row in fresh))

    def _keep_dependants(
        self, env: api.Environment, model: models.BaseModel, ids: tuple[int, ...]
    ) -> None:
        known = dependants.references(env.cr, env.registry, model._table)
        by_table = _models_by_table(env)
        for reference in dependants.in_use(env.cr, known, ids):
            other = by_table.get(reference.table)
            rows = images.rows_where(env.cr, reference.table, reference.column, ids)
            if other is None:
                self._deleted += [
                    Line(reference.table, 0, "row", True, before=row) for row in rows
                ]
            elif not _is_kept(env[other]):
                continue
            elif reference.cascades:
                self._keep_deleted(env, env[other], rows, True)
            else:
                referring = env[other].sudo().browse([row["id"] for row in rows])
                self.writing(referring, [reference.column])

    def _unseen(self, records: models.BaseModel, names: list[str]) -> list[int]:
        """Ids of which some field in ``names`` has no image yet."""
        created, seen = self._created[records._name], self._written[records._name]
        wanted = set(names)
        if not wanted:
            return []
        return [
            i
            for i in records.ids
            if i not in created and not wanted <= seen.get(i, {}).keys()
        ]

    # --------------------------------------------------------------- finishing

    def finished(self, env: api.Environment) -> ChangeSet:
        """What really changed: images that equal the database now are dropped."""
        lines = [
            *self._finished_deletions(env),
            *self._finished_writes(env),
            *self._finished_creations(env),
        ]
        return ChangeSet(lines, list(self._notes), self.is_final)

    def _finished_deletions(self, env: api.Environment) -> list[Line]:
        still: set[tuple[str, int]] = set()
        by_model: dict[str, list[int]] = defaultdict(list)
        for line in self._deleted:
            if line.kind == "unlink":
                by_model[line.model].append(line.res_id)
        for name, ids in by_model.items():
            found = images.rows(env.cr, env[name]._table, ids, ["id"])
            still.update((name, row_id) for row_id in found)
        if still:
            # refused in a savepoint of Odoo's own: nothing of it happened
            return [
                line
                for line in self._deleted
                if line.kind == "unlink" and (line.model, line.res_id) not in still
            ]
        return self._deleted

    def _finished_writes(self, env: api.Environment) -> list[Line]:
        lines = []
        for name, before in self._written.items():
            now = _current(env[name], before)
            for row_id, old in before.items():
                # some columns are flushed in the middle of a create
                if row_id not in now or row_id in self._created[name]:
                    continue
                changed = {k for k in old if old[k] != now[row_id].get(k)}
                if changed:
                    lines.append(
                        Line(
                            name,
                            row_id,
                            "write",
                            (name, row_id) not in self._asked,
                            {k: old[k] for k in sorted(changed)},
                            {k: now[row_id][k] for k in sorted(changed)},
                        )
                    )
        return lines

    def _finished_creations(self, env: api.Environment) -> list[Line]:
        lines = []
        for name, created in self._created.items():
            now = images.rows(env.cr, env[name]._table, created)
            lines += [
                Line(name, i, "create", su, after=_without_secrets(env[name], now[i]))
                for i, su in created.items()
                if i in now
            ]
        return lines


def _current(model: models.BaseModel, before: dict[int, dict[str, Any]]) -> dict:
    """The same columns and links as they are now."""
    names = {name for old in before.values() for name in old}
    linked = {n for n in names if model._fields[n].type == "many2many"}
    now = images.rows(model.env.cr, model._table, before, sorted(names - linked))
    for name in linked:
        ids = [i for i in before if i in now]
        for row_id, others in images.links(
            model.env.cr, model._fields[name], ids or [0]
        ).items():
            if row_id in now:
                now[row_id][name] = others
    return now


def _is_kept(records: models.BaseModel) -> bool:
    return (
        not records._transient
        and not records._abstract
        and records._auto
        and (records._name in OURS or not records._name.startswith(IGNORED))
    )


def _secret(records: models.BaseModel, name: str) -> bool:
    return is_secret(records._fields[name])


def _without_secrets(model: models.BaseModel, row: dict[str, Any]) -> dict[str, Any]:
    fields = model._fields
    return {k: v for k, v in row.items() if k not in fields or not is_secret(fields[k])}


def _models_by_table(env: api.Environment) -> dict[str, str]:
    memo = env.registry.__dict__.get("_mcp_tables")
    if memo is None:
        memo = {
            model._table: name
            for name, model in env.registry.models.items()
            if not model._abstract and model._auto
        }
        env.registry._mcp_tables = memo
    return memo
