"""Properties of a record, as a client writes them: by name, each one for itself.

Odoo takes an object or a list for all that there is, and drops the rest; from a list
it even rewrites what properties the whole container has.
"""

from __future__ import annotations

import math
from typing import Any

from odoo import models

from .html import same_html
from .scalars import anything, text

# of other kinds: a text
TYPES = {
    "boolean": bool,
    "integer": int,
    "float": (int, float),
    "monetary": (int, float),
    "many2one": int,
}


class Properties(dict):
    """All values as Odoo takes them; ``asked`` holds those that the client named."""

    def __init__(self, kept: dict[str, Any], asked: dict[str, Any]):
        super().__init__({**kept, **asked})
        self.asked = asked


def read_properties(records: models.BaseModel, field: Any, value: Any) -> Properties:
    """What to write on ``records``: one of them, or none yet.

    Raises:
        ValueError: neither values by name nor a list as Odoo shows them, or a list
            that changes what properties there are.
    """
    anything(records.env, value)
    asked = _by_name(records, field, value)
    for name, one in asked.items():
        if name.endswith("_html") and one:
            # Odoo cleans what is named so
            text(records.env, one)
    return Properties(stored(records, field) if len(records) == 1 else {}, asked)


def stored(record: models.BaseModel, field: Any) -> dict[str, Any]:
    """The values of one record, as far as its container knows their names."""
    kept = record[field.name]
    (found,) = field.convert_to_read_multi([kept], record)
    # what a record has nothing of is shown as well
    known = set(kept or ())
    return {x["name"]: _plain(x.get("value")) for x in found if x["name"] in known}


def are_stored(record: models.BaseModel, field: Any, wanted: Any) -> bool:
    """Whether the record has what the client named."""
    asked = wanted.asked if isinstance(wanted, Properties) else {}
    now = stored(record, field)
    return all(_same(name, now.get(name), value) for name, value in asked.items())


def unfit(records: models.BaseModel, values: dict[str, Any]) -> dict[str, str]:
    """What is wrong, by field: Odoo stores anything, and fails over it later.

    Args:
        values: all that is written, as Odoo takes it: they may name another container.
    """
    found = {}
    for name, wanted in values.items():
        if not isinstance(wanted, Properties):
            continue
        for known in _known(records, records._fields[name], values):
            wrong = [n for n, one in wanted.asked.items() if not _fits(known, n, one)]
            if wrong:
                found[name] = _refusal(records, known, wrong)
    return found


def _known(
    records: models.BaseModel, field: Any, values: dict[str, Any]
) -> list[dict[str, Any]]:
    """The properties that there are, by name, of each container of ``records``."""
    name = field.definition_record
    if name in values:
        containers = records.env[records._fields[name].comodel_name].browse(
            values[name] or ()
        )
    else:
        containers = records.mapped(name)
    # sudo: which properties there are is part of what the caller writes
    return [
        {one["name"]: one for one in container[field.definition_record_field] or ()}
        for container in containers.sudo()
    ]


def _refusal(records: models.BaseModel, known: dict[str, Any], wrong: list[str]) -> str:
    there = ", ".join(f"{n} ({one['type']})" for n, one in known.items())
    return records.env._(
        "%(wrong)s: no such property, or value; there are: %(known)s"
    ) % {
        "wrong": ", ".join(wrong),
        "known": there or "–",
    }


def _fits(known: dict[str, Any], name: str, value: Any) -> bool:
    if (definition := known.get(name)) is None:
        return False
    if value is False:
        return True
    kind = definition["type"]
    if kind == "selection":
        return value in [key for key, _label in definition.get("selection") or ()]
    if kind == "tags":
        tags = {tag[0] for tag in definition.get("tags") or ()}
        return isinstance(value, list) and tags.issuperset(value)
    if kind == "many2many":
        return isinstance(value, list) and all(type(one) is int for one in value)
    is_bool = isinstance(value, bool)
    return isinstance(value, TYPES.get(kind, str)) and is_bool == (kind == "boolean")


def _by_name(records: models.BaseModel, field: Any, value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if not isinstance(value, list) or not all(map(_is_item, value)):
        raise ValueError(
            records.env._(
                'an object of properties by name, such as {"due": "2026-02-16"}'
            )
        )
    if any(key.startswith("definition_") for item in value for key in item):
        raise ValueError(
            records.env._("changes values only; which properties there are: %s")
            % _definition(records, field)
        )
    return {item["name"]: _plain(item["value"]) for item in value if "value" in item}


def _is_item(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("name"), str)


def _definition(records: models.BaseModel, field: Any) -> str:
    container = records._fields[field.definition_record].comodel_name
    return f"{container}.{field.definition_record_field}"


def _plain(value: Any) -> Any:
    """Ids where an answer shows ids with names; nothing as Odoo stores it."""
    if value is None:
        return False
    if _is_named(value):
        return value[0]
    if isinstance(value, list) and all(map(_is_named, value)):
        return [one[0] for one in value]
    return value


def _is_named(value: Any) -> bool:
    """Whether it is id and name of a record."""
    pair = isinstance(value, list | tuple) and len(value) == 2
    return pair and type(value[0]) is int and isinstance(value[1], str | None)


def _same(name: str, now: Any, asked: Any) -> bool:
    if name.endswith("_html"):
        return same_html(str(asked or ""), str(now or ""))
    if isinstance(now, float) and isinstance(asked, int | float):
        return math.isclose(now, asked, rel_tol=1e-9, abs_tol=1e-12)
    return (now or False) == (asked or False)
