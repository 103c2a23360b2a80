"""Who may use the developer toolset, and what only a developer may call."""

from __future__ import annotations

from odoo import api, models

from .. import settings
from ..callers import addresses
from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from .verdict import HIDDEN, Verdict

DEVELOPER = "developer"


def is_for_developers(declaration: Declaration, effect: Effect) -> bool:
    """Whether a call is one of the developer toolset, or executes code."""
    return declaration.toolset == DEVELOPER or effect == Effect.EXECUTE


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _check_developer(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        if not is_for_developers(declaration, effect) or self._is_developer(principal):
            return None
        return HIDDEN

    @api.model
    def _is_developer(self, principal: Principal) -> bool:
        """Whether ``odoo.conf``, the switch, the group and the address all allow it."""
        return (
            settings.conf("mcp_developer_tools") is not False
            and bool(settings.get(self.env, "developer_tools"))
            and self._user(principal).has_group("odoo_mcp.group_developer")
            and self._address_allowed(principal)
        )

    def _address_allowed(self, principal: Principal) -> bool:
        """``mcp.developer_addresses`` holds networks; empty means this machine.

        A loopback address counts only when the caller is this machine indeed:
        behind a local proxy everybody has one.
        """
        networks = settings.get(self.env, "developer_addresses")
        if not networks:
            return principal.local
        caller = addresses.parse(principal.address)
        if caller is None or (caller.is_loopback and not principal.local):
            return False
        return addresses.within(principal.address, networks)
