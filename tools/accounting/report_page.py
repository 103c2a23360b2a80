"""The rows of a report that fit one answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from pydantic import BaseModel

from odoo import api

from ...services.answers import fitting
from ...services.answers.paging import next_offset
from ...services.orm.reads import fit

Row = TypeVar("Row", bound=BaseModel)
# bytes that stay for what an answer says besides its rows
KEPT_BACK = 2048


def report_page(
    env: api.Environment, rows: Sequence[Row], offset: int, limit: int
) -> tuple[list[Row], int | None]:
    """The rows to show, and where the next page begins."""
    return page_of(env, rows[offset : offset + limit], offset, len(rows))


def page_of(
    env: api.Environment, asked: Sequence[Row], offset: int, total: int
) -> tuple[list[Row], int | None]:
    """The same where only the rows from ``offset`` on that are ``asked`` were made."""
    dumped = [row.model_dump() for row in asked]
    kept = list(asked[: fit.how_many(dumped, fitting.room(env) - KEPT_BACK)])
    return kept, next_offset(offset, len(kept), total)
