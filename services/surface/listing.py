"""What ``tools/list`` shows of the tools that the caller may call.

mcp.listing._tools(principal)
  ├─ _ranked                        the most needed, then toolsets in a fixed order
  │    └─ mcp.policy._listed        what the caller may call: the authorization alone
  └─ _shown                         lean forms while the list budget lasts

``search_tools`` finds the rest, ``call_read_only_tool`` and ``call_tool`` call it: two,
so that a client that asks its user before what changes data need not ask before a look.
Every tool that may be called can also be called directly. A client that names its
toolsets gets those whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from odoo import api, models

from ..answers.render import compact
from ..callers.principal import Principal
from ..catalog import Declaration, hints_of
from ..declarations import Effect

TOKENS = 4000
BYTES_A_TOKEN = 4
ENVELOPE = 256
# what a caller may do: effects, and whether in the open world
Reach = list[tuple[Effect, bool]]
# those that a session needs most, whatever their toolset
FIRST = (
    "get_capabilities",
    "search_tools",
    "call_read_only_tool",
    "call_tool",
    "search_records",
    "get_record",
    "search",
    "fetch",
    "describe_model",
    "count_records",
    "aggregate_records",
    "create_records",
    "update_records",
    "delete_records",
    "execute_method",
    "undo",
    "list_models",
    "explain_access",
)


class McpListing(models.AbstractModel):
    _name = "mcp.listing"
    _description = "MCP list of tools"

    @api.model
    def _tools(self, principal: Principal) -> list[dict[str, Any]]:
        """The tools that are listed for ``principal``, in wire form."""
        return self._shown(self._ranked(principal), principal)

    @api.model
    def _shown(
        self, allowed: list[Declaration], principal: Principal
    ) -> list[dict[str, Any]]:
        """Those of ``allowed`` that are listed, in wire form.

        Args:
            allowed: what ``_ranked`` answered.
        """
        reach = self._reach(allowed, principal)
        whole = [self._described(tool, reach) for tool in allowed]
        if principal.narrowing.toolsets is not None:
            return whole
        if len(_fitting(whole)) == len(whole):
            return whole
        return _fitting(self._lean(tool, reach) for tool in allowed)

    @api.model
    def _ranked(self, principal: Principal) -> list[Declaration]:
        """What ``principal`` may call: the most needed, then toolset by toolset."""
        listed = self.env["mcp.policy"]._listed("tool", principal)
        return sorted(listed, key=lambda tool: _rank(tool.name))

    @api.model
    def _withheld(self, principal: Principal) -> dict[Declaration, str]:
        """What ``principal`` may know of and not call, and what a call would be told."""
        found = {}
        for tool in self.env["mcp.catalog"]._of_kind("tool"):
            verdicts = [
                self.env["mcp.policy"]._verdict(tool, principal, effect)
                for effect in tool.effects
            ]
            if all(v.state == "refused" and not v.hidden for v in verdicts):
                found[tool] = verdicts[0].reason
        return found

    def _reach(self, allowed: list[Declaration], principal: Principal) -> Reach:
        """Each effect that ``principal`` may cause, and whether in the open world.

        A tool with one effect is allowed because of it: only others are asked again.
        """
        policy = self.env["mcp.policy"]
        return [
            (effect, bool(tool.mark.open_world))
            for tool in allowed
            for effect in tool.effects
            if len(tool.effects) == 1
            or policy._verdict(tool, principal, effect).state != "refused"
        ]

    def _described(self, tool: Declaration, reach: Reach) -> dict[str, Any]:
        """A tool with all that there is to say of it."""
        described = {
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "inputSchema": tool.input_schema,
            "annotations": _hints(tool, reach),
        }
        if tool.output_schema:
            described["outputSchema"] = tool.output_schema
        if tool.mark.meta:
            described["_meta"] = dict(tool.mark.meta)
        return described

    def _lean(self, tool: Declaration, reach: Reach) -> dict[str, Any]:
        """The same without what clients derive: title, defaults, output schema."""
        lean = {
            "name": tool.name,
            "description": tool.description,
            "inputSchema": tool.lean_input_schema,
            "annotations": _said(_hints(tool, reach)),
        }
        if tool.mark.title:
            lean["title"] = tool.mark.title
        return lean


def _hints(tool: Declaration, reach: Reach) -> dict[str, bool]:
    """The annotations of ``tool``; of one that stands for others, those of all these."""
    if not tool.delegates:
        return tool.hints
    reached = [each for each in reach if each[0] <= tool.mark.delegates]
    worst = max((effect for effect, _open in reached), default=Effect.READ)
    return hints_of(worst, open_world=any(is_open for _effect, is_open in reached))


def _budget() -> int:
    return TOKENS * BYTES_A_TOKEN - ENVELOPE


def _fitting(tools: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first ones, as many as fit the budget."""
    fitting, left = [], _budget()
    for tool in tools:
        left -= _size(tool) + 1
        if left < 0:
            break
        fitting.append(tool)
    return fitting


def _rank(name: str) -> int:
    """The place among the tools that come first; all others share the last one."""
    return FIRST.index(name) if name in FIRST else len(FIRST)


def _said(hints: dict[str, bool]) -> dict[str, bool]:
    """The hints without those that the protocol assumes anyway or gives no meaning."""
    assumed = {"readOnlyHint": False, "idempotentHint": False}
    assumed |= {"destructiveHint": True, "openWorldHint": True}
    silent = {"destructiveHint", "idempotentHint"} if hints["readOnlyHint"] else set()
    return {
        name: value
        for name, value in hints.items()
        if value != assumed[name] and name not in silent
    }


def _size(value: Any) -> int:
    """Bytes on the wire."""
    return len(compact(value).encode())
