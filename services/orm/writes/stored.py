"""What is in the database after a write, beside what was asked for.

before(records, wanted)              what was there, lines that change included
  … the write …
read_back(records, wanted, before)   flushes, reads everything anew
  ├─ also_changed  names of other fields of theirs that changed along
  ├─ changes       old and new value of each field that was asked for and changed
  ├─ not_applied   what Odoo dropped, recomputed or rounded, lines included
  └─ unseen        records that the caller may no longer read
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from odoo import models

from ...journal import along
from .. import untrusted
from ..reads import binaries, languages
from ..reads import values as typed
from ..reads.fit import ended
from . import pending, properties, same
from .html import same_html
from .input import Values
from .levels import MANY, Level, levels

LONGEST = 300
# records, and fields of each, that are told as changed along
MOST_ALONG = 20
Wanted = Mapping[int, Values]
# model, record, field
Spot = tuple[str, int, str]


@dataclass
class Before:
    """What was there, by record and field.

    Attributes:
        typed: values as they are shown, and by what they are told apart.
        lines: ids of x2many fields.
        texts: by model and field, the languages that have a text beside the caller's.
    """

    levels: list[Level] = attribute(default_factory=list)
    typed: dict[Spot, tuple[Any, Any]] = attribute(default_factory=dict)
    lines: dict[Spot, frozenset[int]] = attribute(default_factory=dict)
    texts: dict[tuple[str, str], languages.Own] = attribute(default_factory=dict)


@dataclass
class ReadBack:
    """JSON-ready lists; ``unseen`` holds ids."""

    changes: list[dict[str, Any]]
    not_applied: list[dict[str, Any]]
    unseen: list[int]
    also_changed: list[dict[str, Any]] = attribute(default_factory=list)


def before(records: models.BaseModel, wanted: Wanted) -> Before:
    """What is there before the write, of all that ``wanted`` will change."""
    kept = Before(list(levels(records, wanted)))
    for level in kept.levels:
        for name, some in _by_field(level.records, level.wanted):
            own = languages.others(some, name)
            _add(kept.texts.setdefault((some._name, name), {}), own)
            for label, shown in languages.each(some, own):
                spots = [(some._name, i, f"{name}{label}") for i in shown._ids]
                kept.typed.update(zip(spots, _compared(shown, name), strict=True))
            if some._fields[name].type in MANY:
                spots = [(some._name, i, name) for i in some._ids]
                linked = [frozenset(record[name]._ids) for record in some]
                kept.lines.update(zip(spots, linked, strict=True))
    return kept


def read_back(
    records: models.BaseModel, wanted: Wanted, before: Before | None = None
) -> ReadBack:
    """Read anew what ``wanted`` changed; without ``before``, what it created."""
    records.env.flush_all()
    seen = _read_anew(records, wanted)
    changed = list(_changes(seen, before)) if before else []
    kept = before or Before()
    missed = [
        {"id": record.id, **difference}
        for record in seen
        for difference in _differences(record, wanted[record.id], kept, "")
    ]
    also = _along(seen, wanted) if before else []
    return ReadBack(changed, missed, (records - seen).ids, also)


def _read_anew(records: models.BaseModel, wanted: Wanted) -> models.BaseModel:
    """Those that the caller may read, with ``wanted`` as the database has it.

    Columns are read alone: what else is known of the records Odoo needs once more
    before the commit, such as for the changes that it tracks.
    """
    everyone = records.with_context(active_test=False)
    names = {name: None for values in wanted.values() for name in values}
    if not all(_is_column(records._fields[name]) for name in names):
        records.env.invalidate_all(flush=False)
        return everyone._filtered_access("read")
    records.invalidate_recordset(names, flush=False)
    seen = everyone._filtered_access("read")
    seen.fetch([*names, *along.columns(seen, names)])
    return seen


def _along(records: models.BaseModel, wanted: Wanted) -> list[dict[str, Any]]:
    """Told where columns alone were asked for: of these all is read by one statement."""
    asked = {name for values in wanted.values() for name in values}
    if not all(_is_column(records._fields[name]) for name in asked):
        return []
    found = along.changed(records, asked)
    return [
        {"id": record_id, "fields": names[:MOST_ALONG]}
        for record_id, names in list(found.items())[:MOST_ALONG]
    ]


def _is_column(field: Any) -> bool:
    return field.store and bool(field.column_type) and field.type != "properties"


def _by_field(
    records: models.BaseModel, wanted: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[str, models.BaseModel]]:
    """Each field with the records on which it is written."""
    everyone = records.with_context(active_test=False)
    for name in dict.fromkeys(name for values in wanted.values() for name in values):
        yield name, everyone.filtered(lambda record, n=name: n in wanted[record.id])


def _typed(records: models.BaseModel, name: str) -> list[Any]:
    field = records._fields[name]
    if field.type == "binary":
        return binaries.exactly(records, field)
    return typed.of(records, field)


def _short(value: Any) -> Any:
    if isinstance(value, str) and len(value) > LONGEST:
        return f"{ended(value[:LONGEST], value)} ({len(value)} characters)"
    return value


def _changes(records: models.BaseModel, before: Before) -> Iterator[dict[str, Any]]:
    for level in before.levels:
        seen = level.seen() if level.owner else records
        for name, some in _by_field(seen, level.wanted):
            own = before.texts.get((some._name, name), {})
            for label, shown in languages.each(some, own):
                yield from _changes_of(shown, name, label, level, before)


def _changes_of(
    records: models.BaseModel, name: str, label: str, level: Level, before: Before
) -> Iterator[dict[str, Any]]:
    for record, (new, now) in zip(records, _compared(records, name), strict=True):
        old, was = before.typed[record._name, record.id, f"{name}{label}"]
        if was != now or _has_others(record, name, before):
            shown = {"old": _short(old), "new": _short(new)}
            yield {**level.told(record, f"{name}{label}"), **shown}


def _add(known: languages.Own, more: languages.Own) -> None:
    for code, ids in more.items():
        known[code] = {*known.get(code, ()), *ids}


def _compared(records: models.BaseModel, name: str) -> list[tuple[Any, Any]]:
    """Values as they are shown, each with what tells it apart from another.

    A text of an outsider is shown in marks that are new each time, or not at all.
    """
    shown = _typed(records, name)
    if not untrusted.is_long(records._fields[name]):
        return [(value, value) for value in shown]
    texts = [str(record[name] or "") for record in records]
    return list(zip(shown, texts, strict=True))


def _has_others(record: models.BaseModel, name: str, before: Before) -> bool:
    """Of a long list, which is told by its first ids, whether any is another."""
    known = before.lines.get((record._name, record.id, name))
    return known is not None and known != frozenset(record[name]._ids)


def _differences(
    record: models.BaseModel, values: Values, before: Before, path: str
) -> Iterator[dict[str, Any]]:
    for name, value in values.items():
        field = record._fields[name]
        if field.type in MANY:
            yield from _lines(record, field, value, values, before, path)
        elif not _is_stored(record, field, value) or pending.told(record, field):
            yield _difference(record, name, values, path)


def _is_stored(record: models.BaseModel, field: Any, value: Any) -> bool:
    if field.type == "properties":
        return properties.are_stored(record, field, value)
    return SAME.get(field.type, same.equal)(record[field.name], value)


def _difference(
    record: models.BaseModel, name: str, values: Values, path: str
) -> dict[str, Any]:
    asked, field = values.asked.get(name), record._fields[name]
    if field.type == "binary":
        asked = f"{len(asked or '')} characters of base64"
    stored = _typed(record, name)[0] if _is_kept(field) else _unkept(record)
    stored = pending.told(record, field) or stored
    return {
        "field": f"{path}{name}",
        "asked": _short(asked),
        "stored": _short(stored),
    }


def _is_kept(field: Any) -> bool:
    return bool(field.store or field.compute)


def _unkept(record: models.BaseModel) -> str:
    """Of a field that only says what is to be done, nothing can be read back."""
    return record.env._("nothing: Odoo keeps no such value, but may have acted on it")


def _lines(
    record: models.BaseModel,
    field: Any,
    commands: list[Any],
    values: Values,
    before: Before,
    path: str,
) -> Iterator[dict[str, Any]]:
    """What became of a list: its members, and the values of new and changed ones."""
    now = set(record[field.name]._ids)
    spot = record._name, record.id, field.name
    known = before.lines.get(spot, frozenset())
    linked, gone, exact = _membership(commands)
    new = [command[2] for command in commands if command[0] == 0]
    made = sorted(now - known - linked)
    if (
        linked - now
        or gone & now
        or len(made) != len(new)
        or (exact and now - linked - set(made))
    ):
        yield _difference(record, field.name, values, path)
        return
    changed = [(command[1], command[2]) for command in commands if command[0] == 1]
    lines = record.env[field.comodel_name]
    for line_id, nested in [*zip(made, new, strict=True), *changed]:
        inner = f"{path}{field.name}[{line_id}]."
        yield from _differences(lines.browse(line_id), nested, before, inner)


def _membership(commands: list[Any]) -> tuple[set[int], set[int], bool]:
    """Ids that must be there, ids that must not, and whether nothing else may be."""
    linked, gone, exact = set(), set(), False
    for command in commands:
        if command[0] in (5, 6):
            exact = True
            linked = set(command[2] or ()) if command[0] == 6 else set()
        elif command[0] in (2, 3):
            gone.add(command[1])
        elif command[0] == 4:
            linked.add(command[1])
            gone.discard(command[1])
    return linked, gone, exact


def _same_number(stored: Any, value: Any) -> bool:
    return math.isclose(stored or 0, value or 0, rel_tol=1e-9, abs_tol=1e-12)


def _same_html(stored: Any, value: Any) -> bool:
    return same_html(str(value or ""), str(stored or ""))


# what Odoo cleans or rounds beneath notice is stored as asked
SAME: dict[str, Callable[[Any, Any], bool]] = {
    **same.SAME,
    "float": _same_number,
    "html": _same_html,
    "integer": _same_number,
    "monetary": _same_number,
}
