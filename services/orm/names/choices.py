"""Which record a name means in a field, where several have the name.

Two taxes are called 15 %, one of sales and one of purchases: a field takes one of them,
and what a record has already is what its own export names.
"""

from __future__ import annotations

from typing import Any

from odoo import models

from ..relations import Lookups, Several


def one(lookups: Lookups, records: models.BaseModel, field: Any, value: Any) -> int:
    """The id of the record that ``value`` names in ``field``.

    Args:
        records: those that are written; empty for a new one.

    Raises:
        ValueError: no such record, or several that the field takes.
    """
    try:
        return lookups.one(field.comodel_name, value)
    except Several as several:
        spot = field, tuple(several.ids)
        if spot not in lookups.offered:
            lookups.offered[spot] = _offered(records, *spot)
        offered = lookups.offered[spot]
        known = [i for i in offered if records and _have(records, field, i)]
        if len(offered) == 1 or len(known) == 1:
            return (known or offered)[0]
        raise


def _offered(records: models.BaseModel, field: Any, ids: Any) -> list[int]:
    """Those of ``ids`` that the field's own domain finds.

    One that depends on the other values is left to the form.
    """
    domain = field.domain(records) if callable(field.domain) else field.domain
    if not domain or isinstance(domain, str):
        return list(ids)
    comodel = records.env[field.comodel_name].with_context(active_test=False)
    return comodel.search([("id", "in", list(ids)), *list(domain)]).ids


def _have(records: models.BaseModel, field: Any, record_id: int) -> bool:
    everyone = records.with_context(active_test=False)
    return all(record_id in record[field.name]._ids for record in everyone)
