from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.call import Call
from ...services.catalog import Declaration
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError
from ...services.orm import directory
from ...services.surface.tool_forms import also, common, signature, written
from ...services.surface.tool_search import best, closest, says


class SearchToolsParams(Params):
    query: str = Field(default="", description="What you want to do, in English words.")
    toolset: str | None = Field(None, description="Only this one, e.g. accounting.")
    limit: int = Field(5, ge=1, le=50, description="Tools at most.")


# suggested for work that no tool is made for
ANY_MODEL = ("search_records", "create_records", "update_records", "execute_method")

# models that are named
MOST = 3
# said once, before the tools
LEGEND = "; * is required, a type in brackets unless it is text"


class FoundTools(LeanResult):
    OPTIONAL = ("common", "more", "note")

    tools: list[dict[str, Any]] = Field(
        description="name, description, inputSchema; annotations where it only reads"
    )
    common: list[dict[str, Any]] = Field(
        default=[], description="Arguments said once: arguments, taken_by"
    )
    total: int = Field(description="How many match.")
    more: str | None = Field(None, description="How to read what is left out.")
    note: str | None = None

    def text(self) -> str:
        """The head, then what a tool takes, then what all take."""
        lines = [
            f"{len(self.tools)} of {self.total} tools{LEGEND if self.tools else ''}"
        ]
        lines += filter(None, [self.note, self.more])
        return "\n".join([*lines, *map(signature, self.tools), *map(also, self.common)])


class SearchTools(models.AbstractModel):
    _inherit = "mcp.tools.general"

    @mcp_tool(Effect.READ)
    def _mcp_search_tools(self, params: SearchToolsParams, call: Call) -> FoundTools:
        """Find tools, listed here or not; call_read_only_tool or call_tool calls them."""
        listed = self.env["mcp.listing"]._ranked(call.principal)
        withheld = self.env["mcp.listing"]._withheld(call.principal)
        if params.toolset:
            listed = self._of_toolset(params.toolset, listed)
            withheld = {
                d: why for d, why in withheld.items() if d.toolset == params.toolset
            }
        found = best(listed, params.query)
        fittest = best([*listed, *withheld], params.query)[:1]
        why = [withheld[tool] for tool in fittest if tool in withheld]
        return FoundTools(
            **self._shown(found, params),
            total=len(found),
            note=" ".join([*why, *self._hints(listed, found, params.query)]) or None,
        )

    def _shown(
        self, found: list[Declaration], params: SearchToolsParams
    ) -> dict[str, Any]:
        """The closest tools in full, the others in brief, and how to read these."""
        whole = closest(found, params.query)
        found = found[: params.limit]
        more = self.env._("For what is not described, search for the tool's name.")
        return {
            "tools": [written(tool, whole=tool in whole) for tool in found],
            "common": common(found),
            "more": more if {*found} - {*whole} else None,
        }

    def _hints(
        self, listed: list[Declaration], found: list[Declaration], query: str
    ) -> Iterator[str]:
        """How to go on when nothing fits, or nothing quite."""
        if any(says(tool, query) for tool in found) or (found and not query.strip()):
            return
        if not found:
            yield self.env._("Nothing fits: say it in other English words.")
        names = {tool.name for tool in listed}
        known = ", ".join(name for name in ANY_MODEL if name in names)
        models = ", ".join(e.model for e in directory.search(self.env, query)[:MOST])
        if known and (models or not found):
            yield self.env._("These work on any model of Odoo: %s.") % known
        if models:
            yield self.env._("Models that are called so: %s.") % models

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
