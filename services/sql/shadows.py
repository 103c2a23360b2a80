"""Lets a query see tables without their secret columns.

The query becomes a subquery below ``WITH res_users AS (SELECT id, login … )``. So the
bare name means what is left of the table wherever it stands: a star, an alias, a row
type or ``row_to_json`` finds no secret. No view is stored, because Odoo's
``convert_column`` could not drop it.
"""

from __future__ import annotations

import re
from typing import Any

from odoo.tools import SQL

from ..audit.secret_names import SECRET
from .names import CLOSED_TABLES, SECRET_PARAMETER
from .statement import execute

PARAMETER = (
    f"SELECT id, key, CASE WHEN key ~* '{SECRET_PARAMETER}' "
    "AND value !~ '^(True|False|[0-9]{1,4})$' THEN '***' ELSE value END AS value "
    "FROM public.ir_config_parameter"
)
COLUMNS = """
SELECT c.relname, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
       FILTER (WHERE seen)
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
       AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid,
       LATERAL (SELECT has_column_privilege(c.oid, a.attnum, 'SELECT')
           AND (t.typcategory IN ('B', 'N', 'D') OR a.attname !~* %s) AS seen) s
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND c.relname = ANY(%s)
   AND (c.relname = 'ir_config_parameter' OR c.relname !~ %s)
 GROUP BY c.relname HAVING NOT bool_and(seen) AND bool_or(seen)"""
# options hold neither quotes nor comments, so what follows begins with a word
EXPLAIN = re.compile(
    r"\s*explain\b(\s*\((?!\s*(select|with|values|table)\b)[\w\s,]*\)"
    r"|(\s+(analyze|analyse|verbose)\b)*)",
    re.IGNORECASE,
)


def of(cr: Any, names: set[str]) -> dict[str, str]:
    """What is left of the tables among ``names`` that have secrets.

    Returns:
        The table's name and the SELECT that stands for it.
    """
    execute(cr, SQL(COLUMNS, SECRET, sorted(names), CLOSED_TABLES))
    found = {
        table: f"SELECT {columns} FROM public.{_quoted(table)}"
        for table, columns in cr.fetchall()
    }
    if "ir_config_parameter" in names:
        found.setdefault("ir_config_parameter", PARAMETER)
    return found


def before(shadows: dict[str, str]) -> str:
    """The WITH clause for ``shadows``; nothing for none."""
    parts = [f"{_quoted(t)} AS NOT MATERIALIZED ({s})" for t, s in shadows.items()]
    return f"WITH {', '.join(parts)} " if parts else ""


def explained(text: str, shadows: dict[str, str]) -> str:
    """An EXPLAIN of what its query becomes with ``shadows``."""
    match = EXPLAIN.match(text)
    if not match or not shadows:
        return text
    options, query = match.group(), text[match.end() :]
    return f"{options} {before(shadows)}SELECT * FROM (\n{query}\n) mcp_row"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
