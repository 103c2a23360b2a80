"""Fields that hold credentials, which no tool may read."""

from __future__ import annotations

import functools
import re
from typing import Any

from ..audit.secret_names import SECRET

SECRET_NAME = re.compile(SECRET, re.IGNORECASE)
HOLDING = ("char", "text", "html", "binary", "json", "serialized")
# what the name does not tell; links that open a document to whoever has them
SECRETS = {
    ("ir.config_parameter", "value"),
    ("mcp.once", "outcome"),
    ("certificate.certificate", "content"),
    ("portal.share", "share_link"),
    ("payment.link.wizard", "link"),
    ("survey.invite", "survey_start_url"),
    ("discuss.channel", "uuid"),
    ("discuss.channel", "invitation_url"),
}
# where Odoo marks credentials by whom they are shown to
MARKED = {"payment.provider": "base.group_system"}


def is_secret(field: Any) -> bool:
    """Whether an Odoo field holds a password, key or token.

    By name, type and, for a related field, by what it stands for.
    """
    origin = getattr(field, "related_field", None)
    if origin is not None and is_secret(origin):
        return True
    if (field.model_name, field.name) in SECRETS:
        return True
    if field.type not in HOLDING:
        return False
    if field.groups and MARKED.get(field.model_name) == field.groups:
        return True
    return _sounds_secret(field.name)


@functools.cache
def _sounds_secret(name: str) -> bool:
    return bool(SECRET_NAME.search(name))
