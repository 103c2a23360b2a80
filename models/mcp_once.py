from datetime import timedelta

from odoo import api, fields, models

from ..services.purging import purge


class McpOnce(models.Model):
    """Idempotency keys of writing calls, with what the first call answered."""

    _name = "mcp.once"
    _description = "MCP Idempotency Key"
    _log_access = False

    user_id = fields.Integer(required=True)
    key = fields.Char(required=True)
    arguments = fields.Char(required=True)
    outcome = fields.Json()
    create_date = fields.Datetime(required=True)

    def init(self) -> None:
        self.env.cr.execute(
            "CREATE UNIQUE INDEX IF NOT EXISTS mcp_once_key_uniq "
            "ON mcp_once (user_id, key)"
        )

    @api.autovacuum
    def _gc_old_keys(self) -> None:
        limit = fields.Datetime.now() - timedelta(days=1)
        purge(self, [("create_date", "<", limit)])
