"""Sessions of handshake clients: rows that any worker reads, bound to their user."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from odoo import api, fields, models

from ..services import settings
from ..services.own_cursor import own_cursor
from ..services.principal import Principal
from ..services.purging import purge

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


class McpSession(models.Model):
    _name = "mcp.session"
    _description = "MCP Session"
    _order = "last_seen desc"
    _log_access = False

    session_id = fields.Char(required=True, index=True, groups="base.group_no_one")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    credential = fields.Char()
    protocol = fields.Char("Protocol revision")
    client = fields.Char()
    client_info = fields.Json(readonly=True)
    capabilities = fields.Json(readonly=True)
    subscriptions = fields.Json(readonly=True)
    log_level = fields.Char(default="info")
    last_seen = fields.Datetime()

    @api.model
    def _open(
        self, principal: Principal, protocol: str, client: Any, capabilities: Any
    ) -> str:
        """A new session of ``principal``; answers its id."""
        session_id = secrets.token_urlsafe(24)
        client = client if isinstance(client, dict) else {}
        # sudo: users do not write sessions themselves
        self.sudo().create(
            {
                "session_id": session_id,
                "user_id": principal.uid,
                "credential": principal.credential,
                "protocol": protocol,
                "client": f"{client.get('name', '')} {client.get('version', '')}"[:200],
                "client_info": client,
                "capabilities": capabilities if isinstance(capabilities, dict) else {},
                "last_seen": fields.Datetime.now(),
            }
        )
        return session_id

    @api.model
    def _of(self, session_id: str, principal: Principal) -> McpSession | None:
        """The live session of this user; an unknown and a foreign one look alike."""
        # sudo: users do not read sessions themselves
        session = self.sudo().search(
            [("session_id", "=", session_id), ("user_id", "=", principal.uid)], limit=1
        )
        if not session or session._is_idle():
            return None
        session._touch()
        return session

    def _is_idle(self) -> bool:
        return self.last_seen < self._oldest()

    def _touch(self) -> None:
        """Note that it lives, once a minute, outside the request's transaction."""
        now = fields.Datetime.now()
        if now - self.last_seen < timedelta(minutes=1):
            return
        with own_cursor(self.env.registry) as cr:
            cr.execute(
                "UPDATE mcp_session SET last_seen = %s WHERE id = %s", [now, self.id]
            )

    @api.model
    def _count_live(self) -> int:
        # sudo: a number, for whoever has a key
        return self.sudo().search_count([("last_seen", ">=", self._oldest())])

    def _oldest(self) -> Any:
        """A session not seen since then is idle."""
        minutes = settings.get(self.env, "session_minutes")
        return fields.Datetime.now() - timedelta(minutes=minutes)

    def _levels(self) -> frozenset[str]:
        """Levels of log messages that the client asked for."""
        return frozenset(LEVELS[LEVELS.index(self.log_level or "info") :])

    def _set_level(self, level: str) -> None:
        self.log_level = level

    def _subscribe(self, uri: str) -> None:
        self.subscriptions = sorted({*(self.subscriptions or []), uri})

    def _unsubscribe(self, uri: str) -> None:
        self.subscriptions = sorted({*(self.subscriptions or [])} - {uri})

    @api.autovacuum
    def _gc_idle(self) -> None:
        purge(self, [("last_seen", "<", self._oldest())])
