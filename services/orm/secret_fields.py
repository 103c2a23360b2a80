"""Fields that hold credentials, which no tool may read."""

from __future__ import annotations

import re
from typing import Any

SECRET_NAME = re.compile(
    r"passw|passphrase|secret|token|api_?key|private_?key|credential|(^|_)otp(_|$)|totp"
    r"|cookie|session_?id|_hash$|(^|_)pin$|(^|_)cvc$|access_?key|_key_(id|secret)$"
)
HOLDING = ("char", "text", "html", "binary", "json", "serialized")
# what the name does not tell
SECRETS = {("ir.config_parameter", "value"), ("mcp.once", "outcome")}


def is_secret(field: Any) -> bool:
    """Whether an Odoo field holds a password, key or token.

    By name, type and, for a related field, by what it stands for.
    """
    origin = getattr(field, "related_field", None)
    if origin is not None and is_secret(origin):
        return True
    if (field.model_name, field.name) in SECRETS:
        return True
    return field.type in HOLDING and bool(SECRET_NAME.search(field.name))
