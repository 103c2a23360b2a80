"""Which dashboards a caller may have, and why not the others."""

from __future__ import annotations

from odoo import api

from .. import apps
from ..callers.principal import Principal
from .known import DASHBOARDS, Dashboard

# a key for any record may have them all
RECORDS = "records"


def readable(env: api.Environment, principal: Principal) -> list[str]:
    """Names of the dashboards that ``principal`` may read, in their order."""
    return [name for name in DASHBOARDS if not why_not(env, principal, name)]


def why_not(env: api.Environment, principal: Principal, name: str) -> str:
    """The reason for a person, or nothing where the dashboard is open to him."""
    dashboard = DASHBOARDS[name]
    if absent := apps.absent(env, (dashboard.about,)):
        text = env._("The dashboard %(name)s needs an app that is not here: %(what)s.")
        return text % {"name": name, "what": absent}
    if not _is_in_reach(dashboard, principal):
        text = env._("The dashboard %(name)s is outside the toolsets of this key.")
        return text % {"name": name}
    if lacking := apps.lacking(env, (dashboard.about,), "read"):
        text = env._("The dashboard %(name)s needs a right in Odoo: to %(what)s.")
        return text % {"name": name, "what": lacking}
    return ""


def _is_in_reach(dashboard: Dashboard, principal: Principal) -> bool:
    toolsets = principal.toolsets
    return toolsets is None or bool(toolsets & {RECORDS, dashboard.toolset})
