"""The text of a prompt as a person writes it, and as a model gets it.

``{customer}`` stands for an argument, ``{today}`` and the like for facts (``FACTS``),
``@search_records`` for a tool. A line that names an argument that was not given, or
a tool that the caller may not call, is left out: so a prompt is true for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from odoo import api, fields

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
TOOL = re.compile(r"(?<![\w@])@([a-z][a-z0-9_]*)")
FACTS = ("today", "user", "company", "currency")


def facts(env: api.Environment) -> dict[str, str]:
    """What every prompt knows: of the caller, today."""
    return {
        "today": fields.Date.context_today(env.user).isoformat(),
        "user": env.user.name,
        "company": env.company.name,
        "currency": env.company.currency_id.name,
    }


def arguments(text: str) -> list[str]:
    """The arguments that ``text`` names, in their order."""
    names = dict.fromkeys(PLACE.findall(text))
    return [name for name in names if name not in FACTS]


def tools(text: str) -> list[str]:
    """The tools that ``text`` names, in their order."""
    return list(dict.fromkeys(TOOL.findall(text)))


def written(text: str, values: Mapping[str, Any], callable_tools: Collection[str]):
    """The text for a model: values in their places, without lines that lack one."""
    lines = [
        line
        for line in text.splitlines()
        if all(values.get(name) for name in PLACE.findall(line))
        and all(name in callable_tools for name in TOOL.findall(line))
    ]
    bare = (TOOL.sub(r"\1", line) for line in lines)
    filled = (PLACE.sub(lambda found: str(values[found[1]]), line) for line in bare)
    return "\n".join(filled).strip()
