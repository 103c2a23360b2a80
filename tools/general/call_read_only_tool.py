from __future__ import annotations

from odoo import models

from ...services.declarations import Effect, Field, mcp_tool
from ...services.errors import ToolError
from .call_tool import Arguments, CallParams


class CallReadOnlyParams(CallParams):
    arguments: Arguments = Field(default={}, description="The tool's arguments.")


class CallReadOnlyTool(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_tool(Effect.READ, delegates=Effect.READ)
    def _mcp_call_read_only_tool(self, params: CallReadOnlyParams) -> str:
        """Call a tool that only reads, by its name; search_tools marks these."""
        # the pipeline runs the tool that is named; only its own name leads here
        raise ToolError(f"{params.name} is not called through another.")
