from odoo import models


class SafetyTools(models.AbstractModel):
    """Changes, undo and the audit."""

    _name = "mcp.tools.safety"
    _description = "MCP tools: safety"
    _mcp_toolset = "safety"
