"""What SQL must not show: password hashes, keys, tokens, and ways around that.

With a role of its own (``mcp_ro_dsn`` in odoo.conf) PostgreSQL holds this. Without
one, the text is parsed by PostgreSQL's own parser (pglast): tables with secret
columns are read through views that lack them, in the schema ``mcp_read`` that comes
first in the search path; the originals by qualified name, catalogues that hold
samples of data, and functions that take query text or read files are refused.
Known rest: functions declared SECURITY DEFINER inside views.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from odoo import api
from odoo.tools import SQL

from .. import settings
from ..errors import ToolError

SCHEMA = "mcp_read"
SECRET_COLUMN = (
    r"(^|_)(password|passwd|passphrase|secret|token|api_key|apikey|key_hash|"
    r"private_key|access_key|secret_key|client_secret|smtp_pass|credential|mac)"
    r"(_crypt|_hash)?$"
)
CLOSED_TABLES = {
    "ir_config_parameter",
    "res_users_apikeys",
    "auth_totp_device",
    "res_users_log_secret",
    "mcp_key",
    "mcp_key_show",
    "mcp_confirmation",
    "mcp_once",
    "mcp_session",
}
CLOSED_CATALOGUES = re.compile(
    r"pg_stats.*|pg_statistic.*|pg_stat_activity|pg_authid|pg_shadow|pg_user_mapping.*|"
    r"pg_largeobject.*|pg_hba_file_rules|pg_ident_file_mappings|pg_file_settings|"
    r"pg_prepared_statements|pg_cursors|pg_subscription|pg_stat_statements.*|"
    r"pg_stat_replication|pg_stat_ssl|pg_stat_gssapi|pg_foreign_server|pg_dist.*"
)
CLOSED_FUNCTIONS = re.compile(
    r"(query|table|schema|database|cursor)_to_xml.*|ts_stat|ts_rewrite|dblink.*|"
    r"crosstab.*|connectby|lo_.*|loread|lowrite|pg_read_.*|pg_ls_.*|pg_stat_.*|"
    r"pg_file_.*|pg_logical.*|pg_replication.*|pg_terminate.*|pg_cancel.*|pg_reload.*|"
    r"pg_rotate.*|pg_promote.*|pg_wal.*|pg_switch.*|pg_create.*|pg_drop.*|pg_hba.*|"
    r"pg_ident.*|pg_show_.*|pg_notify|pg_current_logfile|pg_get_backend_memory.*|"
    r"pg_export_snapshot|pg_backup.*|pg_start.*|pg_stop.*|pg_log_.*|pg_import.*|"
    r"pg_execute_server_program|pg_settings_get.*|pg_prepared.*|pg_cursor.*|"
    r"pg_get_userbyid_secret|set_config|pg_sleep_until|currval|setval|nextval|txid_.*|"
    r"pg_advisory.*|pg_try_advisory.*|has_secret.*"
)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)


def refuse(env: api.Environment, text: str) -> None:
    """Raise ToolError when ``text`` could show a secret."""
    if settings.conf("mcp_ro_dsn"):
        return
    tree = _parsed(text)
    tables, functions = set(), set()
    local = {name for name in _names(tree, "CommonTableExpr", "ctename")}
    for node in _nodes(tree, "RangeVar"):
        tables.add((node.schemaname, node.relname))
    for node in _nodes(tree, "FuncCall"):
        functions.add(node.funcname[-1].sval)
    for schema, table in tables:
        if schema or table not in local:
            _refuse_table(env, schema, table)
    for function in functions:
        if CLOSED_FUNCTIONS.fullmatch(function.lower()):
            raise ToolError(f"The function {function} is closed to queries.")
    _refuse_definers(env, functions)


def without_comments(text: str) -> str:
    """The text without comments, to see how it begins."""
    return COMMENT.sub(" ", text)


def _parsed(text: str) -> Any:
    try:
        from pglast import parse_sql
        from pglast.parser import ParseError
    except ImportError:
        raise ToolError(
            "query_database needs the Python package pglast, or a database role of "
            "its own named by mcp_ro_dsn in odoo.conf."
        ) from None
    try:
        return parse_sql(text)
    except ParseError as error:
        raise ToolError(f"SQL: {error.args[0]}") from None
    except RecursionError:
        raise ToolError("The SQL text is nested too deeply.") from None


def _nodes(tree: Any, name: str) -> Iterator[Any]:
    """Every node of a kind, wherever it stands."""
    from pglast import ast

    kind, stack = getattr(ast, name), [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple | list):
            stack.extend(node)
        elif isinstance(node, ast.Node):
            if isinstance(node, kind):
                yield node
            stack.extend(getattr(node, slot) for slot in node.__slots__)


def _names(tree: Any, kind: str, attribute: str) -> Iterator[str]:
    for node in _nodes(tree, kind):
        yield getattr(node, attribute)


def _refuse_table(env: api.Environment, schema: str | None, table: str) -> None:
    name = table.lower()
    if CLOSED_CATALOGUES.fullmatch(name):
        raise ToolError(f"{name} holds samples of data or of sessions; it is closed.")
    if name in CLOSED_TABLES and not (
        schema in (None, SCHEMA) and name == "ir_config_parameter"
    ):
        raise ToolError(f"{name} holds secrets; it is closed to queries.")
    if schema == "public" and _is_secret(env, name):
        raise ToolError(
            f"{name} has secret columns: leave out the schema, and the query reads it "
            "without them."
        )
    if schema in (None, "public") and _is_secret(env, name):
        _require_view(env, name)


def _is_secret(env: api.Environment, table: str) -> bool:
    env.cr.execute(
        SQL(
            "SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' "
            "AND table_name = %s AND (column_name ~* %s OR table_name = ANY(%s)) LIMIT 1",
            table,
            SECRET_COLUMN,
            ["ir_config_parameter"],
        )
    )
    return bool(env.cr.fetchone())


def _require_view(env: api.Environment, table: str) -> None:
    """Fail closed: a table that came after the views has none yet."""
    env.cr.execute(
        SQL(
            "SELECT 1 FROM pg_views WHERE schemaname = %s AND viewname = %s",
            SCHEMA,
            table,
        )
    )
    if not env.cr.fetchone():
        raise ToolError(
            f"{table} has secret columns and no view without them yet; upgrade the "
            "module odoo_mcp to make it."
        )


def _refuse_definers(env: api.Environment, functions: set[str]) -> None:
    """Functions of this database that run as their owner, or build statements."""
    if not functions:
        return
    env.cr.execute(
        SQL(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "JOIN pg_language l ON l.oid = p.prolang "
            "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') "
            "AND p.proname = ANY(%s) AND (p.prosecdef OR l.lanname <> ALL(%s)) LIMIT 1",
            list(functions),
            ["sql", "c", "internal"],
        )
    )
    if row := env.cr.fetchone():
        raise ToolError(f"The function {row[0]} is this database's own; it is closed.")


def make_views(cr: Any) -> None:
    """(Re)make ``mcp_read``: each table with secret columns, without them."""
    schema = SQL.identifier(SCHEMA)
    cr.execute(SQL("DROP SCHEMA IF EXISTS %s CASCADE", schema))
    cr.execute(SQL("CREATE SCHEMA %s", schema))
    cr.execute(
        "SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) "
        "FILTER (WHERE column_name !~* %s) FROM information_schema.columns "
        "WHERE table_schema = 'public' GROUP BY table_name "
        "HAVING bool_or(column_name ~* %s)",
        [SECRET_COLUMN, SECRET_COLUMN],
    )
    for table, columns in cr.fetchall():
        if table not in CLOSED_TABLES and columns:
            _make_view(cr, table, columns)
    cr.execute(
        SQL(
            "CREATE VIEW %s.ir_config_parameter AS SELECT id, key, CASE WHEN "
            "key ~* '(secret|password|token|key|uuid)' THEN '***' ELSE value END "
            "AS value FROM public.ir_config_parameter",
            schema,
        )
    )


def _make_view(cr: Any, table: str, columns: list[str]) -> None:
    cr.execute(
        SQL(
            "CREATE VIEW %s.%s AS SELECT %s FROM public.%s",
            SQL.identifier(SCHEMA),
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, columns)),
            SQL.identifier(table),
        )
    )
