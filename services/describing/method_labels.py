"""What a method is called where people press it, and what is said of it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

from odoo import api, models

from .actions import buttons

LONGEST = 200
# reStructuredText or names of fields: such a text was written for programmers
MARKED = re.compile(r"^:|`|\*\*|\w\.\w+_\w|\w_\w+\.\w|:\w+:")


def label(
    records: models.BaseModel, name: str, method: Callable[..., Any]
) -> tuple[str, str]:
    """Label of the method's button, if it has one, and a sentence about it."""
    for button in buttons(records):
        if button.kind == "object" and button.name == name:
            return button.label, button.confirm
    if known := _archiving(records.env).get(name):
        return known
    doc = " ".join(_first_paragraph(inspect.getdoc(method) or "").split())
    # whole sentences, as many as fit
    doc = doc[: doc.rfind(". ", 0, LONGEST) + 1] if len(doc) > LONGEST else doc
    return "", "" if MARKED.search(doc) else doc


def _archiving(env: api.Environment) -> dict[str, tuple[str, str]]:
    """What every model has in its menu and no form as a button."""
    turns = env._("It archives what is active, and takes the rest out of the archive.")
    return {
        "action_archive": (env._("Archive"), ""),
        "action_unarchive": (env._("Unarchive"), ""),
        "toggle_active": ("", turns),
    }


def _first_paragraph(text: str) -> str:
    return text.strip().partition("\n\n")[0]
