"""Models that hold records, also those that are views of the database.

Odoo writes some reports as plain ``BaseModel``, which is abstract for its registry; yet
they have a view, and menus that open it.
"""

from __future__ import annotations

from typing import Any

from odoo import models
from odoo.tools import sql

MEMO = "_mcp_views"


def holds_records(model: models.BaseModel) -> bool:
    """Whether there is something to read in ``model``."""
    return not model._abstract or model._name in _views(model)


def forget(registry: Any) -> None:
    """Forget what is memoised, since a module may have brought views."""
    registry.__dict__.pop(MEMO, None)


def _views(model: models.BaseModel) -> frozenset[str]:
    """Names of the abstract models that have a view; memoised on the registry."""
    registry: Any = model.pool
    memo = registry.__dict__.get(MEMO)
    if memo is None:
        tables = {m._table: n for n, m in registry.models.items() if m._abstract}
        found = sql.existing_tables(model.env.cr, list(tables))
        memo = registry.__dict__[MEMO] = frozenset(tables[t] for t in found)
    return memo
