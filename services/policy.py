"""Who may do what: one predicate for what is listed and for what may run.

A verdict is taken from facts in code (effect, toolset, groups), exceptions in
records (``mcp.rule``), the user's groups and the credential. Default: refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odoo import _, api, models

from . import addresses, apps, settings
from .catalog import Declaration
from .declarations import Effect
from .libraries import missing
from .oauth import scopes
from .principal import Mode, Principal
from .quick_cache import quick_cache

MODE_GROUPS = (
    ("odoo_mcp.group_administrator", Mode.ADMINISTRATOR),
    ("odoo_mcp.group_importer", Mode.IMPORTER),
    ("odoo_mcp.group_operator", Mode.OPERATOR),
    ("odoo_mcp.group_observer", Mode.OBSERVER),
)
INTERNAL_USERS = {"observe": Mode.OBSERVER, "operate": Mode.OPERATOR}
NEEDED_MODE = {
    Effect.READ: Mode.OBSERVER,
    Effect.ADD: Mode.OPERATOR,
    Effect.CHANGE: Mode.OPERATOR,
    Effect.DELETE: Mode.ADMINISTRATOR,
    Effect.EXECUTE: Mode.ADMINISTRATOR,
}
# the right in Odoo that a tool needs to the model that it is about
OPERATION = {
    Effect.READ: "read",
    Effect.ADD: "create",
    Effect.CHANGE: "write",
    Effect.DELETE: "unlink",
    Effect.EXECUTE: "write",
}
DEVELOPER = "developer"
GENERAL = "general"
# tools of any toolset answer a job
FOLLOWING = frozenset({"get_job"})


@dataclass(frozen=True)
class Verdict:
    """The answer of the predicate.

    Attributes:
        state: ``allowed``, ``needs_scope`` or ``refused``.
        hidden: refused in the words of a name that does not exist.
        reason: for who holds the toolset: why, and who could change it.
        confirmations: 0, 1, or 2 (the second by a person).
        approvers: who must approve it in Odoo: ids, empty for the default, None
            where nobody must.
        scopes: what an OAuth token lacks.
    """

    state: str
    hidden: bool = False
    reason: str = ""
    confirmations: int = 0
    approvers: tuple[int, ...] | None = None
    scopes: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        return self.state == "allowed"


HIDDEN = Verdict("refused", hidden=True)


def _refused(reason: str) -> Verdict:
    return Verdict("refused", reason=reason)


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
        """First answer wins. What hides comes first. Extend with super()."""
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
        """What ``principal`` may call, in the order in which it is listed."""
        return [
            declaration
            for declaration in self.env["mcp.catalog"]._of_kind(kind)
            if any(
                self._verdict(declaration, principal, effect).state != "refused"
                for effect in declaration.effects
            )
        ]

    def _check_developer(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """The developer toolset: group, switch, ``odoo.conf`` and address."""
        if not _is_developers(declaration, effect):
            return None
        if not self._is_developer(principal):
            return HIDDEN
        return None

    @api.model
    def _is_developer(self, principal: Principal) -> bool:
        """Whether everything that guards the developer toolset is open."""
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

    def _check_requires(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """The apps, and the caller's rights in Odoo to what they store."""
        required = declaration.mark.requires or ()
        if absent := apps.absent(self.env, required):
            return _refused(
                _("%(tool)s needs an app that is not installed here: %(apps)s.")
                % {"tool": declaration.name, "apps": absent}
            )
        lacking = apps.lacking(self._env_of(principal), required, OPERATION[effect])
        if not lacking:
            return None
        if not self._holds(declaration.toolset, principal):
            return HIDDEN
        return _refused(
            _(
                "%(tool)s needs a right in Odoo that you do not have: to %(right)s. "
                "explain_access says who has it."
            )
            % {"tool": declaration.name, "right": lacking}
        )

    def _check_libraries(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        if not (packages := missing(declaration.libraries)):
            return None
        text = _("%(tool)s needs Python packages that are not installed: %(names)s.")
        names = " ".join(packages)
        return _refused(text % {"tool": declaration.name, "names": names})

    def _holds(self, toolset: str, principal: Principal) -> bool:
        """Whether the caller has a right to something in ``toolset``."""
        env = self._env_of(principal)
        return any(
            not apps.absent(env, required)
            and not apps.lacking(env, required, OPERATION[effect])
            for declaration in self.env["mcp.catalog"]._of_kind("tool")
            if declaration.toolset == toolset
            for required in [declaration.mark.requires or ()]
            for effect in declaration.effects
        )

    def _env_of(self, principal: Principal) -> api.Environment:
        return self.env(user=principal.uid)

    def _check_scopes(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        """What the user may do, and did not grant to this client yet."""
        if principal.scopes is None:
            return None
        needed = [
            *self._mode_scopes(principal, effect),
            *([scopes.DEVELOPER] if _is_developers(declaration, effect) else []),
        ]
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

    def _needed_mode(self, effect: Effect) -> Mode:
        if effect == Effect.DELETE and settings.get(self.env, "operators_delete"):
            return Mode.OPERATOR
        # EXECUTE belongs to no mode: the developer group decides
        return Mode.OBSERVER if effect == Effect.EXECUTE else NEEDED_MODE[effect]

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
        return _refused(
            _(
                "%(tool)s needs the access mode %(needed)s; you work in the mode "
                "%(mode)s. An Odoo administrator can grant it."
            )
            % {
                "tool": declaration.name,
                "needed": needed.name.capitalize(),
                "mode": mode.name.capitalize(),
            }
        )

    def _check_narrowing(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> Verdict | None:
        narrow = principal.narrowing
        if not self._within(declaration, narrow.toolsets):
            return _refused(
                _("%s is outside the toolsets that this connection asked for.")
                % declaration.name
            )
        if narrow.read_only and effect != Effect.READ:
            return _refused(
                _("This connection asked to read only; %s writes.") % declaration.name
            )
        if not narrow.exclude.isdisjoint(declaration.names):
            return _refused(_("This connection excluded %s.") % declaration.name)
        return None

    def _within(self, declaration: Declaration, toolsets: frozenset | None) -> bool:
        if toolsets is None or declaration.toolset in toolsets:
            return True
        return declaration.name in FOLLOWING

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
        """Beside what Odoo keeps of the groups of a user, and as long as that."""
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

    def _confirmations(
        self, declaration: Declaration, principal: Principal, effect: Effect
    ) -> int:
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
        rule = self._rule(declaration)
        if effect == Effect.READ or not rule.get("approval"):
            return None
        return rule["approver_ids"]

    def _user(self, principal: Principal) -> models.BaseModel:
        return self.env["res.users"].browse(principal.uid)

    def _rule(self, declaration: Declaration) -> dict[str, Any]:
        return self._rules().get((declaration.kind, declaration.name), {})

    @quick_cache()
    def _rules(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What administrators decided differently, by kind and name."""
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


def _is_developers(declaration: Declaration, effect: Effect) -> bool:
    return declaration.toolset == DEVELOPER or effect == Effect.EXECUTE
