from odoo import models


class DecisionTools(models.AbstractModel):
    """Decisions, and what waits for an approval."""

    _name = "mcp.tools.decisions"
    _description = "MCP tools: decisions"
    _mcp_toolset = "decisions"
