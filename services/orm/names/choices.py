"""Which record a name means in a field, where several have the name.

Two taxes are called 15 %, one of sales and one of purchases: a field takes one of them,
and what a record has already is what its own export names.
"""

from __future__ import annotations

import ast
from typing import Any

from odoo import models

from ..relations import Lookups, Several

TEMPLATE = "mail.template"


def one(lookups: Lookups, records: models.BaseModel, field: Any, value: Any) -> int:
    """The id of the record that ``value`` names in ``field``.

    Args:
        records: those that are written; empty for a new one.

    Raises:
        ValueError: no such record, or several that the field takes.
    """
    try:
        found = lookups.one(field.comodel_name, value)
        if field.comodel_name == TEMPLATE:
            _require_model(records, field, found)
        return found
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
    if not (domain := _domain(records, field)):
        return list(ids)
    comodel = records.env[field.comodel_name].with_context(active_test=False)
    return comodel.search([("id", "in", list(ids)), *domain]).ids


def _domain(records: models.BaseModel, field: Any) -> list[Any]:
    """The field's own, as far as it says the same of every record."""
    domain = field.domain(records) if callable(field.domain) else field.domain
    if not isinstance(domain, str):
        return list(domain or ())
    try:
        read = ast.literal_eval(domain)
    except (SyntaxError, ValueError):
        return []
    return read if isinstance(read, list) else []


def _require_model(records: models.BaseModel, field: Any, found: int) -> None:
    """A template is filled from its own model, by the id of whatever record it is of."""
    # sudo: only what it is about, whoever may read it
    template = records.env[TEMPLATE].browse(found).sudo()
    asked = [t[2] for t in _domain(records, field) if tuple(t[:2]) == ("model", "=")]
    if asked and template.model not in asked:
        text = records.env._("the template is about %(theirs)s, not about %(ours)s")
        raise ValueError(text % {"theirs": template.model, "ours": asked[0]})


def _have(records: models.BaseModel, field: Any, record_id: int) -> bool:
    everyone = records.with_context(active_test=False)
    return all(record_id in record[field.name]._ids for record in everyone)
