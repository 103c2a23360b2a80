"""Columns go back to what they were past the ORM, which hears of it."""

from __future__ import annotations

from odoo import models

from .. import images
from ..recording import of


def restore(records: models.BaseModel, rows: dict[int, images.Row]) -> None:
    """Set columns past the ORM; the journal, caches and computed fields hear of it.

    Args:
        rows: by id of ``records``; the same columns of each.
    """
    names = list(next(iter(rows.values())))
    if journal := of(records.env):
        journal.writing(records, names)
    images.restore(records.env.cr, records._table, rows)
    records.invalidate_recordset()
    records.modified(names)
