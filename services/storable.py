"""What PostgreSQL takes as text or JSON."""

from __future__ import annotations

import re
from typing import Any

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(value: Any) -> Any:
    """JSON-ready ``value``, its texts without NUL and without half surrogate pairs."""
    if isinstance(value, str):
        return UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {storable(key): storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value
