"""Values go back to what they were: by ``write`` where Odoo can, else past the ORM.

Past it go values by language or company, of which ``write`` knows one at a time, and
the files of attachments, whose columns it drops. Always by the rights of the record.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from odoo import Command, api, models
from odoo.exceptions import AccessError, MissingError

from ...compat.access import may_write_field
from .. import images, keyed, stored_files
from ..lines import Line
from ..stored_files import is_kept
from .leftovers import left
from .restoring import restore
from .together import SAID_ALONG, batches, writable


@dataclass(frozen=True)
class There:
    """Records of a model that are written back one after the other, and read together.

    Attributes:
        ids: of those that exist.
        prefetch: the same, in an order.
    """

    ids: frozenset[int]
    prefetch: tuple[int, ...]

    @classmethod
    def of(cls, records: models.BaseModel) -> There:
        found = records.exists()._ids
        return cls(frozenset(found), found)


def write_back(
    env: api.Environment, lines: list[Line], there: There | None = None
) -> None:
    """Write the values that records had before; nothing where they are gone.

    Args:
        lines: one, or those of a batch (``together.batches``).
        there: what exists of the model; None: not known.
    """
    model = env[lines[0].model].sudo(lines[0].su)
    there = there or There.of(model.browse([line.res_id for line in lines]))
    lines = [line for line in lines if line.res_id in there.ids]
    if not lines:
        return
    records = model.browse([line.res_id for line in lines])
    try:
        _write_all(records.with_prefetch(there.prefetch), lines)
    except MissingError:
        # a hook of another write may have deleted it since
        if len(lines) > 1 or records.exists():
            raise


def _write_all(records: models.BaseModel, lines: list[Line]) -> None:
    """Fields with an inverse come last.

    Writing the others may have set them already, and their inverse may refuse.
    """
    env, fields = records.env, records._fields
    names = writable(env, lines[0])
    last = {name for name in names if _is_inverted(fields[name])}
    _write_values(records, [_only(line, names.keys() - last) for line in lines])
    still = left(env, [_only(line, last) for line in lines]) if last else []
    for batch in batches(env, still):
        _write_values(records.browse([line.res_id for line in batch]), batch)


def _only(line: Line, names: Collection[str]) -> Line:
    before = {name: value for name, value in line.before.items() if name in names}
    return replace(line, before=before)


def _is_inverted(field: Any) -> bool:
    """Whether Odoo computes it from other fields, and writes these through it."""
    return bool(field.compute and field.inverse)


def _write_values(records: models.BaseModel, lines: list[Line]) -> None:
    """Write what is ``before`` in ``lines``, each value in the way its field needs."""
    fields, before = records._fields, lines[0].before
    names = [n for n in before if keyed.is_keyed(fields[n])]
    kept = {n: before[n] for n in before if is_kept(records._name, n)}
    plain = {
        n: _as_written(fields[n], v)
        for n, v in before.items()
        if n not in names and n not in kept
    }
    if plain:
        records.write({**_as_it_is(records), **plain})
    if names:
        _write_keyed(records, lines, names)
    if kept:
        _write_file(records, kept)


def _as_it_is(record: models.BaseModel) -> dict[str, Any]:
    """What Odoo would change along with a write that does not say it; of one record."""
    return {name: record[name] for name in SAID_ALONG.get(record._name, ())}


def _write_file(record: models.BaseModel, kept: dict[str, Any]) -> None:
    """Point the attachment at its old file; where that is gone, the new one stays.

    Then it is among what is not as before.
    """
    record.check_access("write")
    if stored_files.found(record, kept):
        stored_files.let_go(record)
        record.env.flush_all()
        restore(record, {record.id: kept})


def _write_keyed(
    records: models.BaseModel, lines: list[Line], names: list[str]
) -> None:
    """Write values by language or company, after the checks that ``write`` would do.

    Raises:
        AccessError: the caller may not write the field, or is not in the company.
    """
    records.check_access("write")
    for name in names:
        if not (records.env.su or may_write_field(records, records._fields[name])):
            raise AccessError(records.env._("You may not write %s.") % name)
        for line in lines:
            _check_companies(records, line, name)
    records.env.flush_all()
    now = images.current(records, records.ids, set(names))
    restore(records, {x.res_id: _taken_back(x, now[x.res_id], names) for x in lines})


def _taken_back(line: Line, now: images.Row, names: list[str]) -> images.Row:
    return {
        name: keyed.taken_back(now[name], line.before[name], line.after.get(name))
        for name in names
    }


def _check_companies(record: models.BaseModel, line: Line, name: str) -> None:
    if record.env.su or not record._fields[name].company_dependent:
        return
    keys = keyed.touched(line.before[name], line.after.get(name))
    if foreign := {int(key) for key in keys} - set(record.env.companies.ids):
        text = record.env._(
            "%(field)s was changed in a company that you are not in: %(id)s."
        )
        raise AccessError(text % {"field": name, "id": min(foreign)})


def _as_written(field: Any, value: Any) -> Any:
    """A value of an image as ``write`` takes it."""
    if field.type == "many2many":
        return [Command.set(value or [])]
    if value is None:
        return False
    if field.type == "datetime":
        # to the second: Python 3.10 reads fractions of three or six digits only
        return datetime.fromisoformat(value[:19])
    if field.type == "binary":
        return bytes.fromhex(value.removeprefix("\\x"))
    return value
