"""What Odoo would fill into a new record."""

from __future__ import annotations

from typing import Any

import psycopg2

from odoo import models

from ...concurrency import CONCURRENCY_ERRORS
from ...refusals import REFUSALS

GIVEN = "given by Odoo on creation"


def defaults(records: models.BaseModel, names: list[str]) -> dict[str, Any]:
    """The defaults of ``names``; of those that write on the way, ``GIVEN`` only."""
    try:
        return _default_get(records, names)
    except CONCURRENCY_ERRORS:
        raise
    except (*REFUSALS, psycopg2.Error):
        pass
    found: dict[str, Any] = {}
    for name in names:
        try:
            found |= _default_get(records, [name])
        except CONCURRENCY_ERRORS:
            raise
        except (*REFUSALS, psycopg2.Error):
            found[name] = GIVEN
    return found


def _default_get(records: models.BaseModel, names: list[str]) -> dict[str, Any]:
    # a default that writes breaks the read-only transaction: there must be a way back
    with records.env.cr.savepoint(flush=False):
        return records.default_get(names)
