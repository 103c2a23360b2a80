"""Models and methods that tools may not change or run: keys, rights, code.

Whoever may change access rights, server actions or crons may do anything; so the
records of these models are left to people in Odoo, and to developers with their
tools switched on.
"""

from __future__ import annotations

import functools
from fnmatch import fnmatchcase

from odoo import api

from .. import settings

# always, whatever the setting says
OURS = "mcp.* res.config.settings"
# ours too, and work of the users like any other
OPEN = ("mcp.article", "mcp.decision")
# of a model that is open otherwise: what grants rights
RIGHTS = {
    "res.users": ("groups_id", "group_ids", "in_group_*", "sel_groups_*", "share")
}


def is_closed(env: api.Environment, model: str) -> bool:
    """Whether records of ``model`` may not be created, changed or deleted by tools."""
    if _matches(model, settings.get(env, "closed_models")):
        return True
    return model not in OPEN and _matches(model, OURS)


def is_closed_method(env: api.Environment, model: str, method: str) -> bool:
    """Whether tools may not run ``method`` of ``model``."""
    patterns = settings.get(env, "closed_methods")
    return is_closed(env, model) or _matches(f"{model}.{method}", patterns)


@functools.lru_cache(maxsize=4096)
def _matches(name: str, patterns: str | None) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in settings.words(patterns))


def grants_rights(model: str, field: str) -> bool:
    """Whether writing ``field`` gives a user other rights."""
    return any(fnmatchcase(field, pattern) for pattern in RIGHTS.get(model, ()))
