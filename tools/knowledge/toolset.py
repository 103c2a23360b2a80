from odoo import models

from ...services.texts import markdown


class KnowledgeTools(models.AbstractModel):
    """Articles: in Odoo's Knowledge, OCA's document pages, or this addon's own."""

    _name = "mcp.tools.knowledge"
    _description = "MCP tools: knowledge"
    _mcp_toolset = "knowledge"
    # without these texts would be plain, and articles would lose their form
    _mcp_libraries = markdown.LIBRARIES
