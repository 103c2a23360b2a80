from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from odoo import models

from ...services.answers.lean import LeanResult
from ...services.call import Call
from ...services.catalog import Declaration
from ...services.declarations import Effect, Field, Params, mcp_tool
from ...services.errors import ToolError
from ...services.surface import things
from ...services.surface.tool_forms import also, common, signature, written
from ...services.surface.tool_search import (
    best,
    closest,
    does,
    is_called,
    is_made_for,
    knows,
    says,
)


class SearchToolsParams(Params):
    query: str = Field(default="", description="What you want to do, in English words.")
    toolset: str | None = Field(None, description="Only this one, e.g. accounting.")
    limit: int = Field(5, ge=1, le=50, description="Tools at most.")


# suggested for work that no tool is made for
ANY_MODEL = ("search_records", "create_records", "update_records", "execute_method")
# which do the same where they are called so
ALSO = ("count_records", "aggregate_records", "delete_records", "describe_model")
# of the others, how many may come before these
DOING = 2
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
        meant = [t for t in fittest if t in withheld and knows(t, params.query)]
        lead = self._lead(found, params.query)
        shown = found
        if lead and lead.models:
            shown = _general_first(listed, found, params.query, lead)
        notes = [withheld[tool] for tool in meant]
        notes += self._hints(listed, shown, lead)
        return FoundTools(
            **self._shown(shown, params),
            total=len(shown),
            note=" ".join(notes) or None,
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

    def _lead(self, found: list[Declaration], query: str) -> things.Named | None:
        """What of Odoo is meant where no tool is made for it, or none says it all."""
        if not query.strip() or any(is_made_for(tool, query) for tool in found):
            return None
        said = any(says(tool, query) for tool in found)
        named = things.named(self.env, query)
        return None if said and not named.whole else named

    def _hints(
        self,
        listed: list[Declaration],
        found: list[Declaration],
        lead: things.Named | None,
    ) -> Iterator[str]:
        """How to go on when nothing fits, or nothing quite."""
        if lead is None:
            return
        if not found:
            yield self.env._("Nothing fits: say it in other English words.")
            if known := ", ".join(tool.name for tool in _general(listed)):
                yield self.env._("These work on any model of Odoo: %s.") % known
        if not lead.models:
            return
        models = ", ".join(lead.models)
        yield self.env._("Models that are called so: %s.") % models
        if lead.buttons:
            buttons = ", ".join(lead.buttons)
            yield self.env._("Buttons that are called so: %s.") % buttons
        else:
            yield self.env._("describe_model with detail actions tells their buttons.")

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


def _general(listed: list[Declaration]) -> list[Declaration]:
    return [tool for tool in listed if tool.name in ANY_MODEL]


def _general_first(
    listed: list[Declaration],
    found: list[Declaration],
    query: str,
    lead: things.Named,
) -> list[Declaration]:
    """Those for any model, as far as the words fit them, after what does most of it."""
    order = {tool: n for n, tool in enumerate(found)}
    general = _general(listed)
    general += [t for t in listed if t.name in ALSO and is_called(t, query)]
    general.sort(key=lambda tool: order.get(tool, len(order)))
    doing = [tool for tool in found if does(tool, query, lead.words)][:DOING]
    return list(dict.fromkeys([*doing, *general, *found]))
