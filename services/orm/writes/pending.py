"""Values that wait for a step: stored as asked, and nothing has happened yet."""

from __future__ import annotations

from typing import Any

from odoo import models

# by model and field: what it is about, whether it waits, and the step
STEPS = {
    ("stock.quant", "inventory_quantity"): (
        "quantity",
        "inventory_quantity_set",
        "action_apply_inventory",
    )
}


def has_step(record: models.BaseModel, field: Any) -> bool:
    """Whether the value is one that waits, be it the same as before."""
    return (record._name, field.name) in STEPS


def told(record: models.BaseModel, field: Any) -> str:
    """Of a value that waits, what it has not changed and what applies it; or nothing."""
    known = STEPS.get((record._name, field.name))
    if known is None or not record[known[1]]:
        return ""
    name, _waits, method = known
    text = record.env._(
        "noted only, %(field)s is still %(value)s: execute_method %(method)s applies it"
    )
    return text % {"field": name, "value": f"{record[name]:.15g}", "method": method}
