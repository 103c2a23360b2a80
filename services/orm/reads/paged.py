"""A page of records as rows of an answer, within its budget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from odoo import models

from ... import settings
from ...answers import numbers
from ...answers.fitting import room
from ...answers.paging import next_offset

Row = TypeVar("Row", bound=BaseModel)


@dataclass
class Page(Generic[Row]):
    """Rows of an answer, and where they stand among all that were found.

    Attributes:
        total: how many there are in all.
        next_offset: where the next page begins; None after the last row.
        note: that the limit was lowered by a setting; None where it was not.
        truncated: rows were left out to stay within the budget.
    """

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
    rows = fitting_rows(shown(found), room(model.env) - kept_back)
    total = model.search_count(domain)
    following = next_offset(offset, len(rows), total)
    return Page(rows, total, following, note, len(rows) < len(found))


def fitting_rows(rows: list[Row], budget: int) -> list[Row]:
    """The first of ``rows`` that fit into ``budget`` bytes, but at least one."""
    left = budget
    for number, row in enumerate(rows):
        # both halves of the answer carry it
        left -= 2 * len(row.model_dump_json().encode())
        if left < 0 and number:
            return rows[:number]
    return rows
