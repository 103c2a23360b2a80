"""Arguments that are one value or a list of them, or JSON as a text."""

from __future__ import annotations

import json
from typing import Any


def as_list(value: Any) -> Any:
    """A single value as a list of it."""
    return value if value is None or isinstance(value, list) else [value]


def as_json(value: Any) -> Any:
    """What a text of JSON says; anything else as it is."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        raise ValueError("an object, not a text that is no JSON") from None
