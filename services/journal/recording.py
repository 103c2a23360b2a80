"""The journal of one call: before-images of everything that the ORM writes.

It hangs on the cursor, because a context is lost on the way (``with_context``), and is
fed by ``models/base.py``: ``create``, ``write`` (many2many), ``_write_multi`` (stored
columns, computed ones too), ``unlink``. Not seen: raw SQL, and cascades other than of a
deletion through the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from odoo import api, models

from ..orm.secret_fields import is_secret
from . import comparing, dependants, images
from .kept import Kept, is_kept
from .lines import LOG_COLUMNS, ChangeSet, Line
from .turns import Key, Turns

ATTRIBUTE = "_mcp_journal"
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
        letters: whom mails go to that the call makes (``addressed``).
        opens_closed: something changed that is closed to tools, as a developer may.
    """

    def __init__(self) -> None:
        self._kept = Kept()
        # what the deleted are
        self._gone: set[Key] = set()
        self._notes: dict[str, None] = {}
        self.letters: list[Any] = []
        self.is_final = False
        self.opens_closed = False

    def stays(self, text: str) -> None:
        """Mark the whole call as one that cannot be undone; ``text`` says why."""
        self.is_final = True
        self.note(text)

    def note(self, text: str) -> None:
        """Note something that no undo brings back."""
        self._notes[text] = None

    @property
    def turns(self) -> Turns:
        """In which order things were asked for."""
        return self._kept.turns

    @property
    def touched(self) -> bool:
        """Whether anything was written at all, even the same values as before."""
        kept = self._kept
        return bool(kept.created or kept.written or kept.deleted)

    # -------------------------------------------------------------- collecting

    def created(self, records: models.BaseModel, turn: int = 0) -> None:
        """Note that ``records`` are new.

        Args:
            turn: taken before they were made, so that it comes before those of the
                records that were made along with them.
        """
        if is_kept(records):
            self._kept.created[records._name].update(
                dict.fromkeys(records.ids, records.env.su)
            )
            self.turns.keep(records._name, records.ids, turn)

    def made(self, records: models.BaseModel) -> bool:
        """Whether all of ``records`` came to be in this call."""
        return self._kept.created[records._name].keys() >= set(records.ids)

    def changed(self, records: models.BaseModel) -> dict[int, list[str]]:
        """By id of ``records``, the fields that are not as they were before the call."""
        return comparing.changed(records, self._kept)

    def written(self, records: models.BaseModel) -> dict[int, dict[str, Any]]:
        """By id of ``records``, what was written so far, as it was before."""
        known = self._kept.written.get(records._name, {})
        return {row_id: known[row_id] for row_id in records.ids if row_id in known}

    def deleted(self, env: api.Environment) -> list[Line]:
        """What the call deleted so far of what was there before it."""
        if not self._kept.deleted:
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
            self._kept.asked.update((records._name, row_id) for row_id in records.ids)

    def writing(self, records: models.BaseModel, names: Iterable[str]) -> None:
        """Keep the columns ``names`` as they are, unless an older image is kept."""
        if not is_kept(records):
            return
        names = [n for n in names if n not in SKIPPED and not _secret(records, n)]
        ids = self._unseen(records, names)
        for row_id, row in images.rows(
            records.env.cr, records._table, ids, names
        ).items():
            row.pop("id")
            seen = self._kept.written[records._name].setdefault(row_id, {})
            seen.update({k: v for k, v in row.items() if k not in seen})

    def linking(self, records: models.BaseModel, names: Iterable[str]) -> None:
        """Keep the links of many2many fields as they are, unless they are kept."""
        if not is_kept(records):
            return
        for name in names:
            ids = self._unseen(records, [name])
            if not ids:
                continue
            before = images.links(records.env.cr, records._fields[name], ids)
            for row_id, others in before.items():
                self._kept.written[records._name].setdefault(row_id, {})[name] = others

    def deleting(self, records: models.BaseModel) -> None:
        """Keep ``records`` as the call found them, and all that goes with them."""
        if not is_kept(records):
            return
        ids = [i for i in records.ids if i not in self._kept.created[records._name]]
        rows = list(images.rows(records.env.cr, records._table, ids).values())
        for row in rows:
            # what this very call wrote before it deleted
            older = self._kept.written[records._name].pop(row["id"], {})
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
        self._kept.deleted += [
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
                self._kept.rows += _of_relation(model, reference, rows)
            elif not is_kept(env[other]):
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
        kept, wanted = self._kept, set(names)
        created, seen = kept.created[records._name], kept.written[records._name]
        if not wanted:
            return []
        return [
            i
            for i in records.ids
            if i not in created and not wanted <= seen.get(i, {}).keys()
        ]

    # --------------------------------------------------------------- finishing

    def finished(self, env: api.Environment) -> ChangeSet:
        """What really changed, and what no undo brings back."""
        return ChangeSet(
            comparing.lines(env, self._kept),
            list(self._notes),
            self.is_final,
            letters=list(self.letters),
        )


def _of_relation(
    model: models.BaseModel, reference: dependants.Reference, rows: list[images.Row]
) -> list[tuple[Key, Line]]:
    return [
        (
            (model._name, row[reference.column]),
            Line(reference.table, 0, "row", True, before=row),
        )
        for row in rows
    ]


def _secret(records: models.BaseModel, name: str) -> bool:
    return is_secret(records._fields[name])
