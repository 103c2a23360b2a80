"""The audit: who asked for what, and what came of it; authenticated and sealed."""

from __future__ import annotations

import hmac
import json
from datetime import timedelta
from typing import Any

from odoo import _, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from odoo.tools.misc import hmac as odoo_hmac

from ..services.audit import audit_line
from ..services.audit.redaction import clean
from ..services.caches.quick_cache import quick_cache
from ..services.call import Call
from ..services.declarations import Effect
from ..services.log import logger
from ..services.transactions.own_cursor import own_cursor

_logger = logger(__name__)
RESULTS = [
    ("intent", "Open"),
    ("ok", "Done"),
    ("error", "Failed"),
    ("refused", "Refused"),
    ("preview", "Preview"),
    ("asked", "Asked back"),
    ("replayed", "Answered again"),
    ("rolled_back", "Rolled back"),
    ("stopped", "Stopped"),
    ("unknown", "Effect unknown"),
]
EFFECTS = [
    ("read", "reads"),
    ("add", "creates"),
    ("change", "changes"),
    ("delete", "deletes"),
    ("execute", "executes"),
]
# what no call can say of itself; in English, as every reason
ROLLED_BACK = "Odoo rolled the whole request back; nothing of this call was kept."
NEVER_ENDED = "The server never said what came of this call; see whether it was done."
OPEN_TOO_LONG = timedelta(minutes=30)
A_DAY, A_CENTURY = timedelta(days=1), timedelta(days=36500)
COLUMNS = (
    "call_id",
    "phase",
    "time",
    "user_id",
    "credential",
    "client",
    "address",
    "kind",
    "tool",
    "effect",
    "arguments",
    "arguments_hash",
    "result",
    "reason",
    "size",
    "duration_ms",
    "line",
)

TYPES = {
    "time": "timestamp",
    "user_id": "integer",
    "size": "integer",
    "duration_ms": "integer",
}
_INSERT = f"INSERT INTO mcp_audit_log ({', '.join((*COLUMNS, 'mac'))})"
# Odoo may run a request again: its intent is there already
INTENT = f"""{_INSERT}
SELECT {", ".join(f"%s::{TYPES.get(c, 'text')}" for c in (*COLUMNS, "mac"))}
WHERE NOT EXISTS (SELECT FROM mcp_audit_log WHERE call_id = %s)
"""
# VALUES needs no casts, and is planned sooner: a read's outcome is planned each time
OUTCOME = f"""
WITH made AS ({_INSERT} VALUES ({", ".join(["%s"] * len((*COLUMNS, "mac")))})
    RETURNING id)
INSERT INTO mcp_audit_unfiled SELECT id FROM made
"""


