"""What a person calls a toolset, in his language."""

from __future__ import annotations

from odoo import api


def toolset_name(env: api.Environment, name: str) -> str:
    """Of the toolset ``name``; those of other addons go by their own name."""
    known = {
        "accounting": env._("Accounting"),
        "data": env._("Imports and exports"),
        "decisions": env._("Decisions"),
        "developer": env._("Developer tools"),
        "expenses": env._("Expenses"),
        "general": env._("General"),
        "hr": env._("Employees"),
        "knowledge": env._("Articles"),
        "projects": env._("Projects"),
        "records": env._("Records"),
        "safety": env._("Undo and approvals"),
        "workflows": env._("Sales, purchases, stock and manufacturing"),
    }
    return known.get(name) or name.replace("_", " ").capitalize()
