"""Models and methods that tools may not change or run: keys, rights, code.

Whoever may change access rights, server actions or crons may do anything; so the
records of these models are left to people in Odoo, and to developers with their
tools switched on.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from fnmatch import fnmatchcase

from odoo import api

from .. import settings

# always, whatever the setting says
OURS = "mcp.* res.config.settings"
# ours too, and work of the users like any other
OPEN = ("mcp.article", "mcp.decision")
# always: who may come in, as whom, is decided by what stands there
LOGINS = (
    "auth.oauth.provider auth.passkey.* auth.saml.* res.company.ldap res.users.saml "
    "portal.wizard portal.wizard.user"
)
# always too: what stands in their records runs, on the server or in every browser
CODE = (
    "accounting.assert.test base.import.module base.language.import card.template "
    "digest.tip exception.rule gamification.goal.definition hr.salary.rule ir.asset "
    "theme.ir.* web_editor.assets website.assets"
)
# always: they merge records by SQL of their own, which no preview shows and no undo
# takes back
MERGES = "account.merge.wizard base.partner.merge.* data_merge.* mailing.list.merge"
# always: they delete or change whatever record they are given as superuser, of any
# model; or hand what stands in them to a method of its later
DELETERS = (
    "privacy.lookup.wizard* data_recycle.* data_cleaning.* mail.message.schedule "
    "res.users.deletion"
)
# always: machines that are sent what users are told, or where their calls and the answers
# of customers go; lines of Odoo's own log
MACHINES = "ir.logging mail.alias.domain mail.ice.server mail.push mail.push.device"
# not even as superuser, in a method that a client runs: what keeps him within bounds
BOUNDS = "ir.rule ir.model.access res.groups ir.config_parameter mcp.rule mcp.stop"
# always: methods of any model that give a credential away, or make one
CREDENTIALS = "authenticate auth_oauth *_token signup signup_get_auth_param *share_url*"
# of a model that is open otherwise: what grants rights, or runs in every browser
RIGHTS = {
    "res.company": ("user_ids",),
    "res.users": (
        *("groups_id", "group_ids", "in_group_*", "sel_groups_*", "role", "share"),
        *("login", "active", "oauth_*", "saml_*", "partner_id"),
    ),
    # the links of mails that set passwords begin with its domain
    "website": ("custom_code_*", "cdn_*", "domain"),
}
# of any model no client names what mails create as superuser; Odoo itself writes it
ANYWHERE = ("alias_defaults",)
# no client names these, Odoo itself writes them: companies of whoever makes one, whom
# visitors and searches work as, what others run by a click or as they come in
NAMED = {
    "ir.attachment": ("res_field",),
    "ir.embedded.actions": ("python_method",),
    "mail.compose.message": ("res_domain_user_id",),
    "onboarding.onboarding": ("panel_close_action_name",),
    "onboarding.onboarding.step": ("panel_step_open_action_name",),
    "ir.ui.menu": ("action",),
    "res.users": ("company_ids", "action_id"),
    "website": ("user_id",),
}
# nor these of messages: in whose name they are sent, where answers go, and Odoo's own log
# of what became of a record
OF_MESSAGES = {
    "mail.compose.message": (
        *("message_type", "reply_to*", "mail_server_id", "record_alias_domain_id"),
        "record_company_id",
    ),
    "mail.message": ("tracking_value_ids",),
    "mail.message.reaction": ("guest_id",),
    "mail.scheduled.message": ("notification_parameters",),
    "mail.tracking.value": ("*",),
}
# what hangs on a record of the model that it names
HANGING = (
    "ir.attachment mail.activity mail.activity.schedule mail.compose.message "
    "mail.followers mail.followers.edit mail.message mail.scheduled.message "
    "mail.wizard.invite"
)
MODEL_NAMES = ("model", "res_model", "res_model_id")
# no client tells others when to run one, though it exists
RUN = ("base.automation", "ir.actions.server", "ir.cron")


def is_closed(env: api.Environment, model: str) -> bool:
    """Whether records of ``model`` may not be created, changed or deleted by tools."""
    if _matches(model, settings.get(env, "closed_models")):
        return True
    if any(_matches(model, known) for known in (CODE, MERGES, DELETERS, MACHINES)):
        return True
    return _matches(model, LOGINS) or (model not in OPEN and _matches(model, OURS))


def is_closed_method(env: api.Environment, model: str, method: str) -> bool:
    """Whether tools may not run ``method`` of ``model``."""
    if is_closed(env, model) or _matches(method, CREDENTIALS):
        return True
    return _matches(f"{model}.{method}", settings.get(env, "closed_methods"))


@functools.lru_cache(maxsize=4096)
def _matches(name: str, patterns: str | None) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in settings.words(patterns))


def grants_rights(model: str, field: str) -> bool:
    """Whether writing ``field`` gives a user other rights, or code a place to run."""
    return _is_in(RIGHTS, model, field)


def is_kept(model: str, field: str) -> bool:
    """Whether no client may give ``field`` a value, for the rights it gives."""
    return opens_doors(model, field) or _is_in(OF_MESSAGES, model, field)


def opens_doors(model: str, field: str) -> bool:
    """Whether a value of ``field`` gives somebody more than he has."""
    if field in ANYWHERE or _is_in(NAMED, model, field):
        return True
    return grants_rights(model, field)


def hangs_on_closed(env: api.Environment, model: str, values: Mapping) -> str | None:
    """The closed model of which ``values`` name a record, for what hangs on one."""
    if not _matches(model, HANGING):
        return None
    named = [values[name] for name in MODEL_NAMES if values.get(name)]
    # sudo: the name of a model
    models = env["ir.model"].sudo()
    names = [models.browse(x).model if isinstance(x, int) else x for x in named]
    return next((name for name in names if is_closed(env, name)), None)


def is_bound(model: str) -> bool:
    """Whether its records keep clients within bounds, and none may go in a call."""
    return _matches(model, BOUNDS)


def _is_in(known: Mapping[str, tuple[str, ...]], model: str, field: str) -> bool:
    return any(fnmatchcase(field, pattern) for pattern in known.get(model, ()))
