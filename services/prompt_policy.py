"""Which prompts a caller sees: those that he can do something with."""

from __future__ import annotations

from collections.abc import Callable

from odoo import _, models

from .catalog import Declaration
from .declarations import Effect
from .policy import Verdict
from .principal import Principal


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _checks(self) -> tuple[Callable[..., Verdict | None], ...]:
        return (*super()._checks(), self._check_prompt)

    def _check_prompt(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """The models must be readable, and one of the tools callable."""
        if declaration.kind != "prompt":
            return None
        readable = self.env["ir.model.access"]._get_allowed_models("read")
        closed = [m for m in declaration.mark.requires or () if m not in readable]
        uses = declaration.mark.uses
        if not closed and (not uses or any(self._reaches(t, principal) for t in uses)):
            return None
        return Verdict(
            "refused",
            reason=_("%s needs models or tools that you may not use.")
            % declaration.name,
        )

    def _reaches(self, name: str, principal: Principal) -> bool:
        tool = self.env["mcp.catalog"]._find("tool", name)
        return bool(tool) and any(
            self._verdict(tool, principal, effect).state != "refused"
            for effect in tool.effects
        )
