"""Administrative acts in the audit: no calls, but they change who may call."""

from __future__ import annotations

import json
import uuid
from typing import Any

from odoo import api, fields, models
from odoo.http import request

from ..services import rate
from ..services.audit import audit_line
from ..services.audit.redaction import fingerprint, redacted
from ..services.callers.turned_away import TurnedAway
from ..services.transactions.own_cursor import at_once
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
            "line": self._line_of_act(event, facts, now, self.env.uid),
        }
        self.env.cr.execute(OUTCOME, self._row(values))
        self.env.cr.postcommit.add(self.env["mcp.audit.file"]._project_soon)

    @api.model
    def _note_turned_away(self, error: TurnedAway) -> None:
        """Note a known caller who was refused before any call.

        Each reason once a minute. The request will be rolled back, so the row is
        committed by itself.
        """
        why = f"{error.credential}:{error.description}"
        bucket = f"door:{fingerprint(why)}"
        if rate.take(self.env.registry, bucket, 1):
            return
        now, facts = fields.Datetime.now(), {"reason": error.description}
        values = {
            "call_id": uuid.uuid4().hex,
            "phase": "outcome",
            "time": now,
            "user_id": error.uid,
            "credential": error.credential,
            "address": request.httprequest.remote_addr,
            "kind": "act",
            "tool": "turned_away",
            "result": "refused",
            "reason": error.description,
            "line": self._line_of_act("turned_away", facts, now, error.uid),
        }
        at_once(self.env.registry, (OUTCOME, self._row(values)))

    def _line_of_act(
        self, event: str, facts: dict[str, Any], now: Any, uid: int
    ) -> str:
        pairs = {
            "DB": self.env.cr.dbname,
            "USER": uid,
            "ACT": event,
            "FACTS": redacted(facts),
        }
        said = " ".join(f"{k}={audit_line.value_of(v)}" for k, v in pairs.items())
        return f"[{now:%Y-%m-%dT%H:%M:%SZ}] {said}"
