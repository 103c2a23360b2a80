"""What differs between Odoo 18.0 and 19.0, in one place."""

from __future__ import annotations

from odoo import models


def group_field(user: models.BaseModel) -> str:
    """The field of ``res.users`` that holds groups: renamed in 19.0."""
    return "group_ids" if "group_ids" in user._fields else "groups_id"


def grant(user: models.BaseModel, group: models.BaseModel) -> None:
    """Put ``user`` into ``group``."""
    user.write({group_field(user): [(4, group.id)]})


def check_api_key(env, key: str) -> int | None:
    """The user of an Odoo API key of scope ``mcp`` or global, by Odoo's own check."""
    return env["res.users.apikeys"]._check_credentials(scope="mcp", key=key)
