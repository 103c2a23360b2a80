"""New ids for deleted records that come back after another record took their id.

All that the change set knows to point at them points at the new id: links to one and
to many, references by model and id (messages, attachments, external ids), rows of
relations, paths of parents, defaults. Ids inside texts and properties stay as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from odoo import api
from odoo.tools import SQL

from ...errors import ToolError
from .. import dependants, images
from ..lines import Line

# {model: {old id: new id}}
NewIds = dict[str, dict[int, int]]
MADE = ("create_date", "create_uid")
MOST_TRIES = 100


def new_ids(env: api.Environment, lines: list[Line]) -> NewIds:
    """For the deleted records among ``lines`` whose id another record has.

    Raises:
        ToolError: no id is to be had.
    """
    gone: dict[str, list[Line]] = {}
    for line in lines:
        if line.kind == "unlink" and line.model in env:
            gone.setdefault(line.model, []).append(line)
    found = {name: _of_others(env, name, group) for name, group in gone.items()}
    return {
        name: dict(zip(taken, _free(env, name, len(taken)), strict=True))
        for name, taken in found.items()
        if taken
    }


def is_itself(line: Line, row: images.Row) -> bool:
    """Whether ``row``, which has the id of a deleted record, is that record again."""
    names = MADE if all(line.before.get(name) for name in MADE) else tuple(line.before)
    return all(row.get(name) == line.before.get(name) for name in names)


def merged(one: NewIds, other: NewIds) -> NewIds:
    """The new ids of both undos, ``other`` after ``one``, which may share records."""
    found = {name: dict(ids) for name, ids in other.items()}
    for name, ids in one.items():
        later = other.get(name, {})
        found.setdefault(name, {}).update(
            {old: later.get(new, new) for old, new in ids.items()}
        )
    return found


def renumbered(env: api.Environment, lines: list[Line], new: NewIds) -> list[Line]:
    """The same lines, about the new ids."""
    return [_renumbered(env, line, new) for line in lines] if new else lines


def _renumbered(env: api.Environment, line: Line, new: NewIds) -> Line:
    res_id = new.get(line.model, {}).get(line.res_id, line.res_id)
    # what else is to be known of the record is asked under the id that it has now
    line = replace(line, res_id=res_id)
    movers = _movers(env, line, new)
    return replace(
        line,
        before={k: _moved(movers, k, v) for k, v in line.before.items()},
        after={k: _moved(movers, k, v) for k, v in line.after.items()},
    )


# -------------------------------------------------------------------------- taken


def _of_others(env: api.Environment, name: str, group: list[Line]) -> list[int]:
    ids = [line.res_id for line in group]
    there = images.rows(env.cr, env[name]._table, ids)
    return [
        line.res_id
        for line in group
        if line.res_id in there and not is_itself(line, there[line.res_id])
    ]


def _free(env: api.Environment, name: str, count: int) -> list[int]:
    """Ids that nobody has; the sequence may be behind rows put in with their ids."""
    free: list[int] = []
    for _try in range(MOST_TRIES):
        if len(free) >= count:
            return free[:count]
        env.cr.execute(
            SQL(
                "WITH drawn AS MATERIALIZED (SELECT "
                "nextval(pg_get_serial_sequence(quote_ident(%(name)s), 'id')) AS id "
                "FROM generate_series(1, %(count)s)) SELECT id FROM drawn "
                "WHERE NOT EXISTS (SELECT FROM %(table)s t WHERE t.id = drawn.id)",
                name=env[name]._table,
                table=SQL.identifier(env[name]._table),
                count=count,
            )
        )
        free += [drawn for (drawn,) in env.cr.fetchall() if drawn]
    text = env._("Nothing was undone: there is no free id for %s.")
    raise ToolError(text % name)


# -------------------------------------------------------------------------- moving

Move = Callable[[Any], Any]


def _movers(env: api.Environment, line: Line, new: NewIds) -> dict[str, Move]:
    """How ids in the values of ``line`` change, by column or field."""
    if line.model not in env:
        return dict(_of_relation(env, line.model, new))
    fields = env[line.model]._fields
    names = {*line.before, *line.after} & fields.keys()
    found = {name: _mover(env, line, fields[name], new) for name in names}
    return {name: move for name, move in found.items() if move}


def _of_relation(
    env: api.Environment, table: str, new: NewIds
) -> Iterator[tuple[str, Move]]:
    for name, ids in new.items():
        for reference in dependants.references(env.cr, env.registry, env[name]._table):
            if reference.table == table:
                yield reference.column, _linked(ids)


def _mover(env: api.Environment, line: Line, field: Any, new: NewIds) -> Move | None:
    if field.name == "id":
        return _linked(new.get(line.model, {}))
    if field.name == "parent_path":
        return _path(new.get(line.model, {}))
    if field.type == "reference":
        return _reference(new)
    if field.type == "many2one_reference":
        return _linked(new.get(_pointed_at(env, line, field) or "", {}))
    if (line.model, field.name) == ("ir.default", "json_value"):
        return _encoded(new.get(_defaulted(env, line) or "", {}))
    ids = new.get(field.comodel_name, {}) if field.relational else {}
    return _linked(ids) if ids else None


def _pointed_at(env: api.Environment, line: Line, field: Any) -> str | None:
    """The model that an id is of, which another field of the record names."""
    if field.model_field in line.before:
        return line.before[field.model_field]
    # sudo: the image is of what the caller may have no right to see
    record = env[line.model].sudo().browse(line.res_id).exists()
    return record[field.model_field] if record else None


def _defaulted(env: api.Environment, line: Line) -> str | None:
    """The model that a default links to."""
    # sudo: fields are not for everybody to read
    default = env["ir.default"].sudo().browse(line.res_id).exists()
    field_id = line.before.get("field_id") or default.field_id.id
    return env["ir.model.fields"].sudo().browse(field_id).relation


def _linked(ids: dict[int, int]) -> Move:
    """Of one, of many, or of one for each company."""

    def move(value: Any) -> Any:
        if isinstance(value, list):
            return sorted(ids.get(one, one) for one in value)
        if isinstance(value, dict):
            return {key: ids.get(one, one) for key, one in value.items()}
        return ids.get(value, value)

    return move


def _encoded(ids: dict[int, int]) -> Move:
    move = _linked(ids)
    return lambda value: json.dumps(move(json.loads(value))) if value else value


def _path(ids: dict[int, int]) -> Move:
    def move(value: str | None) -> str | None:
        parts = (value or "").split("/")
        moved = (str(ids.get(int(part), part)) if part else "" for part in parts)
        return "/".join(moved) if value else value

    return move


def _reference(new: NewIds) -> Move:
    def move(value: str | None) -> str | None:
        model, _comma, res_id = (value or "").partition(",")
        if not res_id.isdigit():
            return value
        return f"{model},{new.get(model, {}).get(int(res_id), res_id)}"

    return move


def _moved(movers: dict[str, Move], name: str, value: Any) -> Any:
    return movers[name](value) if name in movers else value
