"""What the page Tools shows: the catalogue, with what was decided differently."""

from __future__ import annotations

from typing import Any

from odoo import api, models

from ..services.callers.principal import Mode, Principal
from ..services.catalog import Declaration
from ..services.surface.toolset_names import toolset_name


class McpPageTools(models.AbstractModel):
    _name = "mcp.page.tools"
    _description = "MCP page Tools"

    @api.model
    def describe(self) -> dict[str, Any]:
        """Toolset by toolset, what there is; others than administrators see less.

        ``{"administrator", "toolsets": [{name, label, tools: [{name, title, description,
        effects, state, reason, confirmations, approval, rule}]}]}``; ``rule`` is
        ``{id, hidden, confirm, rate, groups}`` or False.
        """
        administrator = self.env.user.has_group("odoo_mcp.group_administrator")
        # the page calls no tool, so it shows them all, whatever the address
        principal = Principal(uid=self.env.uid, credential="web", local=True)
        has_mode = self.env["mcp.policy"]._mode(principal) != Mode.NONE
        rules = self._rules() if administrator else {}
        toolsets: dict[str, list[dict[str, Any]]] = {}
        for tool in self.env["mcp.catalog"]._of_kind("tool"):
            row = self._row(tool, principal, rules.get(tool.name, False))
            if administrator or (has_mode and not row["hidden"]):
                toolsets.setdefault(tool.toolset, []).append(row)
        return {
            "administrator": administrator,
            "toolsets": [
                {"name": name, "label": toolset_name(self.env, name), "tools": rows}
                for name, rows in toolsets.items()
            ],
        }

    def _row(
        self, tool: Declaration, principal: Principal, rule: Any
    ) -> dict[str, Any]:
        policy = self.env["mcp.policy"]
        verdicts = [policy._verdict(tool, principal, e) for e in tool.effects]
        allowed = [verdict for verdict in verdicts if verdict.state != "refused"]
        return {
            "name": tool.name,
            "title": tool.title,
            "description": tool.description,
            "effects": _effects(tool),
            "state": "allowed" if allowed else "refused",
            "hidden": not allowed and verdicts[0].hidden,
            "reason": "" if allowed else verdicts[0].reason or "",
            "confirmations": max((v.confirmations for v in allowed), default=0),
            "approval": self._needs_approval(tool),
            "rule": rule,
        }

    def _needs_approval(self, tool: Declaration) -> bool:
        approvers = self.env["mcp.policy"]._approvers
        return any(approvers(tool, effect) is not None for effect in tool.effects)

    def _rules(self) -> dict[str, dict[str, Any]]:
        return {
            rule.name: {
                "id": rule.id,
                "hidden": rule.hidden,
                "confirm": rule.confirm,
                "rate": rule.rate,
                "groups": rule.group_ids.mapped("name"),
            }
            for rule in self.env["mcp.rule"].search([("kind", "=", "tool")])
        }


def _effects(tool: Declaration) -> list[str]:
    """The effects that it may have; a tool that stands for others has none."""
    if tool.delegates:
        return []
    return [effect.name.lower() for effect in tool.effects]
