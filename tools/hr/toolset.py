from odoo import models


class HrTools(models.AbstractModel):
    """Employees, contracts and time off."""

    _name = "mcp.tools.hr"
    _description = "MCP tools: hr"
    _mcp_toolset = "hr"
