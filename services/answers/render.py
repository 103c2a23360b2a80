"""Writes answers as text: lines for a language model, or compact JSON."""

from __future__ import annotations

import json
from typing import Any

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# so many dicts and more, with so much of all their keys, are written as a table
FEW, ALIKE = 3, 0.7
CONSTANTS = {True: "true", False: "false", None: "null"}


def terse(data: Any) -> str:
    """Write JSON-ready ``data`` as short lines for a language model."""
    if isinstance(data, dict):
        return "\n".join(_member(key, value) for key, value in data.items())
    if isinstance(data, list):
        return "\n".join(_records(data)) if data else ""
    return _scalar(data)


def _member(key: str, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return "\n".join([f"{key} ({len(value)}):", *_records(value)])
    if isinstance(value, str) and "\n" in value:
        return f"{key}:\n{value}"
    return f"{key}: {_scalar(value)}"


def _records(items: list[Any]) -> list[str]:
    """One line an item; dicts with the same keys as a table with a line of keys."""
    if not all(isinstance(item, dict) for item in items):
        return list(map(_record, items))
    names = list(dict.fromkeys(name for item in items for name in item))
    said = sum(map(len, items))
    if len(items) < FEW or len(names) < 2 or said < ALIKE * len(names) * len(items):
        return list(map(_record, items))
    return ["|".join(names), *(_row(item, names) for item in items)]


def _row(item: dict[str, Any], names: list[str]) -> str:
    return "|".join(_cell(item.get(name)) for name in names)


def _cell(value: Any) -> str:
    """A value between bars; nothing for one that is missing."""
    if value is None:
        return ""
    return _scalar(value).replace("\n", "\\n").replace("|", "\\|")


def _record(item: Any) -> str:
    if isinstance(item, dict):
        return "- " + ", ".join(f"{k}={_scalar(v)}" for k, v in item.items())
    return f"- {_scalar(item)}"


def _scalar(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)


def compact(data: Any) -> str:
    """JSON in as few bytes as it takes."""
    # most values are of these types, for which an encoder takes much longer
    if type(data) is int:
        return str(data)
    return CONSTANTS[data] if isinstance(data, bool | None) else _written(data)
