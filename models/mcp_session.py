"""Sessions of handshake clients: rows bound to a user, which every worker reads."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from odoo import api, fields, models

from ..services import settings
from ..services.answers.render import compact
from ..services.callers.principal import Principal
from ..services.purging import purge
from ..services.transactions.own_cursor import at_once

# characters of JSON; clients say some hundred
MOST_SAID = 8192
LEVELS = (
    "debug",
    "info",
    "notice",
    "warning",
    "error",
    "critical",
    "alert",
    "emergency",
)


FIND = """
SELECT id, last_seen, protocol, client_info, capabilities, log_level
  FROM mcp_session WHERE session_id = %s AND user_id = %s AND last_seen >= %s
"""
SEEN = "UPDATE mcp_session SET last_seen = %s WHERE id = %s"


@dataclass(frozen=True)
class Live:
    """What is known of a session while it answers one request.

    Attributes:
        record: the ``mcp.session`` itself; nothing of it is read yet.
        protocol, client_info, capabilities: as its client said at the beginning.
        log_level: the least that the client wants to be told; None: the default.
    """

    record: McpSession
    protocol: str | None
    client_info: dict[str, Any] | None
    capabilities: dict[str, Any] | None
    log_level: str | None

    @property
    def levels(self) -> frozenset[str]:
        """Levels of log messages that the client asked for."""
        return frozenset(LEVELS[LEVELS.index(self.log_level or "info") :])


def _kept(said: Any) -> dict[str, Any]:
    """What a client said of itself; nothing where that would only fill the table."""
    if not isinstance(said, dict) or len(compact(said)) > MOST_SAID:
        return {}
    return said


class McpSession(models.Model):
    _name = "mcp.session"
    _inherit = "mcp.credential.named"
    _description = "MCP Session"
    _order = "last_seen desc"
    _log_access = False

    session_id = fields.Char(required=True, index=True, groups="base.group_no_one")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    protocol = fields.Char("Protocol revision")
    client = fields.Char()
    client_info = fields.Json(readonly=True)
    capabilities = fields.Json(readonly=True)
    log_level = fields.Char(default="info")
    last_seen = fields.Datetime("Last seen")

    @api.model
    def _open(
        self, principal: Principal, protocol: str, client: Any, capabilities: Any
    ) -> str:
        """A new session of ``principal``; answers its id."""
        session_id = secrets.token_urlsafe(24)
        client, capabilities = _kept(client), _kept(capabilities)
        # sudo: users do not write sessions themselves
        self.sudo().create(
            {
                "session_id": session_id,
                "user_id": principal.uid,
                "credential": principal.credential,
                "protocol": protocol,
                "client": f"{client.get('name', '')} {client.get('version', '')}"[:200],
                "client_info": client,
                "capabilities": capabilities,
                "last_seen": fields.Datetime.now(),
            }
        )
        return session_id

    @api.model
    def _of(self, session_id: str, principal: Principal) -> Live | None:
        """The live session of this user; None for an unknown one or another user's.

        One query, none of the ORM, and outside the request's transaction.
        """
        self.flush_model()
        asked = [session_id, principal.uid, self._oldest()]
        rows = at_once(self.env.registry, (FIND, asked))
        if not rows:
            return None
        number, last_seen, *said = rows[0]
        # sudo: users do not read sessions themselves
        record = self.sudo().browse(number)
        record._touch(last_seen)
        return Live(record, *said)

    def _touch(self, last_seen: datetime) -> None:
        """Note its use, once a minute, outside the request's transaction."""
        now = fields.Datetime.now()
        if now - last_seen >= timedelta(minutes=1):
            at_once(self.env.registry, (SEEN, [now, self.id]))

    @api.model
    def _count_live(self) -> int:
        # sudo: a number, for whoever has a key
        return self.sudo().search_count([("last_seen", ">=", self._oldest())])

    def _oldest(self) -> datetime:
        """Sessions that were last used before this time are idle."""
        minutes = settings.get(self.env, "session_minutes")
        return fields.Datetime.now() - timedelta(minutes=minutes)

    def _set_level(self, level: str) -> None:
        self.log_level = level

    @api.autovacuum
    def _gc_idle(self) -> None:
        purge(self, [("last_seen", "<", self._oldest())])
