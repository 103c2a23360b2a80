"""How often a call is confirmed, and who must approve it."""

from __future__ import annotations

from odoo import models

from ..callers.principal import Mode, Principal
from ..catalog import Declaration
from ..declarations import Effect
from .developers import DEVELOPER


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _confirmations(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> int:
        """0, 1, or 2 where the second is given by a person in Odoo.

        The tool may ask for one or for none, whatever its effect. A rule can only add
        to that. A trusted key skips one, but neither that of a rule nor two.
        """
        asked = self._default_confirmations(declaration, principal, effect)
        if declaration.mark.confirm is not None:
            asked = max(asked, 1) if declaration.mark.confirm else 0
        if self._approvers(declaration, effect) is not None:
            return 2
        if effect != Effect.READ and self._rule(declaration).get("confirm"):
            return max(asked, 1)
        trusted = principal.trusted and (
            declaration.toolset == DEVELOPER or effect < Effect.DELETE
        )
        return 0 if trusted and asked == 1 else asked

    def _default_confirmations(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> int:
        if effect == Effect.READ:
            return 0
        if effect == Effect.DELETE:
            return 2
        if effect == Effect.EXECUTE or declaration.toolset == DEVELOPER:
            return 1
        return 0 if self._mode(principal) == Mode.ADMINISTRATOR else 1

    def _approvers(
        self, declaration: Declaration, effect: Effect
    ) -> tuple[int, ...] | None:
        """Ids of the users of a rule, empty for the default; None: nobody must."""
        if effect == Effect.READ:
            return None
        rule = self._rule(declaration)
        return rule["approver_ids"] if rule.get("approval") else None
