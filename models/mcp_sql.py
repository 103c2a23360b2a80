from odoo import models

from ..services.sql import secrets


class McpSql(models.AbstractModel):
    """Keeps the views through which queries read tables with secret columns."""

    _name = "mcp.sql"
    _description = "MCP SQL Views"

    def init(self) -> None:
        secrets.make_views(self.env.cr)
