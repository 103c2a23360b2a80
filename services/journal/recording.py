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
from .images import Picture
from .lines import LOG_COLUMNS, ChangeSet, Line
from .turns import Turns

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
# rows by id, of what was written, created, unlinked, by model
Now = dict[tuple[str, str], dict[int, images.Row]]
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


@contextmanager
def unrecorded(env: api.Environment) -> Iterator[None]:
    """Record nothing in the block, which is housekeeping of our own."""
    # what waits to be written is still of the call, and is recorded
    env.flush_all()
    journal = env.cr.__dict__.pop(ATTRIBUTE, None)
    try:
        yield
    finally:
        if journal is not None:
            env.cr.__dict__[ATTRIBUTE] = journal


class Journal:
    """Collects images of records before they change.

    ``created``, ``asked``, ``writing``, ``linking`` and ``deleting`` are told by the
    hooks of ``models/base.py``; ``finished`` compares with the database at the end.

    Attributes:
        turns: in which order things were asked for.
        letters: whom mails go to that the call makes (``addressed``).
    """

    def __init__(self) -> None:
        # by model and id: whether Odoo made it as superuser
        self._created: dict[str, dict[int, bool]] = defaultdict(dict)
        # by model and id the columns, and links, as they were
        self._written: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
        # written with the caller's own rights
        self._asked: set[tuple[str, int]] = set()
        self.turns = Turns()
        self._deleted: list[Line] = []
        # rows of relations, with the record that they went with
        self._rows: list[tuple[tuple[str, int], Line]] = []
        # model and id of ``_deleted``
        self._gone: set[tuple[str, int]] = set()
        self._notes: dict[str, None] = {}
        self.letters: list[Any] = []
        self.is_final = False

    def stays(self, text: str) -> None:
        """Mark the whole call as one that cannot be undone; ``text`` says why."""
        self.is_final = True
        self.note(text)

    def note(self, text: str) -> None:
        """Note something that no undo brings back."""
        self._notes[text] = None

    @property
    def touched(self) -> bool:
        """Whether anything was written at all, even the same values as before."""
        return bool(self._created or self._written or self._deleted)

    # -------------------------------------------------------------- collecting

    def created(self, records: models.BaseModel, turn: int = 0) -> None:
        """Note that ``records`` are new.

        Args:
            turn: taken before they were made, so that it comes before those of the
                records that were made along with them.
        """
        if _is_kept(records):
            self._created[records._name].update(
                dict.fromkeys(records.ids, records.env.su)
            )
            self.turns.keep(records._name, records.ids, turn)

    def made(self, records: models.BaseModel) -> bool:
        """Whether all of ``records`` came to be in this call."""
        return self._created[records._name].keys() >= set(records.ids)

    def changed(self, records: models.BaseModel) -> dict[int, list[str]]:
        """By id of ``records``, the fields that are not as they were before the call."""
        ids, written = set(records.ids), self._written.get(records._name, {})
        before = {row_id: old for row_id, old in written.items() if row_id in ids}
        columns = tuple(_names(before) - _linked(records, before))
        rows = images.rows(records.env.cr, records._table, before, columns)
        _add_links(records, before, rows)
        return {
            row_id: sorted(k for k in before[row_id] if before[row_id][k] != row.get(k))
            for row_id, row in rows.items()
        }

    def deleted(self, env: api.Environment) -> list[Line]:
        """What the call deleted so far of what was there before it."""
        if not self._deleted:
            return []
        return [line for line in self.finished(env).lines if line.kind == "unlink"]

    def only_written(self, env: api.Environment) -> list[Line] | None:
        """What the call changed so far; None where it did more than write."""
        lines = self.finished(env).lines
        if self._notes or any(line.kind != "write" for line in lines):
            return None
        return lines

    def asked(self, records: models.BaseModel) -> None:
        """Note that ``write`` is called on ``records``, and by whose rights.

        What the caller writes himself is undone by his rights; what Odoo writes as
        superuser, or computes, as superuser. That is known here alone: columns are
        written at the next flush, for all alike.
        """
        self.turns.keep(records._name, records.ids, self.turns.next())
        if not records.env.su:
            self._asked.update((records._name, row_id) for row_id in records.ids)

    def writing(self, records: models.BaseModel, names: Iterable[str]) -> None:
        """Keep the columns ``names`` as they are, unless an older image is kept."""
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
        """Keep the links of many2many fields as they are, unless they are kept."""
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
        """Keep ``records`` as the call found them, and all that goes with them."""
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
        """Keep deleted ``rows``, and what the database deletes or empties along."""
        fresh = [r for r in rows if (model._name, r["id"]) not in self._gone]
        if not fresh:
            return
        self._gone.update((model._name, row["id"]) for row in fresh)
        self.turns.keep(model._name, [r["id"] for r in fresh], self.turns.next())
        self._deleted += [
            Line(model._name, row["id"], "unlink", su, before=row) for row in fresh
        ]
        self._keep_dependants(env, model, tuple(row["id"] for row in fresh))

    def _keep_dependants(
        self, env: api.Environment, model: models.BaseModel, ids: tuple[int, ...]
    ) -> None:
        """Keep what PostgreSQL does to rows that point at ``ids``, past the ORM."""
        known = dependants.references(env.cr, env.registry, model._table)
        by_table = dependants.models_by_table(env.registry)
        for reference in dependants.in_use(env.cr, known, ids):
            other = by_table.get(reference.table)
            rows = images.rows_where(env.cr, reference.table, reference.column, ids)
            if other is None:
                self._rows += _of_relation(model, reference, rows)
            elif not _is_kept(env[other]):
                continue
            elif reference.cascades:
                self._keep_deleted(env, env[other], rows, True)
            else:
                referring = env[other].sudo().browse([row["id"] for row in rows])
                self.writing(referring, [reference.column])
        for referring, name in dependants.by_company(env, model._name, ids):
            self.writing(referring, [name])

    def _unseen(self, records: models.BaseModel, names: list[str]) -> list[int]:
        """Ids of records that the call found, with a field in ``names`` not kept yet."""
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
        now = images.rows_of(env.cr, self._pictures(env))
        lines = [
            *self._finished_deletions(now),
            *self._finished_writes(env, now),
            *self._finished_creations(env, now),
        ]
        for line in lines:
            line.turn = self.turns.shown(line.model, line.res_id)
        return ChangeSet(
            lines, list(self._notes), self.is_final, letters=list(self.letters)
        )

    def _pictures(self, env: api.Environment) -> dict[tuple[str, str], Picture]:
        """Of which rows ``finished`` asks how they are now."""
        wanted: dict[tuple[str, str], Picture] = {}
        for name, ids in self._removed().items():
            wanted["unlink", name] = Picture(env[name]._table, ids, ())
        for name, before in self._written.items():
            columns = tuple(sorted(_names(before) - _linked(env[name], before)))
            wanted["write", name] = Picture(env[name]._table, tuple(before), columns)
        for name, created in self._created.items():
            wanted["create", name] = Picture(env[name]._table, tuple(created))
        return wanted

    def _removed(self) -> dict[str, tuple[int, ...]]:
        ids: dict[str, list[int]] = defaultdict(list)
        for line in self._deleted:
            ids[line.model].append(line.res_id)
        return {name: tuple(found) for name, found in ids.items()}

    def _finished_deletions(self, now: Now) -> list[Line]:
        still = {
            (n, i) for (kind, n), rows in now.items() if kind == "unlink" for i in rows
        }
        # refused in a savepoint of Odoo's own: nothing of it happened
        gone = [x for x in self._deleted if (x.model, x.res_id) not in still]
        return gone + [line for owner, line in self._rows if owner not in still]

    def _finished_writes(self, env: api.Environment, now: Now) -> list[Line]:
        lines = []
        for name, before in self._written.items():
            rows = now["write", name]
            _add_links(env[name], before, rows)
            lines += [
                line
                for row_id, old in self._in_turn(name, before).items()
                # some columns are flushed in the middle of a create
                if row_id in rows and row_id not in self._created[name]
                for line in self._written_line(name, row_id, old, rows[row_id])
            ]
        return lines

    def _in_turn(self, name: str, records: dict[int, Any]) -> dict[int, Any]:
        """``records`` in the order of their turns; last those that Odoo computed."""
        ids = sorted(records, key=lambda i: self.turns.of(name, i))
        return {row_id: records[row_id] for row_id in ids}

    def _written_line(
        self, name: str, row_id: int, old: images.Row, row: images.Row
    ) -> Iterator[Line]:
        changed = sorted(k for k in old if old[k] != row.get(k))
        if changed:
            yield Line(
                name,
                row_id,
                "write",
                (name, row_id) not in self._asked,
                {k: old[k] for k in changed},
                {k: row[k] for k in changed},
            )

    def _finished_creations(self, env: api.Environment, now: Now) -> list[Line]:
        lines = []
        for name, created in self._created.items():
            rows = now.get(("create", name), {})
            lines += [
                Line(name, i, "create", su, after=_without_secrets(env[name], rows[i]))
                for i, su in self._in_turn(name, created).items()
                if i in rows
            ]
        return lines


def _of_relation(
    model: models.BaseModel, reference: dependants.Reference, rows: list[images.Row]
) -> list[tuple[tuple[str, int], Line]]:
    return [
        (
            (model._name, row[reference.column]),
            Line(reference.table, 0, "row", True, before=row),
        )
        for row in rows
    ]


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
