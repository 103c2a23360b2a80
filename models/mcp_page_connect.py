"""What the page Connect shows: configurations of clients, for the user at hand."""

from __future__ import annotations

import base64
from typing import Any

from odoo import _, api, models

from ..services.callers.principal import Mode
from ..services.connecting.clients import clients
from ..services.connecting.desktop_extension import extension
from ..services.route import endpoint


class McpPageConnect(models.AbstractModel):
    _name = "mcp.page.connect"
    _description = "MCP page Connect"

    @api.model
    def describe(self, lang: str | None = None) -> dict[str, Any]:
        """Endpoint, languages and clients; ``lang`` is the one that was chosen.

        ``{"url", "allowed", "keys", "languages": [[code, name]], "clients": […]}``;
        ``keys`` counts the user's own working keys.
        """
        url = self._url(lang)
        return {
            "url": url,
            "allowed": self.env["mcp.policy"]._mode_of(self.env.user) != Mode.NONE,
            "keys": self._count_keys(),
            "languages": self.env["res.lang"].get_installed(),
            "clients": clients(url, self.env._),
        }

    @api.model
    def desktop_extension(self, lang: str | None = None) -> dict[str, str]:
        """The file for Claude Desktop, base64: ``{"name", "data"}``."""
        name = _("Odoo (%s)") % self.env.company.name
        content = extension(self._url(lang), name)
        return {"name": "odoo.mcpb", "data": base64.b64encode(content).decode()}

    @api.model
    def _url(self, lang: str | None) -> str:
        installed = dict(self.env["res.lang"].get_installed())
        chosen = lang if lang in installed else None
        return endpoint(self.get_base_url(), chosen)

    @api.model
    def _count_keys(self) -> int:
        keys = self.env["mcp.key"].search(
            [("user_id", "=", self.env.uid), ("prefix", "!=", False)]
        )
        return sum(key._state() in ("valid", "unused") for key in keys)
