"""Checks the audit: each row by its authentication code, all together by their seals."""

from __future__ import annotations

import hmac
import math
import time
from dataclasses import dataclass, field
from datetime import datetime

from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from .mcp_audit_log import COLUMNS
from .mcp_audit_seal import Seal, chain

# seconds for the button, which works in a request, whose time Odoo limits
PATIENCE_S = 20
FIRST = COLUMNS.index("time")


@dataclass
class Verdict:
    """What a check found.

    Attributes:
        problems: one line each, oldest first.
        rows: how many rows were looked at.
        since: the oldest of these (UTC).
        whole: whether these are all there are.
    """

    problems: list[str] = field(default_factory=list)
    rows: int = 0
    since: datetime | None = None
    whole: bool = False


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    @api.model
    def _verify(self) -> list[str]:
        """What was changed or is missing; an empty list when nothing was.

        Callable from ``odoo-bin shell``: ``env["mcp.audit.log"]._verify()``.
        """
        return self._verified().problems

    @api.model
    def _verified(self, seconds: float = math.inf) -> Verdict:
        """Check seal by seal, the newest first, for ``seconds`` at most."""
        self._seal()
        verdict, end = Verdict(), time.monotonic() + seconds
        beginning = self._beginning_faults()
        for seal in self.env["mcp.audit.seal"]._newest_first():
            if verdict.rows and time.monotonic() > end:
                break
            self._check(seal, verdict)
        else:
            verdict.whole = True
        verdict.problems[:0] = beginning
        return verdict

    def _check(self, seal: Seal, verdict: Verdict) -> None:
        """Add what is wrong with a seal and its rows."""
        rows = self._sealed(seal)
        verdict.problems[:0] = self._faults(seal, rows)
        verdict.rows += len(rows)
        verdict.since = rows[0][2 + FIRST] if rows else verdict.since

    def _faults(self, seal: Seal, rows: list[tuple]) -> list[str]:
        found = [
            f"row {row_id} was changed"
            for row_id, mac, *row in rows
            if not hmac.compare_digest(mac or "", self._mac(row))
        ]
        if len(rows) != seal.count:
            missing = seal.count - len(rows)
            found.append(f"seal {seal.id}: {missing} rows are missing")
        elif seal.before is not None:
            marks = [row[:2] for row in rows]
            if chain(self._key(), seal.before, marks) != seal.chain:
                found.append(f"seal {seal.id} does not fit its rows")
        return found

    def _sealed(self, seal: Seal) -> list[tuple]:
        columns = SQL(", ").join(map(SQL.identifier, ("id", "mac", *COLUMNS)))
        query = "SELECT %s FROM mcp_audit_log WHERE seal_id = %s ORDER BY id"
        return self.env.execute_query(SQL(query, columns, seal.id))

    def action_verify(self):
        """The button of administrators: say what was found, and how far it looked."""
        if not self.env.user.has_group("odoo_mcp.group_administrator"):
            raise AccessError(_("Only an MCP administrator verifies the audit."))
        verdict = self._verified(PATIENCE_S)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": _("MCP audit"),
                "message": "\n".join(verdict.problems[:20]) or self._praise(verdict),
                "type": "danger" if verdict.problems else "success",
                "sticky": bool(verdict.problems or not verdict.whole),
            },
        }

    def _praise(self, verdict: Verdict) -> str:
        if verdict.since is None:
            return _("The audit has no rows.")
        oldest = fields.Datetime.context_timestamp(self, verdict.since)
        since = f"{oldest:%Y-%m-%d %H:%M}"
        if verdict.whole:
            return _(
                "Every row is there and unchanged: %(rows)s rows since %(since)s.",
                since=since,
                rows=verdict.rows,
            )
        return _(
            "Every row since %(since)s is there and unchanged (%(rows)s rows). The older "
            "ones take longer than a page may: "
            'env["mcp.audit.log"]._verify() in odoo-bin shell.',
            since=since,
            rows=verdict.rows,
        )

    @api.model
    def _seal(self) -> None:
        """Chain the rows that no seal holds yet (cron, and before verifying)."""
        self.env["mcp.audit.seal"]._seal_rows(self._key())
