from odoo import models


class RecordTools(models.AbstractModel):
    """Any model, as the user sees it."""

    _name = "mcp.tools.records"
    _description = "MCP tools: records"
    _mcp_toolset = "records"
