"""A page of records as rows of an answer, within its budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from odoo import models

from .. import numbers, settings
from ..fitting import room

Row = TypeVar("Row", bound=BaseModel)


@dataclass
class Page(Generic[Row]):
    """``next_offset`` is None after the last row; ``note`` says a lowered limit."""

    rows: list[Row]
    total: int
    next_offset: int | None
    note: str | None
    truncated: bool


def paged(
    model: models.BaseModel,
    domain: list[Any],
    shown: Callable[[models.BaseModel], list[Row]],
    *,
    limit: int,
    offset: int = 0,
    order: str | None = None,
    kept_back: int = 0,
) -> Page[Row]:
    """What ``domain`` finds, as many rows as fit the answer's budget.

    Args:
        shown: the rows of some records, all at once.
        kept_back: bytes of the budget that something else needs.
    """
    most = settings.get(model.env, "max_limit")
    limit, note = numbers.capped(limit, most, "limit")
    found = model.search(domain, limit=limit, offset=offset, order=order)
    rows = _fitting(shown(found), room(model.env) - kept_back)
    total = model.search_count(domain)
    reached = offset + len(rows)
    more = bool(rows) and reached < total
    return Page(rows, total, reached if more else None, note, len(rows) < len(found))


def _fitting(rows: list[Row], left: int) -> list[Row]:
    for number, row in enumerate(rows):
        # both halves of the answer carry it
        left -= 2 * len(row.model_dump_json().encode())
        if left < 0 and number:
            return rows[:number]
    return rows
