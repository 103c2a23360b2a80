from odoo import models


class KnowledgeTools(models.AbstractModel):
    """Articles: in Odoo's Knowledge, OCA's document pages, or this addon's own."""

    _name = "mcp.tools.knowledge"
    _description = "MCP tools: knowledge"
    _mcp_toolset = "knowledge"
