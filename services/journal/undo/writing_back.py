"""Values go back to what they were: by ``write`` where Odoo can, else past the ORM.

Past it go values by language or company, of which ``write`` knows one at a time, and
the files of attachments, whose columns it drops. Always by the rights of the record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from odoo import Command, api, models
from odoo.exceptions import AccessError, MissingError

from ...compat.access import may_write_field
from .. import images, keyed, stored_files
from ..lines import Line
from ..recording import of
from ..stored_files import is_kept
from .leftovers import left

# another time makes a meeting an exception of its series, unless it is said not to be
SAID_ALONG = {"calendar.event": ("follow_recurrence",)}


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


def write_back(env: api.Environment, line: Line, there: There | None = None) -> None:
    """Write the values that a record had before; nothing where it is gone.

    Args:
        there: what exists of the model; None: not known.
    """
    record = env[line.model].sudo(line.su).browse(line.res_id)
    there = there or There.of(record)
    if line.res_id not in there.ids:
        return
    try:
        _write_all(record.with_prefetch(there.prefetch), line)
    except MissingError:
        # a hook of another write may have deleted it since
        if record.exists():
            raise


def _write_all(record: models.BaseModel, line: Line) -> None:
    """Fields with an inverse come last.

    Writing the others may have set them already, and their inverse may refuse.
    """
    env = record.env
    values = {
        name: value
        for name, value in line.before.items()
        if name in record._fields and not is_left_to_odoo(record._fields[name])
    }
    last = {n: v for n, v in values.items() if _is_inverted(record._fields[n])}
    first = {n: v for n, v in values.items() if n not in last}
    _write_values(record, replace(line, before=first))
    if last and (still := left(env, [replace(line, before=last)])):
        _write_values(record, still[0])


def _is_inverted(field: Any) -> bool:
    """Whether Odoo computes it from other fields, and writes these through it."""
    return bool(field.compute and field.inverse)


def _write_values(record: models.BaseModel, line: Line) -> None:
    """Write ``line.before``, each value in the way that its field needs."""
    names = [n for n in line.before if keyed.is_keyed(record._fields[n])]
    kept = {n: line.before[n] for n in line.before if is_kept(record._name, n)}
    plain = {
        n: _as_written(record._fields[n], v)
        for n, v in line.before.items()
        if n not in names and n not in kept
    }
    if plain:
        record.write({**_as_it_is(record), **plain})
    if names:
        _write_keyed(record, line, names)
    if kept:
        _write_file(record, kept)


def _as_it_is(record: models.BaseModel) -> dict[str, Any]:
    """What Odoo would change along with a write that does not say it."""
    return {name: record[name] for name in SAID_ALONG.get(record._name, ())}


def _write_file(record: models.BaseModel, kept: dict[str, Any]) -> None:
    """Point the attachment at its old file; where that is gone, the new one stays.

    Then it is among what is not as before.
    """
    record.check_access("write")
    if stored_files.found(record, kept):
        stored_files.let_go(record)
        record.env.flush_all()
        _restore(record, kept)


def _write_keyed(record: models.BaseModel, line: Line, names: list[str]) -> None:
    """Write values by language or company, after the checks that ``write`` would do.

    Raises:
        AccessError: the caller may not write the field, or is not in the company.
    """
    record.check_access("write")
    for name in names:
        if not (record.env.su or may_write_field(record, record._fields[name])):
            raise AccessError(record.env._("You may not write %s.") % name)
        _check_companies(record, line, name)
    record.env.flush_all()
    now = images.current(record, record.ids, set(names))[record.id]
    _restore(
        record,
        {n: keyed.taken_back(now[n], line.before[n], line.after.get(n)) for n in names},
    )


def _check_companies(record: models.BaseModel, line: Line, name: str) -> None:
    if record.env.su or not record._fields[name].company_dependent:
        return
    keys = keyed.touched(line.before[name], line.after.get(name))
    if foreign := {int(key) for key in keys} - set(record.env.companies.ids):
        text = record.env._(
            "%(field)s was changed in a company that you are not in: %(id)s."
        )
        raise AccessError(text % {"field": name, "id": min(foreign)})


def _restore(record: models.BaseModel, raw: dict[str, Any]) -> None:
    """Set columns past the ORM; the journal, caches and computed fields hear of it."""
    if journal := of(record.env):
        journal.writing(record, raw)
    images.restore(record.env.cr, record._table, record.id, raw)
    record.invalidate_recordset()
    record.modified(list(raw))


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


def compute_again(env: api.Environment, line: Line) -> None:
    """Let Odoo compute the fields of ``line`` again, beginning with what they were.

    Some computations start from their own last value: the state of a production order
    stays confirmed unless something says otherwise. Others come out as they must,
    whatever they begin with.
    """
    # sudo: nobody writes them, Odoo computes them as superuser
    record = env[line.model].sudo().browse(line.res_id)
    fields = [record._fields[name] for name in line.before]
    fields = [f for f in fields if is_left_to_odoo(f) and f.type != "many2many"]
    if fields:
        env.flush_all()
        _restore(record, {f.name: line.before[f.name] for f in fields})
        for computed in fields:
            env.add_to_compute(computed, record)
        env.flush_all()


def is_left_to_odoo(field: Any) -> bool:
    """Whether nobody but Odoo ever writes it: computed, read-only, without inverse."""
    return bool(field.compute and field.readonly and not field.inverse)
