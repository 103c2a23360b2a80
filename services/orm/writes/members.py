"""What Odoo's commands take out of a list and put into it."""

from __future__ import annotations

from typing import Any

from odoo import models


def dropped(records: models.BaseModel, field: Any, commands: list[Any]) -> set[int]:
    """Ids that are in the list of one of ``records`` and will not be."""
    gone = {command[1] for command in commands if command[0] in (2, 3)}
    for command in commands:
        if command[0] in (5, 6):
            kept = set(command[2]) if command[0] == 6 else set()
            gone |= set().union(*_lists(records, field)) - kept
    return gone


def linked(records: models.BaseModel, field: Any, commands: list[Any]) -> set[int]:
    """Ids of existing records that are to be in the list, and are not in all."""
    wanted: set[int] = set()
    for command in commands:
        if command[0] in (4, 6):
            wanted |= {command[1]} if command[0] == 4 else set(command[2])
    if not wanted or not records:
        return wanted
    return wanted - set.intersection(*_lists(records, field))


def _lists(records: models.BaseModel, field: Any) -> list[set[int]]:
    """The list of each record, as far as Odoo replaces it."""
    if field.type == "many2many":
        # of a one2many it leaves archived lines where they are
        records = records.with_context(active_test=False)
    return [set(record[field.name]._ids) for record in records]
