"""Access modes: which one a user holds, which one a call needs, and OAuth scopes."""

from __future__ import annotations

from odoo import _, api, models

from .. import settings
from ..caches.quick_cache import quick_cache
from ..callers.principal import Mode, Principal
from ..catalog import Declaration
from ..declarations import Effect
from ..oauth import scopes
from .developers import is_for_developers
from .verdict import Verdict, refused

MODE_GROUPS = (
    ("odoo_mcp.group_administrator", Mode.ADMINISTRATOR),
    ("odoo_mcp.group_importer", Mode.IMPORTER),
    ("odoo_mcp.group_operator", Mode.OPERATOR),
    ("odoo_mcp.group_observer", Mode.OBSERVER),
)
# values of the setting mcp.internal_users
INTERNAL_USERS = {"observe": Mode.OBSERVER, "operate": Mode.OPERATOR}
NEEDED_MODE = {
    Effect.READ: Mode.OBSERVER,
    Effect.ADD: Mode.OPERATOR,
    Effect.CHANGE: Mode.OPERATOR,
    Effect.DELETE: Mode.ADMINISTRATOR,
    # it belongs to no mode: the developer group decides
    Effect.EXECUTE: Mode.OBSERVER,
}


def _named(declaration: Declaration, needed: Mode) -> Mode:
    """The mode to ask for: an import is a bulk write whatever its size."""
    imports = bool(declaration.params and declaration.params.IS_BULK)
    return max(needed, Mode.IMPORTER) if imports else needed


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    @api.model
    def _mode(self, principal: Principal) -> Mode:
        """The user's mode by group or setting, lowered by the credential."""
        return min(self._mode_of(self._user(principal)), principal.ceiling)

    @api.model
    def _mode_of(self, user: models.BaseModel) -> Mode:
        """The mode that ``user`` holds, whatever his credential."""
        return self._mode_by_id(user.id)

    @quick_cache()
    def _mode_by_id(self, uid: int) -> Mode:
        """As ``_mode_of``, kept for as long as Odoo keeps the groups of a user."""
        # sudo: asked of the caller, who need not be allowed to read users
        user = self.env["res.users"].sudo().browse(uid)
        for group, mode in MODE_GROUPS:
            if user.has_group(group):
                return mode
        if not user._is_internal():
            allowed = user._is_portal() and settings.get(self.env, "allow_portal")
            return Mode.OBSERVER if allowed else Mode.NONE
        setting = settings.get(self.env, "internal_users")
        return INTERNAL_USERS.get(setting, Mode.NONE)

    def _needed_mode(self, effect: Effect) -> Mode:
        if effect == Effect.DELETE and settings.get(self.env, "operators_delete"):
            return Mode.OPERATOR
        return NEEDED_MODE[effect]

    def _check_mode(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        mode, needed = self._mode(principal), self._needed_mode(effect)
        if effect == Effect.EXECUTE and principal.scopes is None:
            # a key that was lowered below Operator takes it away; of an OAuth token
            # the scope decided already
            mode, needed = principal.ceiling, Mode.OPERATOR
        if mode >= needed:
            return None
        return refused(
            _(
                "%(tool)s needs the access mode %(needed)s; you work in the mode "
                "%(mode)s. An Odoo administrator can grant it."
            )
            % {
                "tool": declaration.name,
                "needed": _named(declaration, needed).name.capitalize(),
                "mode": mode.name.capitalize(),
            }
        )

    def _check_scopes(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """What the user may do, and did not grant to this client yet."""
        if principal.scopes is None:
            return None
        needed = self._mode_scopes(principal, effect)
        if is_for_developers(declaration, effect):
            needed = [*needed, scopes.DEVELOPER]
        if set(needed) <= principal.scopes:
            return None
        return Verdict(
            "needs_scope",
            reason=_("%s needs more than you granted to this assistant.")
            % declaration.name,
            scopes=tuple(dict.fromkeys([*sorted(principal.scopes), *needed])),
        )

    def _mode_scopes(self, principal: Principal, effect: Effect) -> list[str]:
        """The scopes of the mode that ``effect`` needs, if the user can grant it."""
        needed = self._needed_mode(effect)
        most = min(self._mode_of(self._user(principal)), principal.reach)
        if needed <= scopes.most(principal.scopes) or needed > most:
            return []
        return scopes.of_mode(needed)
