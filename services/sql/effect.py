"""Counts what a writing statement did, table by table.

PostgreSQL counts rows of INSERT, UPDATE, DELETE, MERGE and of what returns rows; what
it answers for the rest (0 for a DO block and TRUNCATE, the lines of a plan for EXPLAIN
ANALYZE) is no number of rows that were written. So its counters of the transaction are
compared, which see triggers and cascades too, and the files of the tables, which
TRUNCATE replaces.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from odoo.tools import SQL

COUNTING = {"INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "WITH", "VALUES", "TABLE"}
# also of the catalogue, in a session whose search path is as it was
TABLES = """
SELECT c.oid, CASE n.nspname WHEN 'public' THEN c.relname::text
                   ELSE n.nspname || '.' || c.relname END,
       c.relfilenode, pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_updated(c.oid),
       pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm', 'p')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')"""
EMPTY = "SELECT pg_catalog.pg_relation_size(%s) = 0"


class Table(NamedTuple):
    """One table, and the rows that this transaction wrote in it so far."""

    name: str
    file: int
    inserted: int
    updated: int
    deleted: int


class Effect:
    """The tables before a statement on Odoo's cursor."""

    def __init__(self, cr: Any) -> None:
        self.cr = cr
        self.before = self._tables()

    def told(self) -> list[dict[str, Any]]:
        """Each table that the statement wrote to, with rows by kind, by name."""
        after = self._tables()
        found = [self._told(oid, table, after) for oid, table in self.before.items()]
        new = after.keys() - self.before.keys()
        found += [_counted(after[oid], Table("", 0, 0, 0, 0)) for oid in new]
        return sorted((t for t in found if len(t) > 1), key=lambda t: t["table"])

    def _told(self, oid: int, table: Table, after: dict[int, Table]) -> dict[str, Any]:
        if oid not in after:
            return {"table": table.name, "done": "dropped"}
        now = after[oid]
        if now.file == table.file:
            return _counted(now, table)
        # a new file has the counters of TRUNCATE, which begin anew
        done = "emptied" if self._is_empty(oid) else "rewritten"
        return {**_counted(now, table), "done": done}

    def _is_empty(self, oid: int) -> bool:
        self.cr.execute(SQL(EMPTY, oid))
        return self.cr.fetchone()[0]

    def _tables(self) -> dict[int, Table]:
        self.cr.execute(TABLES)
        return {oid: Table(*facts) for oid, *facts in self.cr.fetchall()}


def _counted(now: Table, before: Table) -> dict[str, Any]:
    """The table and the kinds of rows that were written."""
    rows = {"table": now.name}
    for kind in ("inserted", "updated", "deleted"):
        # TRUNCATE sets the counters back
        if (count := getattr(now, kind) - getattr(before, kind)) > 0:
            rows[kind] = count
    return rows
