"""What a source of the inbox is: records of one model, and who decides them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odoo import api, models

Domain = list[Any]
Column = str | Callable[[models.BaseModel], list[Any]]


def _everything(records: models.BaseModel) -> models.BaseModel:
    return records


@dataclass(frozen=True)
class Source:
    """Records of one model that may wait for the caller.

    Attributes:
        name: as the answer calls it.
        model: may be absent from the database.
        domain: finds the candidates, for the environment of the caller.
        tool, argument: what decides a record, and how it takes the id.
        how: how it is decided where no tool does, or the caller has none.
        waits: those of the candidates that wait for the caller indeed.
        by, amount, since: columns of the answer: the name of a field, or a function
            that takes the records and answers one JSON value for each. None: the source
            has no such column.
    """

    name: str
    model: str
    domain: Callable[[api.Environment], Domain]
    tool: str | None = None
    argument: str = "record_ids"
    how: str = ""
    waits: Callable[[models.BaseModel], models.BaseModel] = _everything
    by: Column | None = None
    amount: Column | None = None
    since: Column = "create_date"
