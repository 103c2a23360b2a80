"""Which prompts a caller sees: those that he can do something with."""

from __future__ import annotations

from collections.abc import Callable

from odoo import _, models

from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from ..orm.hidden import reaches
from .verdict import Verdict, refused


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _checks(self) -> tuple[Callable[..., Verdict | None], ...]:
        return (*super()._checks(), self._check_prompt)

    def _check_prompt(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """The models must be readable, and the tools callable that it needs."""
        if declaration.kind != "prompt":
            return None
        if self._is_readable(declaration) and self._is_doable(declaration, principal):
            return None
        return refused(
            _("%s needs models or tools that you may not use.") % declaration.name
        )

    def _is_readable(self, declaration: Declaration) -> bool:
        required = declaration.mark.requires or ()
        return all(reaches(self.env, model, "read") for model in required)

    def _is_doable(self, declaration: Declaration, principal: Principal) -> bool:
        """All tools that it needs, and one of those that it names."""
        mark = declaration.mark
        return all(self._reaches(tool, principal) for tool in mark.needs or ()) and (
            not mark.uses or any(self._reaches(tool, principal) for tool in mark.uses)
        )

    def _reaches(self, name: str, principal: Principal) -> bool:
        tool = self.env["mcp.catalog"]._find("tool", name)
        return bool(tool) and self._is_listed(tool, principal)
