"""Records → typed JSON, column by column.

    rows(records, paths)
      ├─ fetch            the stored fields of the first steps, one query
      ├─ _columns         every path; on an SQL error again, each in a savepoint
      │    ├─ _own        a field of the records        values.py
      │    └─ _further    the rest of a dotted path, under the caller's rights
      └─ {"id": …, path: value}

What cannot be read (a compute that raises, a related record that is not the
caller's) is null, and named in ``unreadable``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any

import psycopg2

from odoo import models

from ...compat.access import may_read_field
from ...concurrency import CONCURRENCY_ERRORS
from .. import untrusted
from ..paths import Path
from . import values

# ids of an x2many, and values of a path through one
MOST_IDS = values.MOST_IDS
PASSED_ON = (*CONCURRENCY_ERRORS, psycopg2.errors.QueryCanceled)
Column = dict[int, Any]
Unreadable = dict[str, list[int]]


def rows(
    records: models.BaseModel, paths: Iterable[Path], *, fetched: bool = False
) -> tuple[list[dict[str, Any]], Unreadable]:
    """The values of ``records`` as JSON.

    Args:
        paths: resolved by ``paths.resolve``, so each step is readable to the caller.
        fetched: the stored fields were read already (``search_fetch``).

    Returns:
        One dict a record, ``id`` first, then a key a path; and for what could not be
        read the ids of the records, by path.
    """
    paths = list(paths)
    if not fetched:
        records.fetch(fetchable(records, paths))
    unreadable: Unreadable = {}
    columns = _columns(records, paths, unreadable)
    found = [
        {"id": record_id, **{text: column[record_id] for text, column in columns}}
        for record_id in records._ids
    ]
    return found, unreadable


def fetchable(records: models.BaseModel, paths: Iterable[Path]) -> list[str]:
    """The fields to read with the records themselves, in one query.

    Neither files nor x2many: these are read on their own, and one that may not be
    read would fail the whole.
    """
    names: dict[str, None] = {}
    for path in paths:
        field = path.fields[0]
        if field.type in values.APART:
            continue
        names |= dict.fromkeys([field.name, *_beside(records, field)])
    return list(names)


def _beside(records: models.BaseModel, field: Any) -> Iterator[str]:
    """What the value of ``field`` is shown with."""
    currency = values.currency_field(records, field)
    if currency and may_read_field(records, currency):
        yield currency.name
    if untrusted.is_long(field) and "create_uid" in records._fields:
        yield "create_uid"


def _columns(
    records: models.BaseModel, paths: Sequence[Path], unreadable: Unreadable
) -> list[tuple[str, Column]]:
    """The values of all records, path by path.

    An SQL error in a compute (a write, too: the transaction is read-only) breaks the
    transaction; so where one could happen there is a savepoint to go back to.
    """
    cr = records.env.cr
    if not any(_computed(path) for path in paths):
        return _all(records, paths, unreadable, nullcontext)
    try:
        with cr.savepoint(flush=False):
            return _all(records, paths, unreadable, nullcontext)
    except PASSED_ON:
        raise
    except psycopg2.Error:
        unreadable.clear()
        return _all(records, paths, unreadable, lambda: cr.savepoint(flush=False))


def _computed(path: Path) -> bool:
    return any(
        field.compute
        and not (field.store or field.related or field.name == "display_name")
        for field in path.fields
    )


def _all(
    records: models.BaseModel,
    paths: Sequence[Path],
    unreadable: Unreadable,
    shield: Callable[[], Any],
) -> list[tuple[str, Column]]:
    columns = []
    for path in paths:
        failed: list[int] = []
        try:
            with shield():
                column = _column(records, path.fields, path.suffix, failed)
        except PASSED_ON:
            raise
        except psycopg2.Error:
            if shield is nullcontext:
                raise
            failed = list(records._ids)
            column = dict.fromkeys(failed)
        if failed:
            unreadable[path.text] = failed
        columns.append((path.text, column))
    return columns


def _column(
    records: models.BaseModel, fields: Sequence[Any], suffix: str, failed: list[int]
) -> Column:
    """JSON values by record id; ``failed`` takes the ids of what raised."""
    if len(fields) == 1:
        return _own(records, fields[0], suffix, failed)
    return _further(records, fields, suffix, failed)


def _own(
    records: models.BaseModel, field: Any, suffix: str, failed: list[int]
) -> Column:
    try:
        return dict(zip(records._ids, values.of(records, field, suffix), strict=True))
    except psycopg2.Error:
        raise
    except Exception:
        # once more, each on its own, to find out which
        return {
            record.id: _one(record.with_prefetch(), field, suffix, failed)
            for record in records
        }


def _one(record: models.BaseModel, field: Any, suffix: str, failed: list[int]) -> Any:
    try:
        return values.of(record, field, suffix)[0]
    except psycopg2.Error:
        raise
    except Exception:
        failed.append(record.id)
        return None


def _further(
    records: models.BaseModel, fields: Sequence[Any], suffix: str, failed: list[int]
) -> Column:
    """The rest of a dotted path: each step under the caller's rights and rules."""
    links = _links(records, fields[0], failed)
    targets = records.env[fields[0].comodel_name].browse(
        dict.fromkeys(i for ids in links.values() for i in ids)
    )
    allowed = _allowed(targets, fields[1:])
    lost: list[int] = []
    found = _column(allowed, fields[1:], suffix, lost)
    column = {}
    for record_id, ids in links.items():
        got = [found[i] for i in ids if i in found]
        column[record_id] = got if _is_many(fields[0]) else next(iter(got), None)
        if any(i not in found or i in lost for i in ids) and record_id not in failed:
            failed.append(record_id)
    return column


def _allowed(targets: models.BaseModel, fields: Sequence[Any]) -> models.BaseModel:
    """Those of ``targets`` that the caller may read, read already; one query."""
    if not targets:
        return targets
    names = fetchable(targets, [Path((), fields)]) or ["id"]
    everyone = targets.with_context(active_test=False)
    found = everyone.search_fetch([("id", "in", targets._ids)], names, order="id")
    return targets.browse(found._ids)


def _links(
    records: models.BaseModel, field: Any, failed: list[int]
) -> dict[int, tuple[int, ...]]:
    """Ids that ``field`` leads to, by record; of an x2many the first ones."""
    links = {}
    for record in records:
        try:
            links[record.id] = record[field.name]._ids[:MOST_IDS]
        except psycopg2.Error:
            raise
        except Exception:
            failed.append(record.id)
            links[record.id] = ()
    return links


def _is_many(field: Any) -> bool:
    return field.type in ("one2many", "many2many")
