"""What a tool needs besides a permission: apps, rights in Odoo, Python packages."""

from __future__ import annotations

from odoo import _, api, models

from .. import apps
from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from ..libraries import missing
from .verdict import HIDDEN, Verdict, refused

# the right in Odoo that a tool needs to the model that it is about
OPERATION = {
    Effect.READ: "read",
    Effect.ADD: "create",
    Effect.CHANGE: "write",
    Effect.DELETE: "unlink",
    Effect.EXECUTE: "write",
}


class McpPolicy(models.AbstractModel):
    _inherit = "mcp.policy"

    def _check_requires(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """The apps, and the caller's rights in Odoo to what they store."""
        required = declaration.mark.requires
        if not required:
            return None
        if absent := apps.absent(self.env, required):
            return refused(
                _("%(tool)s needs an app that is not installed here: %(apps)s.")
                % {"tool": declaration.name, "apps": absent}
            )
        lacking = apps.lacking(self._env_of(principal), required, OPERATION[effect])
        if not lacking:
            return None
        if not self._may_use_some_of(declaration.toolset, principal):
            return HIDDEN
        return refused(
            _(
                "%(tool)s needs a right in Odoo that you do not have: to %(right)s. "
                "explain_access says who has it."
            )
            % {"tool": declaration.name, "right": lacking}
        )

    def _may_use_some_of(self, toolset: str, principal: Principal) -> bool:
        """Whether the caller has Odoo's rights to some tool of ``toolset``."""
        env = self._env_of(principal)
        return any(
            _has_rights(env, declaration)
            for declaration in self.env["mcp.catalog"]._of_kind("tool")
            if declaration.toolset == toolset
        )

    def _env_of(self, principal: Principal) -> api.Environment:
        return self.env(user=principal.uid)

    def _check_libraries(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        if not (packages := missing(declaration.libraries)):
            return None
        text = _("%(tool)s needs Python packages that are not installed: %(names)s.")
        names = " ".join(packages)
        return refused(text % {"tool": declaration.name, "names": names})


def _has_rights(env: api.Environment, declaration: Declaration) -> bool:
    """Whether the user of ``env`` has them for at least one effect of the tool."""
    required = declaration.mark.requires or ()
    if apps.absent(env, required):
        return False
    return any(
        not apps.lacking(env, required, OPERATION[effect])
        for effect in declaration.effects
    )
