"""Arguments that are one value or a list of them."""

from __future__ import annotations

from typing import Any


def as_list(value: Any) -> Any:
    """A single value as a list of it."""
    return value if value is None or isinstance(value, list) else [value]
