"""How much text fits an answer.

A text counts twice: plain in the text half, and escaped as JSON in the data half.
"""

from __future__ import annotations

import json
from itertools import accumulate
from typing import Any

from odoo import api

from .. import settings
from .render import compact

RESERVED = 2048


def room(env: api.Environment) -> int:
    """Bytes that the long texts of an answer may cost, by ``mcp.answer_budget_kb``."""
    return settings.get(env, "answer_budget_kb") * 1024 - RESERVED


def cost(text: str) -> int:
    """Bytes that ``text`` takes: as JSON in the data, plain in the text."""
    escaped = json.dumps(text, ensure_ascii=False)
    return len(text.encode(errors="replace")) + len(escaped.encode(errors="replace"))


def beginning(text: str, budget: int) -> str:
    """The longest beginning of ``text`` that costs at most ``budget`` bytes."""
    text = text[: max(0, budget)]
    if cost(text) <= budget:
        return text
    low, high = 0, len(text)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if cost(text[:middle]) <= budget else (low, middle)
    return text[:low]


def fitting_rows(rows: list[dict[str, Any]], budget: int) -> list[dict[str, Any]]:
    """The first rows, of which JSON takes at most ``budget`` bytes."""
    sizes = accumulate(len(compact(row).encode()) + 1 for row in rows)
    return rows[: sum(size <= budget for size in sizes)]
