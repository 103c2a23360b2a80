"""Tools that need a library: one that is there, and one that is nowhere."""

from odoo import models

from odoo.addons.odoo_mcp.services.declarations import Effect, mcp_tool


class LibraryTools(models.AbstractModel):
    _name = "mcp.tools.library"
    _description = "MCP tools: library"
    _mcp_toolset = "probe"
    _mcp_libraries = {"lxml": "lxml"}

    @mcp_tool(Effect.READ)
    def _mcp_probe_library(self) -> str:
        """Need what the whole toolset needs."""
        return "there"

    @mcp_tool(Effect.READ, libraries={"mcp_nowhere": "mcp-nowhere"})
    def _mcp_probe_nowhere(self) -> str:
        """Need a library of its own."""
        return "never"
