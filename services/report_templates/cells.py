"""A value as a cell of a Markdown table, for people."""

from __future__ import annotations

import re
from typing import Any

from odoo import api
from odoo.tools import formatLang

from .querying import UNREADABLE, Column

# characters that Markdown or HTML would act on
SPECIAL = re.compile(r"([\\|\[\]`<*])")
LONGEST = 300
DECIMALS = 2


def escaped(text: str) -> str:
    """``text`` on one line, with nothing in it that Markdown would act on."""
    text = " ".join(text.split())
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return SPECIAL.sub(r"\\\1", text)


def cell(env: api.Environment, value: Any, column: Column | None = None) -> str:
    """A JSON value of ``services/orm`` as text, in the caller's language."""
    if value is UNREADABLE:
        return env._("(not readable)")
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return env._("yes") if value else env._("no")
    if isinstance(value, list):
        return "; ".join(cell(env, item, column) for item in value)
    if isinstance(value, dict):
        return _of_dict(env, value)
    if isinstance(value, float):
        return formatLang(env, value, digits=0 if value.is_integer() else DECIMALS)
    return escaped(_moment(str(_labelled(env, value, column))))


def _of_dict(env: api.Environment, value: dict[str, Any]) -> str:
    if "amount" in value:
        number = formatLang(env, value["amount"] or 0.0, digits=DECIMALS)
        return f"{number} {value['currency'] or ''}".strip()
    if "name" in value:
        return escaped(str(value["name"] or ""))
    if "count" in value:
        return str(value["count"])
    return escaped(", ".join(f"{k}: {v}" for k, v in value.items()))


def _labelled(env: api.Environment, value: Any, column: Column | None) -> Any:
    """The label of a choice, as Odoo's views show it."""
    field = getattr(column.field, "field", column.field) if column else None
    if getattr(field, "type", None) != "selection":
        return value
    return dict(field._description_selection(env)).get(value, value)


def _moment(text: str) -> str:
    """``2026-01-31T10:00:00+01:00`` as people write it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", text):
        return text[:16].replace("T", " ")
    return text
