from odoo import models


class WorkflowTools(models.AbstractModel):
    """Business processes that span models: selling, buying, making, moving."""

    _name = "mcp.tools.workflows"
    _description = "MCP tools: workflows"
    _mcp_toolset = "workflows"