class McpAuditLog(models.Model):
    _name = "mcp.audit.log"
    _description = "MCP Audit"
    _order = "id desc"
    _log_access = False
    _rec_name = "tool"

    call_id = fields.Char("Call", readonly=True, index=True)
    phase = fields.Selection(
        [("intent", "Intent"), ("outcome", "Outcome")], readonly=True
    )
    time = fields.Datetime(readonly=True, index=True)
    # an integer, not a reference: the audit outlives the user
    user_id = fields.Integer("User ID", readonly=True)
    user_name = fields.Char("User", compute="_compute_user_name")
    credential = fields.Char(readonly=True)
    client = fields.Char(readonly=True)
    address = fields.Char(readonly=True)
    kind = fields.Char(readonly=True)
    tool = fields.Char(readonly=True, index=True)
    effect = fields.Selection(EFFECTS, readonly=True)
    arguments = fields.Text(readonly=True)
    arguments_hash = fields.Char(readonly=True)
    result = fields.Selection(RESULTS, readonly=True)
    reason = fields.Text(readonly=True)
    size = fields.Integer("Answer (bytes)", readonly=True, aggregator="sum")
    duration_ms = fields.Integer("Duration (ms)", readonly=True, aggregator="avg")
    line = fields.Text(readonly=True)
    mac = fields.Char("Authentication code", readonly=True)
    seal_id = fields.Many2one("mcp.audit.seal", readonly=True, index=True)

    def init(self) -> None:
        self.env.cr.execute(PROTECTION)
        self.env.cr.execute(OWN_CALLS)

    @api.depends("user_id")
    def _compute_user_name(self) -> None:
        # sudo: names only, for administrators of the audit
        users = self.env["res.users"].sudo()
        names = {
            u.id: u.name for u in users.browse(set(self.mapped("user_id"))).exists()
        }
        for row in self:
            row.user_name = names.get(row.user_id, "")

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise AccessError(_("The audit is written by the server alone."))

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(_("The audit cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self) -> None:
        raise AccessError(_("The audit cannot be deleted; it ends by retention."))

    # ------------------------------------------------------------------ writing

    @api.model
    def _intend(self, call: Call) -> None:
        """Let the intent of ``call`` be committed before anything happens.

        It is sent together with the first statement that a guard commits.
        """
        _logger.debug("begins")
        row = self._row({**self._of_call(call), "phase": "intent"})
        call.transaction.pending.append((INTENT, [*row, call.id]))

    @api.model
    def _conclude(
        self, call: Call, result: str, reason: str = "", *, own: bool = False
    ) -> None:
        """Write the outcome: on a cursor of its own, or with the effect."""
        _logger.info("%s in %s ms", result, call.duration_ms)
        now = fields.Datetime.now()
        values = {
            **self._of_call(call),
            "phase": "outcome",
            "result": result,
            "reason": clean(reason),
            "size": len(call.outcome.text) if call.outcome else 0,
            "duration_ms": call.duration_ms,
            "line": audit_line.line(call, result, now),
        }
        row = self._row(values)
        if own:
            call.transaction.commit_pending((OUTCOME, row))
        else:
            call.transaction.flush(SQL(OUTCOME, *row))
        self.env.cr.postcommit.add(self.env["mcp.audit.file"]._project_soon)

    @api.model
    def _of_call(self, call: Call) -> dict[str, Any]:
        arguments, arguments_hash = call.audit_arguments
        return {
            "call_id": call.id,
            "time": fields.Datetime.now(),
            "user_id": call.principal.uid,
            "credential": call.principal.credential,
            "client": f"{call.client.name} {call.client.version}".strip()[:200],
            "address": call.principal.address,
            "kind": call.declaration.kind,
            "tool": call.declaration.name,
            "effect": Effect(call.effect).name.lower()
            if call.effect is not None
            else "",
            "arguments": arguments,
            "arguments_hash": arguments_hash,
            "result": "intent",
        }

    @api.model
    def _row(self, values: dict[str, Any]) -> list[Any]:
        """The values of a row in the order of the table, its ``_mac`` last."""
        row = [_plain(values.get(column)) for column in COLUMNS]
        return [*row, self._mac(row)]

    @api.model
    def _mac(self, row: list[Any]) -> str:
        """HMAC-SHA256 over the row, under a key of this database."""
        text = json.dumps([None if v is None else str(v) for v in row])
        return hmac.digest(self._key(), text.encode(), "sha256").hex()

    @api.model
    @quick_cache()
    def _key(self) -> bytes:
        # sudo: the key is derived from a parameter that callers may not read
        return odoo_hmac(self.env(su=True), "odoo_mcp.audit", "key").encode()

    @api.model
    def _sweep(self, back_to: timedelta = A_DAY) -> None:
        """Close intents that nobody closed: their effect is unknown (cron).

        Args:
            back_to: how old an intent may be; the cron looks every minute, so at few.
        """
        now = fields.Datetime.now()
        columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
        self.env.cr.execute(
            SQL(
                "SELECT %s FROM mcp_audit_log i WHERE phase = 'intent' "
                "AND time BETWEEN %s AND %s AND NOT EXISTS (SELECT 1 "
                "FROM mcp_audit_log o WHERE o.call_id = i.call_id "
                "AND o.phase = 'outcome')",
                columns,
                now - back_to,
                now - OPEN_TOO_LONG,
            )
        )
        for row in self.env.cr.fetchall():
            values = dict(zip(COLUMNS, row, strict=True))
            values |= {"phase": "outcome", "result": "unknown", "line": None}
            values |= {"time": fields.Datetime.now(), "reason": NEVER_ENDED}
            self.env.cr.execute(OUTCOME, self._row(values))

    @api.model
    def _close_rolled_back(self, call_id: str) -> None:
        """The request failed for good after its intent: nothing was done."""
        with own_cursor(self.env.registry) as cr:
            columns = SQL(", ").join(map(SQL.identifier, COLUMNS))
            cr.execute(
                SQL(
                    "SELECT %s FROM mcp_audit_log i WHERE call_id = %s AND NOT EXISTS "
                    "(SELECT 1 FROM mcp_audit_log o WHERE o.call_id = i.call_id "
                    "AND o.phase = 'outcome')",
                    columns,
                    call_id,
                )
            )
            for row in cr.fetchall():
                values = dict(zip(COLUMNS, row, strict=True))
                values |= {"phase": "outcome", "result": "rolled_back", "line": None}
                values |= {"time": fields.Datetime.now(), "reason": ROLLED_BACK}
                cr.execute(OUTCOME, self._row(values))

    @api.autovacuum
    def _gc_open(self) -> None:
        """Close old intents as well, from days on which no cron ran."""
        self._sweep(A_CENTURY)


def _plain(value: Any) -> Any:
    return None if value is False else value


# everybody who is no administrator is shown his own calls alone
OWN_CALLS = """
CREATE INDEX IF NOT EXISTS mcp_audit_log_own_idx ON mcp_audit_log (user_id, id)
 WHERE phase = 'outcome'
"""
PROTECTION = """
CREATE TABLE IF NOT EXISTS mcp_audit_unfiled (id bigint PRIMARY KEY);
CREATE OR REPLACE FUNCTION mcp_audit_protect() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('mcp.retention', true) = 'on' THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.seal_id IS NULL
       AND to_jsonb(OLD) - 'seal_id' = to_jsonb(NEW) - 'seal_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the MCP audit cannot be changed';
END $$ LANGUAGE plpgsql;
DROP TRIGGER IF EXISTS mcp_audit_protect ON mcp_audit_log;
CREATE TRIGGER mcp_audit_protect BEFORE UPDATE OR DELETE ON mcp_audit_log
    FOR EACH ROW EXECUTE FUNCTION mcp_audit_protect();
"""
UNPROTECT = """
DROP TRIGGER IF EXISTS mcp_audit_protect ON mcp_audit_log;
DROP FUNCTION IF EXISTS mcp_audit_protect CASCADE;
DROP TABLE IF EXISTS mcp_audit_unfiled;
"""
