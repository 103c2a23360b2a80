"""Which of Odoo's own API keys called: the audit and links know a digest alone."""

from __future__ import annotations

from odoo import fields, models


class McpApiKey(models.Model):
    """Which a key was, and its name when it was last used; it outlives the key."""

    _name = "mcp.api.key"
    _description = "MCP: name of an Odoo API key"
    _log_access = False

    digest = fields.Char(required=True, readonly=True)
    name = fields.Char(readonly=True)
    number = fields.Integer(readonly=True, help="Id of the row that Odoo keeps of it.")

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_api_key_digest "
            "ON mcp_api_key (digest)"
        )
