"""A new meeting ends when its time is over.

Odoo's form sees to that while one types; its model takes for the end what is proposed
for a meeting that starts now.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import models

MEETING = "calendar.event"


def ended(model: models.BaseModel, values: dict[str, Any]) -> dict[str, Any]:
    """``values`` of a new record; of a meeting that has a start alone, with an end."""
    if model._name != MEETING or "stop" in values or not values.get("start"):
        return values
    hours = values.get("duration")
    lasts = timedelta(hours=model.get_default_duration() if hours is None else hours)
    return {**values, "stop": values["start"] + lasts}
