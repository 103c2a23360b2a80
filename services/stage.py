"""What this database is: production, a test copy, or what the setting says."""

from __future__ import annotations

from odoo import api

from . import settings


def stage(env: api.Environment) -> str:
    """The setting ``mcp.stage``; where it is unset, ``test`` or ``production``.

    It is ``test`` in a neutralised database.
    """
    if chosen := settings.get(env, "stage"):
        return chosen
    # sudo: callers may not read parameters
    parameters = env["ir.config_parameter"].sudo()
    neutralised = parameters.get_param("database.is_neutralized")
    return "test" if neutralised else "production"


def label(env: api.Environment) -> str:
    """``my_database (production)``."""
    found = stage(env)
    words = {
        "production": env._("production"),
        "pre-production": env._("pre-production"),
        "staging": env._("staging"),
        "development": env._("development"),
        "test": env._("test"),
    }
    return f"{env.cr.dbname} ({words.get(found, found)})"
