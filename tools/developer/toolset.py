from odoo import models


class DeveloperTools(models.AbstractModel):
    """The server itself, for developers; off until an administrator switches it on."""

    _name = "mcp.tools.developer"
    _description = "MCP tools: developer"
    _mcp_toolset = "developer"
