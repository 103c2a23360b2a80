from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from odoo import models

from ...services.answers.lists import as_json
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError

Arguments = Annotated[dict[str, Any], BeforeValidator(as_json)]


class CallParams(Params):
    name: str = Field(description="As search_tools answered it.")
    arguments: Arguments = Field(
        default={}, description="The tool's arguments; its confirmation goes here too."
    )


class CallTool(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_tool(Effect.READ, delegates=Effect.EXECUTE)
    def _mcp_call_tool(self, params: CallParams) -> str:
        """Call any tool by its name, also one that is not listed here."""
        # the pipeline runs the tool that is named; only its own name leads here
        raise ToolError(f"{params.name} is not called through itself.")
