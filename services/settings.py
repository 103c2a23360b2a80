"""Reading settings; they are declared in ``models/res_config_settings.py``."""

from __future__ import annotations

from typing import Any

from odoo import api
from odoo.tools import config


def get(env: api.Environment, name: str) -> Any:
    """Return the setting ``mcp.<name>``, converted by the field that declares it."""
    raise NotImplementedError(name)


def conf(name: str) -> Any:
    """Return an ``odoo.conf`` key."""
    return config.get(name)
