"""Arguments that carry values, and the parts of an answer that tell what was stored."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StrictInt, WithJsonSchema

from odoo import api, models

from ..reads.cells import cell

MOST_RECORDS = 1000
OBJECT = {"type": "object"}


class NotApplied(BaseModel):
    """A value that is stored otherwise than asked."""

    id: int
    field: str
    asked: Any = None
    stored: Any = None


class Change(BaseModel):
    """A field of a record, before and after."""

    id: int
    field: str
    old: Any = None
    new: Any = None


class Named(BaseModel):
    """A record by id and name."""

    id: int
    name: str | None


def named(records: models.BaseModel) -> list[Named]:
    """Ids and display names; of what the caller may not read the id alone."""
    names = {r.id: r.display_name for r in records._filtered_access("read")}
    return [Named(id=i, name=names.get(i) or None) for i in records._ids]


def counted(env: api.Environment, model: str, count: int) -> str:
    """``3 records of Contact (res.partner)``, for a sentence."""
    # the name in the caller's language
    name = f"{env['ir.model']._get(model).name} ({model})"
    if count == 1:
        return env._("one record of %s") % name
    return env._("%(count)s records of %(name)s") % {"count": count, "name": name}


def missing(records: models.BaseModel) -> str:
    """Says which of ``records`` do not exist or are not the caller's; or nothing."""
    everyone = records.with_context(active_test=False)
    found = set(everyone.search([("id", "in", records._ids)])._ids)
    lost = [i for i in records._ids if i not in found]
    if not lost:
        return ""
    return records.env._("%(model)s: no such record, or not yours to read: %(ids)s") % {
        "model": records._name,
        "ids": lost,
    }


def _listed(value: Any) -> Any:
    """One id or many, each once; digits in quotes are an id, too."""
    items = [_id(item) for item in (value if isinstance(value, list) else [value])]
    return list(dict.fromkeys(items)) if _are_ids(items) else items


def _id(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _are_ids(items: list[Any]) -> bool:
    return all(type(item) is int for item in items)


AnyIds = Annotated[
    list[StrictInt],
    Field(min_length=1, max_length=MOST_RECORDS),
    BeforeValidator(_listed),
    WithJsonSchema({"type": "array", "items": {"type": "integer"}}),
]


def shown(value: Any) -> str:
    """A value for the text half; what is empty as a dash."""
    return cell(value) or "–"


def lines_of(not_applied: list[NotApplied], unseen: list[int], model: str) -> list[str]:
    """The terse half of what was not stored as asked."""
    lines = [
        f"not applied: {n.id} {n.field}: asked {shown(n.asked)}, stored {shown(n.stored)}"
        for n in not_applied
    ]
    if unseen:
        lines.append(f"no longer yours to read, not read back: {model} {unseen}")
    return lines
