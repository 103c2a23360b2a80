from odoo import models


class DataTools(models.AbstractModel):
    """Records as files."""

    _name = "mcp.tools.data"
    _description = "MCP tools: data"
    _mcp_toolset = "data"
