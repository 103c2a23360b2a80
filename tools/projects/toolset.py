from odoo import models


class ProjectTools(models.AbstractModel):
    """Projects, their tasks, and templates of both."""

    _name = "mcp.tools.projects"
    _description = "MCP tools: projects"
    _mcp_toolset = "projects"
