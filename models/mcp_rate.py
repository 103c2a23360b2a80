from odoo import api, models

from ..services import rate


class McpRate(models.AbstractModel):
    """Owns the table of rate buckets, which is not one of the ORM."""

    _name = "mcp.rate"
    _description = "MCP Rate Buckets"

    def init(self) -> None:
        self.env.cr.execute(rate.TABLE)

    @api.autovacuum
    def _gc_full_buckets(self) -> None:
        self.env.cr.execute(
            "DELETE FROM mcp_rate WHERE ts < clock_timestamp() - interval '1 hour'"
        )
