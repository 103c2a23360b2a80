"""Administrative acts in the audit: what is no call, yet changes who may call."""

from __future__ import annotations

import json
import uuid
from typing import Any

from odoo import api, fields, models

from ..services import audit_line
from ..services.redaction import fingerprint, redacted
from .mcp_audit_log import OUTCOME


class McpAuditLog(models.Model):
    _inherit = "mcp.audit.log"

    @api.model
    def _note(self, event: str, facts: dict[str, Any]) -> None:
        """Write ``event`` down in the transaction of the act itself.

        Args:
            event: its name, e.g. ``key_trusted``.
            facts: JSON-ready; no secrets.
        """
        now = fields.Datetime.now()
        values = {
            "call_id": uuid.uuid4().hex,
            "phase": "outcome",
            "time": now,
            "user_id": self.env.uid,
            "credential": "odoo",
            "kind": "act",
            "tool": event,
            "effect": "change",
            "arguments": json.dumps(redacted(facts), default=str),
            "arguments_hash": fingerprint(facts),
            "result": "ok",
            "line": self._line_of_act(event, facts, now),
        }
        self.env.cr.execute(OUTCOME, self._row(values))
        self.env.cr.postcommit.add(self.env["mcp.audit.file"]._project_soon)

    def _line_of_act(self, event: str, facts: dict[str, Any], now: Any) -> str:
        pairs = {
            "DB": self.env.cr.dbname,
            "USER": self.env.uid,
            "ACT": event,
            "FACTS": redacted(facts),
        }
        said = " ".join(f"{k}={audit_line.value_of(v)}" for k, v in pairs.items())
        return f"[{now:%Y-%m-%dT%H:%M:%SZ}] {said}"
