"""Seals chain committed audit rows: a missing row breaks its seal, and all later."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from odoo import api, fields, models
from odoo.tools import SQL


class McpAuditSeal(models.Model):
    _name = "mcp.audit.seal"
    _description = "MCP Audit Seal"
    _order = "id desc"
    _log_access = False

    time = fields.Datetime(readonly=True)
    count = fields.Integer("Rows", readonly=True)
    chain = fields.Char(readonly=True)

    @api.model
    def _seal_rows(self, key: bytes) -> None:
        """Seal what is committed and unsealed; one sealer at a time."""
        cr = self.env.cr
        cr.execute("SELECT pg_advisory_xact_lock(hashtext('odoo_mcp.audit.seal'))")
        cr.execute(
            "SELECT id, mac FROM mcp_audit_log WHERE seal_id IS NULL ORDER BY id"
        )
        rows = cr.fetchall()
        if not rows:
            return
        cr.execute("SELECT chain FROM mcp_audit_seal ORDER BY id DESC LIMIT 1")
        before = (cr.fetchone() or ("",))[0]
        cr.execute(
            SQL(
                "INSERT INTO mcp_audit_seal (time, count, chain) VALUES (%s, %s, %s) "
                "RETURNING id",
                fields.Datetime.now(),
                len(rows),
                _chain(key, before, rows),
            )
        )
        (seal_id,) = cr.fetchone()
        cr.execute(
            SQL(
                "UPDATE mcp_audit_log SET seal_id = %s WHERE id IN %s",
                seal_id,
                tuple(row_id for row_id, _mac in rows),
            )
        )

    @api.model
    def _broken(self, key: bytes) -> list[str]:
        """Seals that no longer fit their rows."""
        cr, problems, before = self.env.cr, [], None
        cr.execute("SELECT id, count, chain FROM mcp_audit_seal ORDER BY id")
        for seal_id, count, chain in cr.fetchall():
            cr.execute(
                SQL(
                    "SELECT id, mac FROM mcp_audit_log WHERE seal_id = %s ORDER BY id",
                    seal_id,
                )
            )
            rows = cr.fetchall()
            if len(rows) != count:
                problems.append(f"seal {seal_id}: {count - len(rows)} rows are missing")
            elif before is not None and _chain(key, before, rows) != chain:
                problems.append(f"seal {seal_id} does not fit its rows")
            before = chain
        return problems

    @api.model
    def _forget_before(self, limit: datetime) -> None:
        """Retention: drop whole seals, oldest first, that ended before ``limit``."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM mcp_audit_log WHERE seal_id IN "
                "(SELECT id FROM mcp_audit_seal WHERE time < %s)",
                limit,
            )
        )
        self.env.cr.execute(SQL("DELETE FROM mcp_audit_seal WHERE time < %s", limit))


def _chain(key: bytes, before: str, rows: list[tuple[int, str]]) -> str:
    text = before + "".join(f"|{row_id}:{mac}" for row_id, mac in rows)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
