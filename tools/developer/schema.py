from __future__ import annotations

import enum
from typing import Any

from odoo import models
from odoo.tools import SQL

from ...services.answers.fitting import fitting_rows, room
from ...services.answers.lean import GivenResult
from ...services.answers.paging import next_offset
from ...services.declarations import (
    Effect,
    Field,
    Params,
    mcp_resource,
    mcp_tool,
)
from ...services.errors import ToolError
from ...services.orm.nearest import nearest


class SchemaAction(str, enum.Enum):
    list_tables = "list_tables"
    describe_table = "describe_table"
    list_indexes = "list_indexes"
    list_constraints = "list_constraints"


class SchemaParams(Params):
    action: SchemaAction = Field(description="What to look up.")
    table_name: str | None = Field(
        None, description="Needed by all actions except list_tables."
    )
    schema_name: str = Field("public", description="PostgreSQL schema.")
    search: str | None = Field(None, description="Part of the names of tables.")
    limit: int = Field(50, ge=1, le=1000, description="Tables at most.")
    offset: int = Field(0, ge=0, le=2**31, description="Tables to skip.")


class Schema(GivenResult):
    tables: list[dict[str, Any]] | None = None
    table_count: int | None = Field(None, description="Of all that match.")
    next_offset: int | None = None
    columns: list[dict[str, Any]] | None = None
    column_count: int | None = None
    indexes: list[dict[str, Any]] | None = None
    constraints: list[dict[str, Any]] | None = None


TABLES = """
SELECT c.relname AS table_name,
       CASE WHEN c.reltuples < 0 THEN nullif(pg_stat_get_live_tuples(c.oid), 0)
            ELSE c.reltuples END::bigint AS row_estimate,
       pg_total_relation_size(c.oid) AS size_bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE n.nspname = %(schema)s AND c.relkind IN ('r', 'p')
       AND strpos(lower(c.relname), %(search)s) > 0 ORDER BY 3 DESC, 1
"""
SCHEMAS = """
SELECT nspname FROM pg_namespace
 WHERE nspname !~ '^pg_(toast|temp)' AND has_schema_privilege(oid, 'USAGE') ORDER BY 1
"""
FEW_HAVE = ("include", "where")
COLUMNS = """
SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS default,
       coalesce(a.attnum = ANY(i.indkey), false) AS is_primary_key
  FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid
       AND d.adnum = a.attnum
       LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
 WHERE a.attrelid = %(oid)s AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
INDEXES = """
SELECT c.relname AS name, am.amname AS type, i.indisunique AS unique,
       ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true)
               FROM generate_series(1, i.indnkeyatts) k) AS columns,
       ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true)
               FROM generate_series(i.indnkeyatts + 1, i.indnatts) k) AS include,
       pg_get_expr(i.indpred, i.indrelid, true) AS where
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_am am ON am.oid = c.relam WHERE i.indrelid = %(oid)s ORDER BY 1
"""
CONSTRAINTS = """
SELECT o.conname AS name,
       CASE o.contype WHEN 'p' THEN 'primary key' WHEN 'f' THEN 'foreign key'
            WHEN 'u' THEN 'unique' WHEN 'c' THEN 'check' ELSE o.contype::text END AS type,
       ARRAY(SELECT a.attname::text FROM unnest(o.conkey) k JOIN pg_attribute a
               ON a.attrelid = o.conrelid AND a.attnum = k) AS columns,
       pg_get_constraintdef(o.oid) AS definition
  FROM pg_constraint o WHERE o.conrelid = %(oid)s ORDER BY 2, 1
"""
OF_TABLE = {
    SchemaAction.describe_table: ("columns", COLUMNS),
    SchemaAction.list_indexes: ("indexes", INDEXES),
    SchemaAction.list_constraints: ("constraints", CONSTRAINTS),
}


class SchemaTools(models.AbstractModel):
    _inherit = "mcp.tools.developer"

    @mcp_tool(
        Effect.READ, bucket="queries", log={"ACTION": "action", "TABLE": "table_name"}
    )
    def _mcp_get_db_schema(self, params: SchemaParams) -> Schema:
        """Look up tables, columns, indexes or constraints of the database.

        Tables come with estimated rows and bytes, the largest first.
        """
        if params.action == SchemaAction.list_tables:
            return self._list_tables(params)
        name, statement = OF_TABLE[params.action]
        rows = self._facts(statement, self._table_oid(params))
        counts = {"column_count": len(rows)} if name == "columns" else {}
        return Schema(**{name: rows}, **counts)

    def _list_tables(self, params: SchemaParams) -> Schema:
        self._check_schema(params.schema_name)
        sought = (params.search or "").lower()
        found = self._rows(SQL(TABLES, schema=params.schema_name, search=sought))
        asked = found[params.offset : params.offset + params.limit]
        # both halves of the answer carry it
        listed = fitting_rows(asked, room(self.env) // 2)
        return Schema(
            tables=listed,
            table_count=len(found),
            next_offset=next_offset(params.offset, len(listed), len(found)),
        )

    def _check_schema(self, name: str) -> None:
        rows = self._rows(SQL(SCHEMAS))
        if name not in (names := [row["nspname"] for row in rows]):
            raise ToolError(f"There is no schema {name}; there are {', '.join(names)}.")

    @mcp_resource("odoo://schema/{table}")
    def _mcp_table_schema(self, table: str) -> Schema:
        """Columns, indexes and constraints of a table."""
        params = SchemaParams(action=SchemaAction.describe_table, table_name=table)
        oid = self._table_oid(params)
        found = {n: self._facts(text, oid) for n, text in OF_TABLE.values()}
        return Schema(**found, column_count=len(found["columns"]))

    def _table_oid(self, params: SchemaParams) -> int:
        if not params.table_name:
            raise ToolError(f"table_name is needed for {params.action.value}.")
        self._check_schema(params.schema_name)
        # as SQL itself takes it: public.res_partner, RES_PARTNER
        schema, _dot, name = params.table_name.lower().rpartition(".")
        oid = self._oid(params.schema_name, params.table_name) or self._oid(
            schema or params.schema_name, name
        )
        if not oid:
            raise ToolError(
                f"There is no table {params.table_name} in {params.schema_name}."
                + self._nearest(params)
            )
        return oid

    def _oid(self, schema: str, name: str) -> int | None:
        self.env.cr.execute(
            SQL(
                "SELECT c.oid FROM pg_class c JOIN pg_namespace n "
                "ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relname = %s "
                "AND c.relkind IN ('r', 'p', 'v', 'm')",
                schema,
                name,
            )
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    def _nearest(self, params: SchemaParams) -> str:
        self.env.cr.execute(
            SQL(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s",
                params.schema_name,
            )
        )
        names = [name for (name,) in self.env.cr.fetchall()]
        near = nearest(params.table_name or "", names)
        return f" Near: {near}." if near else ""

    def _facts(self, statement: str, oid: int) -> list[dict[str, Any]]:
        """Rows of a table's facts, without the conditions that few of them have."""
        rows = self._rows(SQL(statement, oid=oid))
        return [{k: v for k, v in r.items() if v or k not in FEW_HAVE} for r in rows]

    def _rows(self, statement: SQL) -> list[dict[str, Any]]:
        self.env.cr.execute(statement)
        return self.env.cr.dictfetchall()
