"""What rules about tools ask of the buttons that these tools press.

``execute_method`` presses any button of Odoo. Whoever wants each posting approved sets
the rule for ``post_invoice``, and means the posting. Which buttons those are each tool
says itself (``presses``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from odoo import models

from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from .verdict import HIDDEN, Verdict


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _verdict_on(
        self,
        verdict: Verdict,
        buttons: Iterable[str],
        principal: Principal,
        others: Iterable[str] = (),
    ) -> Verdict:
        """``verdict`` of a call, with what the rules of its buttons ask besides.

        Args:
            buttons: methods as ``model.method``; of a wizard that is not open yet
                ``*.method``.
            others: tools of which this call is another way.
        """
        for tool in [*self._pressing(buttons), *self._ruled(others)]:
            if self._check_rule(tool, principal, Effect.CHANGE):
                return HIDDEN
            verdict = self._stricter(verdict, tool)
        return verdict

    def _pressing(self, buttons: Iterable[str]) -> list[Declaration]:
        """The tools with a rule that press one of ``buttons``."""
        asked = tuple(buttons)
        if not asked:
            return []
        return [
            tool
            for tool in self.env["mcp.catalog"]._of_kind("tool")
            if self._rule(tool) and self._presses(tool, asked)
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
        if fnmatchcase(button, pattern):
            return True
        model, _dot, method = pattern.rpartition(".")
        wizard = model in self.env and self.env[model]._transient
        return wizard and button == f"*.{method}"

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
