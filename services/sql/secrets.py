"""Refuse queries that could show a password hash, a key or a token.

With a database role of its own (``mcp_ro_dsn`` in odoo.conf) PostgreSQL sees to this.
Without one the text is parsed by PostgreSQL's own parser (pglast), and the catalogue of
the very connection that will run it says what its names mean.

Tables with secret columns are read through ``shadows``. Refused are: such tables by
their qualified name; views that show such a column; catalogues that hold samples of
data; functions of this database; and PostgreSQL's functions that take a query, a file
or a session. A name that a WITH query defines is checked all the same: elsewhere in the
text it may mean the table.

What this does not find: operators, casts and domains that someone with write access
based on functions of his own, and copies of secrets in columns with harmless names.
"""

from __future__ import annotations

import re
from typing import Any

from odoo.tools import SQL

from .. import settings
from ..errors import ToolError
from . import shadows
from .mentions import Mentions, parsed
from .names import (
    CLOSED_CATALOGUES,
    CLOSED_FUNCTIONS,
    CLOSED_TABLES,
    OPEN_EXTENSIONS,
    OPEN_VOLATILE,
    secret_columns,
)
from .statement import execute

SYSTEM = ["pg_catalog", "information_schema"]
# the relations that a text names; enough where no view is among them, and planned in
# a tenth of the time
NAMED = """
SELECT n.nspname, c.relname, c.relkind::text, NULL,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE %s), false, NULL
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid = ANY(ARRAY(SELECT to_regclass(n)::oid FROM unnest(%s::text[]) n))"""
# those and the ones that their views read, at any depth
REACHED = """
WITH RECURSIVE reached(oid, through) AS (
    SELECT DISTINCT to_regclass(n)::oid, NULL::oid FROM unnest(%s::text[]) n
     WHERE to_regclass(n) IS NOT NULL
    UNION
    SELECT d.refobjid, r.oid FROM reached r
      JOIN pg_class v ON v.oid = r.oid AND v.relnamespace <> ALL(
           SELECT oid FROM pg_namespace WHERE nspname = ANY(%s))
      JOIN pg_rewrite w ON w.ev_class = r.oid
      JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
           AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.oid
)
SELECT n.nspname, c.relname, c.relkind::text, r.through::regclass::text,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE %s) AS secret,
       r.through IS NOT NULL AND EXISTS (
           SELECT 1 FROM pg_rewrite w
             JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
             JOIN pg_attribute a ON a.attrelid = d.refobjid
            WHERE w.ev_class = r.through AND d.refobjid = c.oid
              AND (d.refobjsubid = a.attnum OR strpos(w.ev_action::text, ':varattno 0 ') > 0)
              AND %s) AS shown,
       CASE WHEN c.relkind IN ('v', 'm') AND n.nspname <> ALL(%s)
            THEN pg_get_viewdef(c.oid) END
  FROM reached r JOIN pg_class c ON c.oid = r.oid
  JOIN pg_namespace n ON n.oid = c.relnamespace"""
CLOSED = """
SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
 WHERE (p.proname = ANY(%s) OR p.proname = ANY(%s) AND p.pronargs >= 1
        AND p.pronargs - p.pronargdefaults <= 1)
   AND 'internal'::regtype::oid <> ALL(p.proargtypes::oid[]) AND CASE
    WHEN n.nspname IN ('pg_catalog', 'information_schema')
    THEN p.provolatile = 'v' AND p.proname <> ALL(%s)
    ELSE NOT EXISTS (
        SELECT 1 FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
         WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
           AND d.refclassid = 'pg_extension'::regclass AND e.extname = ANY(%s))
    END LIMIT 1"""


def shadowed(cr: Any, text: str) -> dict[str, str]:
    """The ``shadows`` under which ``text`` shows no secret.

    Args:
        cr: the cursor that will run it, with its search path.

    Raises:
        ToolError: there are none for this text.
    """
    if settings.conf("mcp_ro_dsn"):
        # the role is protection enough; shadows make a star mean what it may see
        return shadows.of(cr, set(re.findall(r"\w+", text.lower())))
    mentions = parsed(text)
    found = shadows.of(cr, {name for schema, name in mentions.relations if not schema})
    mentions.relations -= {(None, name) for name in found}
    _refuse(cr, mentions)
    return found


def _refuse(cr: Any, mentions: Mentions) -> None:
    _refuse_catalogues(mentions)
    for relation in _reached(cr, mentions):
        _refuse_relation(*relation[:6])
        if relation[6]:
            of_view = parsed(relation[6])
            _refuse_catalogues(of_view)
            mentions.calls |= of_view.calls
            mentions.attributes |= of_view.attributes
    _refuse_functions(cr, mentions)


def _reached(cr: Any, mentions: Mentions) -> list[tuple[Any, ...]]:
    if not mentions.relations:
        return []
    is_secret = secret_columns(SQL("c.oid"))
    names = [_quoted(schema, name) for schema, name in mentions.relations]
    execute(cr, SQL(NAMED, is_secret, names))
    named = cr.fetchall()
    if not any(kind in "vm" and schema not in SYSTEM for schema, _, kind, *_ in named):
        return named
    execute(cr, SQL(REACHED, names, SYSTEM, is_secret, is_secret, SYSTEM))
    return cr.fetchall()


def _quoted(schema: str | None, name: str) -> str:
    parts = [part.replace('"', '""') for part in (schema, name) if part]
    return ".".join(f'"{part}"' for part in parts)


def _refuse_catalogues(mentions: Mentions) -> None:
    for _schema, name in mentions.relations:
        if CLOSED_CATALOGUES.fullmatch(name.lower()):
            raise ToolError(f"{name} holds samples of data or sessions; it is closed.")


def _refuse_relation(
    schema: str, name: str, kind: str, through: str | None, secret: bool, shown: bool
) -> None:
    if schema in SYSTEM:
        return
    if (
        not through
        and schema == "public"
        and kind in "rp"
        and _has_shadow(name, secret)
    ):
        raise ToolError(
            f"{name} has secrets: leave out the schema, and the query reads it "
            "without them."
        )
    if re.match(CLOSED_TABLES, name):
        raise ToolError(f"{name} holds secrets; it is closed to queries.")
    if through and shown:
        raise ToolError(f"The view {through} shows secret columns of {name}.")
    if secret and not through:
        raise ToolError(f"{schema}.{name} has secret columns; it is closed to queries.")


def _has_shadow(name: str, secret: bool) -> bool:
    if name == "ir_config_parameter":
        return True
    return secret and not re.match(CLOSED_TABLES, name)


def _refuse_functions(cr: Any, mentions: Mentions) -> None:
    for name in mentions.calls | mentions.attributes:
        if CLOSED_FUNCTIONS.fullmatch(name):
            raise ToolError(f"The function {name} is closed to queries.")
    calls, attributes = sorted(mentions.calls), sorted(mentions.attributes)
    if not calls and not attributes:
        return
    execute(cr, SQL(CLOSED, calls, attributes, OPEN_VOLATILE, OPEN_EXTENSIONS))
    if row := cr.fetchone():
        raise ToolError(f"The function {row[0]} is closed to queries.")
