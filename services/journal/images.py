"""Images: rows as JSON, exactly as PostgreSQL has them, past the ORM's cache."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from odoo.tools import SQL

Row = dict[str, Any]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Picture:
    """Which rows of a table are wanted; of them all columns, or these and the id."""

    table: str
    ids: tuple[int, ...]
    columns: tuple[str, ...] | None = None

    def query(self, number: int) -> SQL:
        """Selects ``number``, by which rows of several queries are told apart; id; row."""
        return SQL(
            "SELECT %s, t.id, to_jsonb(t) FROM (SELECT %s FROM %s WHERE id IN %s) t",
            number,
            self._picked(),
            SQL.identifier(self.table),
            self.ids,
        )

    def _picked(self) -> SQL:
        if self.columns is None:
            return SQL("*")
        columns = dict.fromkeys(("id", *self.columns))
        return SQL(", ").join(map(SQL.identifier, columns))


def rows(cr: Any, table: str, ids: Iterable[int], columns: Iterable[str] | None = None):
    """``{id: {column: value}}`` of the rows that exist; all columns by default."""
    picked = None if columns is None else tuple(columns)
    return rows_of(cr, {None: Picture(table, tuple(ids), picked)})[None]


def current(model: Any, ids: Iterable[int], names: set[str]) -> dict[int, Row]:
    """``{id: {field: value}}`` as it is now: columns, and links as lists of ids."""
    ids = list(ids)
    linked = {name for name in names if model._fields[name].type == "many2many"}
    found = rows(model.env.cr, model._table, ids, names - linked)
    for name in linked:
        for row_id, others in links(model.env.cr, model._fields[name], ids).items():
            found.setdefault(row_id, {})[name] = others
    return found


def rows_of(cr: Any, pictures: Mapping[Key, Picture]) -> dict[Key, dict[int, Row]]:
    """What ``rows`` answers, for each of several tables, by one query."""
    keys, found = list(pictures), {key: {} for key in pictures}
    queries = [
        pictures[key].query(i) for i, key in enumerate(keys) if pictures[key].ids
    ]
    if queries:
        cr.execute(SQL(" UNION ALL ").join(queries))
        for number, row_id, row in cr.fetchall():
            found[keys[number]][row_id] = decoded(row)
    return found


def rows_where(cr: Any, table: str, column: str, ids: Iterable[int]) -> list[Row]:
    """All columns of the rows of any table whose ``column`` is one of ``ids``."""
    cr.execute(
        SQL(
            "SELECT to_jsonb(t) FROM %s t WHERE %s IN %s",
            SQL.identifier(table),
            SQL.identifier("t", column),
            tuple(ids),
        )
    )
    return [decoded(row) for (row,) in cr.fetchall()]


def links(cr: Any, field: Any, ids: Iterable[int]) -> dict[int, list[int]]:
    """``{id: related ids}`` of a stored many2many field, sorted."""
    ids = tuple(ids)
    found: dict[int, list[int]] = {record_id: [] for record_id in ids}
    cr.execute(
        SQL(
            "SELECT %(one)s, %(other)s FROM %(table)s WHERE %(one)s IN %(ids)s "
            "ORDER BY %(one)s, %(other)s",
            one=SQL.identifier(field.column1),
            other=SQL.identifier(field.column2),
            table=SQL.identifier(field.relation),
            ids=ids,
        )
    )
    for record_id, other in cr.fetchall():
        found[record_id].append(other)
    return found


def insert(cr: Any, table: str, values: list[Row]) -> int:
    """Insert rows as they were; answer how many. A row that exists is left alone."""
    if not values:
        return 0
    cr.execute(
        SQL(
            "INSERT INTO %(table)s SELECT * FROM "
            "jsonb_populate_recordset(NULL::%(table)s, %(rows)s::jsonb) "
            "ON CONFLICT DO NOTHING",
            table=SQL.identifier(table),
            rows=json.dumps(values),
        )
    )
    return cr.rowcount


def restore(cr: Any, table: str, values: Mapping[int, Row]) -> None:
    """Set columns of rows to what they were, by id; of each row the same columns."""
    names = list(next(iter(values.values())))
    columns = SQL(", ").join(SQL.identifier(column) for column in names)
    cr.execute(
        SQL(
            "UPDATE %(table)s SET (%(columns)s) = ROW(%(picked)s) FROM "
            "jsonb_populate_recordset(NULL::%(table)s, %(rows)s::jsonb) old "
            "WHERE %(table)s.id = old.id",
            table=SQL.identifier(table),
            columns=columns,
            picked=SQL(", ").join(SQL.identifier("old", column) for column in names),
            rows=json.dumps([{**row, "id": row_id} for row_id, row in values.items()]),
        )
    )


def decoded(value: Any) -> Row:
    """A row of JSON as psycopg2 gives it: an object, or its text."""
    return value if isinstance(value, dict) else json.loads(value)
