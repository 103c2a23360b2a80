"""The text half of records: a value as a cell, a record as a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...answers.render import compact

SEPARATOR = "|"


def cell(value: Any) -> str:
    """A JSON value of ``output.rows``, in its tersest form on one line."""
    if value is None or value == []:
        return ""
    if isinstance(value, dict):
        return _of_dict(value)
    if isinstance(value, list):
        return "; ".join(map(cell, value))
    if isinstance(value, str):
        return value.replace("\n", "\\n").replace("|", "\\|")
    return compact(value).removesuffix(".0")


def line(row: dict[str, Any], names: Iterable[str]) -> str:
    """A record on one line: the values of ``names``, in order."""
    return SEPARATOR.join(cell(row.get(name)) for name in names).rstrip(SEPARATOR)


def _of_dict(value: dict[str, Any]) -> str:
    keys = value.keys()
    if keys == {"id", "name"}:
        return f"{cell(value['name'])} ({value['id']})"
    if keys == {"model", "id", "name"}:
        return f"{cell(value['name'])} ({value['model']} {value['id']})"
    if keys == {"amount", "currency"}:
        return f"{cell(value['amount'])} {value['currency'] or ''}".strip()
    if keys == {"count", "ids"}:
        return _of_ids(value["count"], value["ids"])
    if keys == {"size", "mimetype", "url"}:
        return f"{value['size']} B {value['mimetype'] or ''} {value['url']}"
    return compact(value)


def _of_ids(count: int, ids: list[int]) -> str:
    listed = ",".join(map(str, ids))
    if count > len(ids):
        return f"{count}: {listed},…"
    return f"[{listed}]"
