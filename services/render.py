"""Answers as text: lines for a language model, or JSON without a byte too many."""

from __future__ import annotations

import json
from typing import Any

_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

CONSTANTS = {True: "true", False: "false", None: "null"}


def terse(data: Any) -> str:
    """Write JSON-ready ``data`` as short lines for a language model."""
    if isinstance(data, dict):
        return "\n".join(_member(key, value) for key, value in data.items())
    if isinstance(data, list):
        return "\n".join(_record(item) for item in data)
    return _scalar(data)


def _member(key: str, value: Any) -> str:
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return "\n".join([f"{key} ({len(value)}):", *map(_record, value)])
    if isinstance(value, str) and "\n" in value:
        return f"{key}:\n{value}"
    return f"{key}: {_scalar(value)}"


def _record(item: Any) -> str:
    if isinstance(item, dict):
        return "- " + ", ".join(f"{k}={_scalar(v)}" for k, v in item.items())
    return f"- {_scalar(item)}"


def _scalar(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)


def compact(data: Any) -> str:
    """JSON in as few bytes as it takes."""
    # for these, most of what a text is made of, an encoder is a long way
    if type(data) is int:
        return str(data)
    return CONSTANTS[data] if isinstance(data, bool | None) else _written(data)
