"""Fields that Odoo's forms keep read-only for a record as it is now.

Odoo holds that in the web client alone: a line of a posted invoice takes a new price
over its interface, and then the printed invoice and the books differ. A value that is
there already is no change: whoever sends a record back as it is may send all of it.

passed(records, field, read)
  ├─ _locks                 of which records it is read-only
  │    └─ _Look.locking     in all places that the record shows
  │         ├─ mcp.places._of    where people type the field, by the views
  │         └─ Conditions   whether ``readonly`` and ``invisible`` hold
  └─ same.is_stored         whether these have the value
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, NamedTuple

from odoo import models

from ...describing.conditions import Conditions
from ..places import Condition, Place
from . import same

# by the model whose state it is, how the same is done; the tools where there are some
WAYS = {
    "mcp.decision": "submit_decision action=cancel, then draft",
    "account.move": "a credit note (action_reverse), or button_draft",
    "purchase.order.line": "receive_inventory",
    "sale.order.line": "deliver_to_customer",
}


def passed(
    records: models.BaseModel, field: Any, read: Callable[[], Any]
) -> tuple[Any, bool]:
    """What ``read`` answers, and whether there is anything to write.

    There is nothing where some form keeps the field read-only, and all has the value.

    Args:
        records: those that are written. A new record has no state yet.

    Raises:
        ValueError: a record for which the field is read-only has another value.
    """
    locks = _locks(records, field)
    first = next(locks, None)
    if first is None:
        return read(), True
    try:
        value = read()
    except ValueError:
        raise ValueError(_told(first)) from None
    for lock in chain((first,), locks):
        if not same.is_stored(lock.record, field, value):
            raise ValueError(_told(lock))
    return value, not all(same.is_stored(record, field, value) for record in records)


def _locks(records: models.BaseModel, field: Any) -> Iterator[_Lock]:
    """Of each record for which no form opens ``field``, why."""
    if not records or records._transient:
        return
    places = records.env["mcp.places"]._of(records._name).get(field.name, ())
    # most fields are always open
    if not any(place.readonly for place in places):
        return
    look = _Look(places)
    for record in records:
        if found := look.locking(record):
            yield found


class _Lock(NamedTuple):
    """``condition`` holds of ``owner``: of ``record``, or of what it is a line of."""

    record: models.BaseModel
    owner: models.BaseModel
    condition: str


class _Look:
    """Looks at one field of several records."""

    def __init__(self, places: tuple[Place, ...]):
        self._places = places
        self._conditions = Conditions()

    def locking(self, record: models.BaseModel) -> _Lock | None:
        """What keeps the field read-only.

        None where a place is open, or where none is shown.
        """
        found = None
        for place in self._of(record):
            owner = record[place.owner] if place.owner else record
            if self._holding(place.hidden, record, owner):
                continue
            if not (said := self._holding(place.readonly, record, owner)):
                return None
            of = owner if said.of_owner else record
            found = found or _Lock(record, of, said.expression)
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


def _told(lock: _Lock) -> str:
    env, model = lock.owner.env, lock.owner._name
    way, actions = WAYS.get(model), f"describe_model {model} detail=actions"
    text = env._(
        "Odoo's form keeps it read-only while %(condition)s (%(record)s): %(ways)s"
    )
    return text % {
        "condition": lock.condition,
        "record": lock.owner.display_name,
        "ways": f"{way}; {actions}" if way else actions,
    }
