"""Names of Odoo's own API keys, by which the audit is read: it knows a digest alone."""

from __future__ import annotations

from odoo import fields, models


class McpApiKey(models.Model):
    """What a key was called when it was last used; it outlives the key."""

    _name = "mcp.api.key"
    _description = "MCP: name of an Odoo API key"
    _log_access = False

    digest = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_api_key_digest "
            "ON mcp_api_key (digest)"
        )
