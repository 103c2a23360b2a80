"""Retention: deletes the oldest seals of the audit with their rows, and notes which."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models

from ..services import settings
from .mcp_audit_beginning import FORGOTTEN
from .mcp_audit_check import FIRST
from .mcp_audit_seal import Seal

TIME = 2 + FIRST


class Due(NamedTuple):
    """A seal to delete; ``until`` is the time of its newest row, None without rows."""

    seal: Seal
    rows: int
    faults: int
    until: datetime | None


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    @api.autovacuum
    def _gc_retention(self) -> None:
        days = settings.get(self.env, "audit_retention_days")
        self._forget_before(fields.Datetime.now() - timedelta(days=days))

    @api.model
    def _forget_before(self, limit: datetime) -> None:
        """Delete the oldest seals whose rows are all older than ``limit``.

        The time of the rows counts, because their codes prove it; a seal proves none.
        """
        if not (due := self._due(limit)):
            return
        last = due[-1].seal
        facts = {
            "seal": last.id,
            "link": last.chain,
            "seals": len(due),
            "rows": sum(one.rows for one in due),
            "until": str(due[-1].until),
            "limit": str(limit),
            "faults": len(self._lost(self._notes())) + sum(one.faults for one in due),
        }
        self._note(FORGOTTEN, facts)
        self.env["mcp.audit.seal"]._drop_through(last.id)

    def _due(self, limit: datetime) -> list[Due]:
        found = []
        for seal in self.env["mcp.audit.seal"]._oldest_first():
            rows = self._sealed(seal)
            until = max((row[TIME] for row in rows), default=None)
            if until and until >= limit:
                break
            found.append(Due(seal, len(rows), len(self._faults(seal, rows)), until))
        while found and found[-1].until is None:
            found.pop()  # nobody knows when these were written
        return found
