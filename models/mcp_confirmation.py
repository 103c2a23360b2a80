from datetime import timedelta

from odoo import api, fields, models

from ..services.purging import purge


class McpConfirmation(models.Model):
    """Nonces of confirmation tokens that were used; kept while they could recur."""

    _name = "mcp.confirmation"
    _description = "MCP Used Confirmation"
    _log_access = False

    nonce = fields.Char(required=True)
    create_date = fields.Datetime(required=True)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_confirmation_nonce_uniq "
            "ON mcp_confirmation (nonce)"
        )

    @api.autovacuum
    def _gc_used(self) -> None:
        limit = fields.Datetime.now() - timedelta(hours=1)
        purge(self, [("create_date", "<", limit)])
