"""Whether the addon's files are newer than its tables: replaced, but not updated."""

from __future__ import annotations

from typing import Any

import psycopg2

from odoo.modules.module import get_manifest

from ..transactions.own_cursor import own_cursor

# what PostgreSQL says where a table is older than the model
SIGNS = (
    psycopg2.errors.UndefinedColumn,
    psycopg2.errors.UndefinedFunction,
    psycopg2.errors.UndefinedTable,
)
WHY = (
    "The files of the addon are newer than its tables: an administrator updates it "
    "(-u odoo_mcp, or Apps > MCP Server > Upgrade)."
)


def why(registry: Any, error: BaseException) -> str | None:
    """What to do about ``error`` where it comes from an addon that was not updated."""
    if not isinstance(error, SIGNS):
        return None
    with own_cursor(registry) as cr:
        return WHY if installed(cr) != brought() else None


def installed(cr: Any) -> str | None:
    """The version whose tables the database has."""
    cr.execute("SELECT latest_version FROM ir_module_module WHERE name = 'odoo_mcp'")
    row = cr.fetchone()
    return row and row[0]


def brought() -> str:
    """The version of the files, with the series before it, as Odoo stores it."""
    return get_manifest("odoo_mcp")["version"]
