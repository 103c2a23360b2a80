from __future__ import annotations

from typing import Any

from odoo import models

from ...services.call import Call
from ...services.catalog import Declaration
from ...services.declarations import Effect, Field, Params, Result, mcp_tool
from ...services.errors import ToolError
from ...services.tool_search import best, signature


class SearchToolsParams(Params):
    query: str = Field(default="", description="What you want to do, in English words.")
    toolset: str | None = Field(None, description="Only this one, e.g. accounting.")
    limit: int = Field(5, ge=1, le=50, description="Tools at most.")


class FoundTools(Result):
    tools: list[dict[str, Any]] = Field(description="name, description, inputSchema")
    total: int = Field(description="How many match.")

    def text(self) -> str:
        head = f"{len(self.tools)} of {self.total} tools; * is required"
        return "\n".join([head, *map(signature, self.tools)])


class SearchTools(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_tool(Effect.READ)
    def _mcp_search_tools(self, params: SearchToolsParams, call: Call) -> FoundTools:
        """Find tools, listed here or not; call them with call_tool."""
        listed = self.env["mcp.listing"]._ranked(call.principal)
        if params.toolset:
            listed = self._of_toolset(params.toolset, listed)
        found = best(listed, params.query)
        tools = [
            {
                "name": tool.name,
                "description": tool.description,
                "inputSchema": tool.lean_input_schema,
            }
            for tool in found[: params.limit]
        ]
        return FoundTools(tools=tools, total=len(found))

    def _of_toolset(self, name: str, tools: list[Declaration]) -> list[Declaration]:
        if found := [tool for tool in tools if tool.toolset == name]:
            return found
        known = ", ".join(dict.fromkeys(tool.toolset for tool in tools))
        raise ToolError(
            self.env._(
                "There is no toolset %(name)s here; there are: %(known)s.",
                name=name,
                known=known,
            )
        )
