"""What administrators decided differently (``mcp.rule``, the page Tools)."""

from __future__ import annotations

from typing import Any

from odoo import models

from ..caches.quick_cache import quick_cache
from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from .verdict import HIDDEN, Verdict


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _check_rule(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        rule = self._rule(declaration)
        if rule.get("hidden"):
            return HIDDEN
        group_ids = rule.get("group_ids")
        if group_ids and not set(group_ids) & set(
            self._user(principal)._get_group_ids()
        ):
            return HIDDEN
        return None

    def _rule(self, declaration: Declaration) -> dict[str, Any]:
        """The rule of one tool, resource or prompt; empty where there is none."""
        return self._rules().get((declaration.kind, declaration.name), {})

    @quick_cache()
    def _rules(self) -> dict[tuple[str, str], dict[str, Any]]:
        """All rules, by kind and name."""
        # sudo: the rules bind callers who may not read them
        return {
            (rule.kind, rule.name): {
                "hidden": rule.hidden,
                "confirm": rule.confirm,
                "rate": rule.rate,
                "approval": rule.approval,
                "approver_ids": tuple(rule.approver_ids.ids),
                "group_ids": tuple(rule.group_ids.ids),
            }
            for rule in self.env["mcp.rule"].sudo().search([])
        }
