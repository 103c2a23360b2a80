"""When and from where a credential was last used: noted once a minute at most."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import fields
from odoo.tools import SQL

from ..transactions.own_cursor import at_once

A_WHILE = timedelta(minutes=1)
NOTE = """
UPDATE %(table)s SET last_use = %(now)s, last_address = %(address)s WHERE id = (
    SELECT id FROM %(table)s WHERE id = %(id)s
       AND (last_use IS NULL OR last_use < %(before)s) FOR UPDATE SKIP LOCKED)
"""


def note(registry: Any, table: str, row: dict[str, Any], address: str | None) -> None:
    """Note a use outside the request's transaction.

    Args:
        table: has the columns ``last_use`` and ``last_address``.
        row: ``id`` and ``last_use`` of the credential, as they were read; ``last_use``
            is updated here.
    """
    now = fields.Datetime.now()
    before = now - A_WHILE
    if row["last_use"] and row["last_use"] >= before:
        return
    values = {"now": now, "address": address, "id": row["id"], "before": before}
    statement = SQL(NOTE, table=SQL.identifier(table), **values)
    at_once(registry, (statement.code, statement.params))
    row["last_use"] = now
