"""Fields that Odoo's forms keep read-only for a record as it is now.

Odoo holds that in the web client alone: a line of a posted invoice takes a new price
over its interface, and then the printed invoice and the books differ.

refusal(records, field)
  └─ _Look.locking          what is read-only in all places that the record shows
       ├─ mcp.places._of    where people type the field, by the views
       └─ Conditions        whether ``readonly`` and ``invisible`` hold
"""

from __future__ import annotations

from typing import Any

from odoo import models

from ...describing.conditions import Conditions
from ..places import Condition, Place

# by the model whose state it is, how the same is done; the tools where there are some
WAYS = {
    "mcp.decision": "submit_decision action=cancel, then draft",
    "account.move": "a credit note (action_reverse), or button_draft",
    "purchase.order.line": "receive_inventory",
    "sale.order.line": "deliver_to_customer",
}


def refusal(records: models.BaseModel, field: Any) -> str | None:
    """Why ``field`` is not written now; None where some form opens it.

    Args:
        records: those that are written. A new record has no state yet.
    """
    if not records or records._transient:
        return None
    places = records.env["mcp.places"]._of(records._name).get(field.name, ())
    # most fields are always open
    if not any(place.readonly for place in places):
        return None
    look = _Look(places)
    for record in records:
        if found := look.locking(record):
            return _told(*found)
    return None


class _Look:
    """Looks at one field of several records."""

    def __init__(self, places: tuple[Place, ...]):
        self._places = places
        self._conditions = Conditions()

    def locking(self, record: models.BaseModel) -> tuple[models.BaseModel, str] | None:
        """The condition that keeps the field read-only, and of which record it holds.

        None where a place is open, or where none is shown.
        """
        found = None
        for place in self._of(record):
            owner = record[place.owner] if place.owner else record
            if self._holding(place.hidden, record, owner):
                continue
            if not (said := self._holding(place.readonly, record, owner)):
                return None
            found = found or (owner if said.of_owner else record, said.expression)
        return found

    def _of(self, record: models.BaseModel) -> list[Place]:
        """The form of what a line belongs to; of what belongs to nothing its own."""
        lines = [place for place in self._places if place.owner and record[place.owner]]
        return lines or [place for place in self._places if not place.owner]

    def _holding(
        self,
        conditions: tuple[Condition, ...],
        record: models.BaseModel,
        owner: models.BaseModel,
    ) -> Condition | None:
        """The first that surely holds; what cannot be told does not count."""
        for condition in conditions:
            asked = (owner,) if condition.of_owner else (record, owner)
            if self._conditions.holds(condition.expression, *asked):
                return condition
        return None


def _told(record: models.BaseModel, condition: str) -> str:
    way = WAYS.get(record._name)
    actions = f"describe_model {record._name} detail=actions"
    return record.env._(
        "Odoo's form keeps it read-only while %(condition)s (%(record)s): %(ways)s"
    ) % {
        "condition": condition,
        "record": record.display_name,
        "ways": f"{way}; {actions}" if way else actions,
    }
