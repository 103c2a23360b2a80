from odoo import models


class GeneralTools(models.AbstractModel):
    """What every session needs: who one is here, and the tools that are not listed."""

    _name = "mcp.tools.general"
    _description = "MCP tools: general"
    _mcp_toolset = "general"
