"""Any Python value that a method of Odoo returned, as small JSON without secrets."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from odoo import api, models

from ...audit.masking import masked
from .. import moments

MOST_ITEMS = 200
MOST_IDS = 100
DEEPEST = 8


def plain(env: api.Environment, value: Any) -> Any:
    """``value`` as JSON; records by model and ids, what is named like a secret masked.

    What has no JSON form is named by its type: nothing of it is guessed.
    """
    return masked(_plain(env, value, 0))


def _plain(env: api.Environment, value: Any, depth: int) -> Any:
    if depth > DEEPEST:
        return "…"
    if isinstance(value, models.BaseModel):
        return _records(value)
    if isinstance(value, Mapping):
        return _items(env, value, depth)
    if isinstance(value, bytes | bytearray):
        return f"<{len(value)} bytes>"
    if isinstance(value, list | tuple | set | frozenset):
        return _list(env, value, depth)
    return _scalar(env, value)


def _records(records: models.BaseModel) -> dict[str, Any]:
    found: dict[str, Any] = {"model": records._name, "ids": records.ids[:MOST_IDS]}
    if len(records) > MOST_IDS:
        found["count"] = len(records)
    return found


def _items(
    env: api.Environment, value: Mapping[Any, Any], depth: int
) -> dict[str, Any]:
    kept = list(value.items())[:MOST_ITEMS]
    return {str(key): _plain(env, item, depth + 1) for key, item in kept}


def _list(env: api.Environment, value: Iterable[Any], depth: int) -> list[Any]:
    items = list(value)
    kept = [_plain(env, item, depth + 1) for item in items[:MOST_ITEMS]]
    return [*kept, f"… {len(items)}"] if len(items) > MOST_ITEMS else kept


def _scalar(env: api.Environment, value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, datetime):
        return moments.show_datetime(env, value) if not value.tzinfo else str(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"<{type(value).__name__}>"
