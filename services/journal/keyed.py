"""Fields with a value for each language or company, kept in one JSON column.

A change set changes some of them; what others have written beside stays theirs.
"""

from __future__ import annotations

from typing import Any

from odoo import api

Values = dict[str, Any] | None


def is_keyed(field: Any) -> bool:
    """Whether a field has a value for each language, or company."""
    return bool(field.translate or field.company_dependent)


def touched(before: Values, after: Values) -> list[str]:
    """The languages, or companies, whose value differs.

    Nothing for a company is another value than none: that one is its default.
    """
    old, new = before or {}, after or {}
    return [key for key in {**old, **new} if part(old, [key]) != part(new, [key])]


def part(values: Values, keys: list[str]) -> dict[str, Any]:
    """The values under ``keys``, as far as there are any."""
    return {key: values[key] for key in keys if key in values} if values else {}


def taken_back(now: Values, before: Values, after: Values) -> Values:
    """The value of ``now``, in which what was changed is as it was before."""
    keys = touched(before, after)
    kept = {key: value for key, value in (now or {}).items() if key not in keys}
    return {**kept, **part(before, keys)} or None


def visible(env: api.Environment, field: Any, value: Any) -> Any:
    """The value in the caller's language or company, never that of another company."""
    if not isinstance(value, dict):
        return value
    if field.translate:
        return value.get(env.lang or "en_US") or value.get("en_US") or ""
    if field.company_dependent:
        return value.get(str(env.company.id))
    return value
