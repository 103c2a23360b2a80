"""Names of records in a domain: each must name a record, or the term is refused.

Odoo itself finds nothing by a name that does not exist, and a client takes that for an
answer.
"""

from __future__ import annotations

from typing import Any

from odoo import models

from . import relations

TREES = ("child_of", "parent_of")
NAMED = ("=", "in", "!=", "not in", *TREES)


def term(
    comodel: models.BaseModel, path: str, operator: str, values: list[Any]
) -> tuple[str, str, Any]:
    """The term with ids, or with the names by which Odoo finds all that are called so.

    Args:
        operator: one of ``NAMED``.

    Raises:
        ValueError: a name that no record has; says the nearest.
    """
    found = [known for value in values for known in _meant(comodel, value)]
    if len({isinstance(value, str) for value in found}) > 1:
        # 18.0 takes names alone, or none
        found = _all_ids(comodel, found)
    if operator in TREES:
        # Odoo would look for names that only contain it
        return (path, operator, _all_ids(comodel, found))
    if operator in ("=", "!=") and len(found) == 1:
        return (path, operator, found[0])
    return (path, "not in" if operator in ("!=", "not in") else "in", found)


def _meant(comodel: models.BaseModel, value: Any) -> list[Any]:
    if not _is_name(comodel, value) or _found(comodel, value, limit=1):
        return [value]
    if value == "me" and comodel._name == "res.users":
        return [comodel.env.uid]
    return relations.called(comodel, value)


def _all_ids(comodel: models.BaseModel, values: list[Any]) -> list[Any]:
    return [i for value in values for i in _ids(comodel, value)]


def _ids(comodel: models.BaseModel, value: Any) -> list[Any]:
    if not _is_name(comodel, value):
        return [value]
    return list(_found(comodel, value)._ids)


def _is_name(comodel: models.BaseModel, value: Any) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    return comodel.has_access("read")


def _found(
    comodel: models.BaseModel, name: str, limit: int | None = None
) -> models.BaseModel:
    """What Odoo finds by a name, archived records too."""
    everyone = comodel.with_context(active_test=False)
    return everyone.search([("display_name", "=", name)], limit=limit)
