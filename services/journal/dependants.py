"""Rows that PostgreSQL deletes or unlinks by cascade, past the ORM.

By PostgreSQL, along its foreign keys; by Odoo itself, in links with one value for each
company, which have no foreign key (``BaseModel.unlink``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odoo import api, models
from odoo.tools import SQL


@dataclass(frozen=True)
class Reference:
    """A foreign key that points at a table.

    Attributes:
        table, column: where it stands.
        cascades: its rows are deleted along; else the column is emptied.
    """

    table: str
    column: str
    cascades: bool


def forget(registry: Any) -> None:
    """Forget what is memoised, since new fields may have brought new foreign keys."""
    registry._mcp_references, registry._mcp_tables = {}, None


def models_by_table(registry: Any) -> dict[str, str]:
    """The model that each table holds; memoised on the registry."""
    memo = registry.__dict__.get("_mcp_tables")
    if memo is None:
        memo = {
            model._table: name
            for name, model in registry.models.items()
            if not model._abstract and model._auto
        }
        registry._mcp_tables = memo
    return memo


def references(cr: Any, registry: Any, table: str) -> list[Reference]:
    """Foreign keys to ``table`` that act on a deletion; memoised on the registry."""
    memo = registry.__dict__.setdefault("_mcp_references", {})
    if table not in memo:
        cr.execute(QUERY, [table])
        memo[table] = [Reference(*row) for row in cr.fetchall()]
    return memo[table]


def in_use(cr: Any, found: list[Reference], ids: tuple[int, ...]) -> list[Reference]:
    """Those references that rows with ``ids`` really have, by one query."""
    if not found:
        return []
    parts = [
        SQL(
            "(SELECT %s WHERE EXISTS (SELECT 1 FROM %s WHERE %s IN %s))",
            position,
            SQL.identifier(reference.table),
            SQL.identifier(reference.column),
            ids,
        )
        for position, reference in enumerate(found)
    ]
    cr.execute(SQL(" UNION ALL ").join(parts))
    return [found[position] for (position,) in cr.fetchall()]


def by_company(
    env: api.Environment, name: str, ids: tuple[int, ...]
) -> Iterator[tuple[models.BaseModel, str]]:
    """Records, and the field of theirs, that link to ``ids`` in some company."""
    for field in env.registry.many2one_company_dependents[name]:
        model = env[field.model_name]
        env.cr.execute(
            SQL(
                "SELECT id FROM %(table)s WHERE %(column)s IS NOT NULL AND EXISTS "
                "(SELECT FROM jsonb_each_text(%(column)s) WHERE value::int4 IN %(ids)s)",
                table=SQL.identifier(model._table),
                column=SQL.identifier(field.name),
                ids=ids,
            )
        )
        if found := [row_id for (row_id,) in env.cr.fetchall()]:
            yield model.browse(found), field.name


QUERY = """
SELECT c.relname, a.attname, k.confdeltype = 'c'
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
 WHERE k.contype = 'f' AND k.confrelid = quote_ident(%s)::regclass
   AND k.confdeltype IN ('c', 'n') AND array_length(k.conkey, 1) = 1
   AND c.relname NOT LIKE 'mcp\\_%%'
 ORDER BY 1, 2
"""
