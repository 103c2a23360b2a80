"""Deleting what is old, however much of it there is."""

from __future__ import annotations

from typing import Any

from odoo import models

# records that are deleted together
PART = 10_000


def purge(records: models.BaseModel, domain: list[Any]) -> None:
    """Delete all that ``domain`` finds, part by part."""
    while found := records.search(domain, limit=PART):
        found.unlink()
