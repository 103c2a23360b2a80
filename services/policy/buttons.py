"""What rules about tools ask of the buttons that these tools press.

``execute_method`` presses any button of Odoo. Whoever wants each posting approved sets
the rule for ``post_invoice``, and means the posting. Which buttons those are each tool
says itself (``presses``).
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from odoo import models

from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from .verdict import HIDDEN, Verdict


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _verdict_on(
        self, verdict: Verdict, names: Iterable[str], principal: Principal
    ) -> Verdict:
        """``verdict`` of a call, with what the rules of the tools ``names`` ask besides."""
        for tool in self._ruled(names):
            if self._check_rule(tool, principal, Effect.CHANGE):
                return HIDDEN
            verdict = self._stricter(verdict, tool)
        return verdict

    def _pressing(self, buttons: Iterable[str]) -> list[str]:
        """Names of the tools with a rule that holds for one of ``buttons``.

        Args:
            buttons: methods as ``model.method``; of a wizard that is not open yet
                ``*.method``.
        """
        asked = tuple(buttons)
        if not asked or not self._rules():
            return []
        tools = self._that_press(asked)
        ways = (tool.mark.falls_under or () for tool in tools)
        names = [*(tool.name for tool in tools), *chain.from_iterable(ways)]
        return [tool.name for tool in self._ruled(dict.fromkeys(names))]

    def _that_press(self, buttons: tuple[str, ...]) -> list[Declaration]:
        """The tools that press one of ``buttons``."""
        return [
            tool
            for tool in self.env["mcp.catalog"]._of_kind("tool")
            if self._presses(tool, buttons)
        ]

    def _ruled(self, names: Iterable[str]) -> list[Declaration]:
        found = (self.env["mcp.catalog"]._find("tool", name) for name in names)
        return [tool for tool in found if tool and self._rule(tool)]

    def _presses(self, tool: Declaration, buttons: tuple[str, ...]) -> bool:
        return any(
            self._is_button(button, pattern)
            for button in buttons
            for pattern in tool.mark.presses or ()
        )

    def _is_button(self, button: str, pattern: str) -> bool:
        if fnmatch.fnmatchcase(button, pattern):
            return True
        model, _dot, method = pattern.rpartition(".")
        return button == f"*.{method}" and self._is_of_a_wizard(model)

    def _is_of_a_wizard(self, pattern: str) -> bool:
        """Whether a model of that name, or pattern, is a wizard's."""
        if pattern in self.env:
            return self.env[pattern]._transient
        names = fnmatch.filter(self.env.registry, pattern)
        return any(self.env[name]._transient for name in names)

    def _stricter(self, verdict: Verdict, tool: Declaration) -> Verdict:
        asked = verdict.confirmations
        if (approvers := self._approvers(tool, Effect.CHANGE)) is not None:
            both = _both(verdict.approvers, approvers)
            return replace(verdict, confirmations=2, approvers=both)
        if self._rule(tool).get("confirm"):
            return replace(verdict, confirmations=max(asked, 1))
        return verdict


def _both(first: tuple[int, ...] | None, second: tuple[int, ...]) -> tuple[int, ...]:
    """Who may approve for two rules; where nobody may for both, those of the first."""
    if not first or not second:
        return first or second
    return tuple(user for user in first if user in second) or first
