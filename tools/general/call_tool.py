from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BeforeValidator

from odoo import models

from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError


def _object(value: Any) -> Any:
    """JSON text of an object is accepted for the object."""
    return json.loads(value) if isinstance(value, str) else value


Arguments = Annotated[dict[str, Any], BeforeValidator(_object)]


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
