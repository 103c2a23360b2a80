"""Names of the Odoo API keys that called; audit and links hold only a digest of each."""

from __future__ import annotations

from odoo import fields, models


class McpApiKey(models.Model):
    """An API key that called, with its name at its last use; it outlives the key."""

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
