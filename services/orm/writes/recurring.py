"""What is to recur needs to know how: of the flag alone Odoo makes no series."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from odoo import models

# by model: the flag, Odoo's method for the fields that say how, and what to give
FLAGS = {
    "calendar.event": ("recurrency", "_get_recurrent_fields", "rrule_type, count"),
    "project.task": (
        "recurring_task",
        "_get_recurrence_fields",
        "repeat_interval, repeat_unit",
    ),
}


def lacking(records: models.BaseModel, values: Mapping[str, Any]) -> dict[str, str]:
    """By the flag what to give with it; nothing where it makes, or keeps, a series.

    Args:
        records: those that are written; empty for a new one.
    """
    flag, ways, needed = FLAGS.get(records._name, ("", "", ""))
    if values.get(flag) is not True or values.keys() & set(getattr(records, ways)()):
        return {}
    if records and all(record.recurrence_id for record in records):
        return {}
    return {flag: records.env._("nothing recurs by this alone: give %s too") % needed}
