"""The predicate itself, and the checks that need nothing but the principal."""

from __future__ import annotations

from collections.abc import Callable

from odoo import _, api, models

from ..callers.principal import Principal
from ..catalog import Declaration
from ..declarations import Effect
from .verdict import HIDDEN, Verdict, refused

# tools of any toolset may start a job, so a narrowed connection still reaches this one
IN_EVERY_TOOLSET = frozenset({"get_job"})
GENERAL = "general"


class McpPolicy(models.AbstractModel):
    _name = "mcp.policy"
    _description = "MCP policy"

    @api.model
    def _verdict(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict:
        """Decide on one call of ``declaration`` that has ``effect``."""
        for check in self._checks():
            if verdict := check(declaration, principal, effect):
                return verdict
        return Verdict(
            "allowed",
            confirmations=self._confirmations(declaration, principal, effect),
            approvers=self._approvers(declaration, effect),
        )

    def _checks(self) -> tuple[Callable[..., Verdict | None], ...]:
        """Each takes what ``_verdict`` takes; the first that answers decides.

        What hides a tool comes first, so that no reason tells of a hidden one. Extend
        with ``super()``.
        """
        return (
            self._check_developer,
            self._check_toolset,
            self._check_rule,
            self._check_requires,
            self._check_libraries,
            self._check_groups,
            self._check_scopes,
            self._check_mode,
            self._check_narrowing,
        )

    @api.model
    def _listed(self, kind: str, principal: Principal) -> list[Declaration]:
        """What ``principal`` may call, in the order in which it is listed.

        Args:
            kind: ``tool``, ``resource`` or ``prompt``.
        """
        return [
            declaration
            for declaration in self.env["mcp.catalog"]._of_kind(kind)
            if self._is_listed(declaration, principal)
        ]

    def _is_listed(self, declaration: Declaration, principal: Principal) -> bool:
        """Whether at least one of its effects is not refused to ``principal``."""
        return any(
            self._verdict(declaration, principal, effect).state != "refused"
            for effect in declaration.effects
        )

    def _check_toolset(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        if principal.toolsets is None or declaration.toolset in principal.toolsets:
            return None
        if declaration.toolset == GENERAL:
            # it opens nothing of its own: what it reaches is judged by itself
            return None
        return HIDDEN

    def _check_groups(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        groups = declaration.mark.groups
        user = self._user(principal)
        if not groups or any(user.has_group(group) for group in groups):
            return None
        return HIDDEN

    def _check_narrowing(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        narrow = principal.narrowing
        if not _is_within(declaration, narrow.toolsets):
            return refused(
                _("%s is outside the toolsets that this connection asked for.")
                % declaration.name
            )
        if narrow.read_only and effect != Effect.READ:
            return refused(
                _("This connection asked to read only; %s writes.") % declaration.name
            )
        if not narrow.exclude.isdisjoint(declaration.names):
            return refused(_("This connection excluded %s.") % declaration.name)
        return None

    def _user(self, principal: Principal) -> models.BaseModel:
        return self.env["res.users"].browse(principal.uid)


def _is_within(declaration: Declaration, toolsets: frozenset[str] | None) -> bool:
    if toolsets is None or declaration.toolset in toolsets:
        return True
    return declaration.name in IN_EVERY_TOOLSET
