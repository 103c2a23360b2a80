"""Which records the values of a call name, so that they are looked up together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from odoo import models

from ..relations import is_reference
from .writable import refusal

# lists in lists; deeper ones are looked up as they are read
DEEPEST = 3
# commands that name a record of the list, and those with values of one
WITH_ID, WITH_VALUES = (1, 2, 3, 4), (0, 1)
Named = dict[str, list[Any]]


def names_of(records: models.BaseModel, rows: Iterable[Any]) -> Named:
    """By model what ``rows`` name: ids, external ids or names, wrong ones too."""
    named: Named = defaultdict(list)
    _gather(records, list(rows), named, DEEPEST)
    return named


def _gather(
    records: models.BaseModel, rows: list[Any], named: Named, depth: int
) -> None:
    rows = [row for row in rows if isinstance(row, dict)]
    for name in dict.fromkeys(name for row in rows for name in row):
        field = records._fields.get(name)
        # what is refused anyway is not looked up
        if field is None or not field.relational or refusal(records, field):
            continue
        values = [row[name] for row in rows if name in row]
        comodel = records.env[field.comodel_name]
        if field.type == "many2one":
            named[comodel._name] += values
        elif depth:
            items = [item for value in values for item in _items(value)]
            named[comodel._name] += [i for i in items if not _is_line(i)]
            _gather(comodel, [i for i in items if _is_line(i)], named, depth - 1)


def _items(value: Any) -> Iterator[Any]:
    """Of the value of a list what it links, and the values of its lines."""
    if isinstance(value, dict):
        value = [*_listed(value.get("add")), *_listed(value.get("remove"))]
    for item in _listed(value):
        if isinstance(item, list):
            yield from _of_command(item)
        else:
            yield item


def _of_command(command: list[Any]) -> Iterator[Any]:
    code, item, last = (*command, None, None, None)[:3]
    if code in WITH_ID:
        yield item
    if code in WITH_VALUES:
        yield last
    if code == 6:
        yield from _listed(last)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_line(item: Any) -> bool:
    return isinstance(item, dict) and not is_reference(item)
