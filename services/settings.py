"""Reading settings; they are declared in ``models/res_config_settings.py``.

The parameter is read and converted by the field that declares it: ``default_get`` of
one setting costs 1.6–3.1 ms. A call reads about ten of them, so each is kept as it was
converted, in the cache that Odoo empties whenever a parameter changes.
"""

from __future__ import annotations

from typing import Any

from odoo import api, models
from odoo.tools import config

from .caches.quick_cache import quick_cache

FALSE_WORDS = {"", "0", "false", "no", "none", "off"}
TRUE_WORDS = {"1", "true", "yes", "on"}
DEFAULT_RANGE = (1, 1_000_000)
# keys of odoo.conf: out of reach of whoever may only write to the database
CONF = {
    "mcp_developer_tools": "False forbids the developer tools for the whole server, "
    "whatever Settings say.",
    "mcp_allow_root": "True permits commands, Python, installations and restarts where "
    "Odoo runs as root, as in containers.",
    "mcp_ro_dsn": "Connection string of a read-only role for query_database.",
    "mcp_allow_superuser_db": "True permits query_database where Odoo's own role is a "
    "superuser.",
    "mcp_phone_home_url": "Registry to register with from the first installation on.",
    "mcp_allow_private_urls": "True lets outgoing requests reach private addresses.",
}


def get(env: api.Environment, name: str) -> Any:
    """The setting ``mcp.<name>``: bool, int, str, or None when it is empty.

    A parameter edited by hand may hold anything: what is no number counts as the
    default, a number out of range as the nearest allowed one, an unknown choice
    as the default.

    Raises:
        KeyError: no field declares it.
    """
    return env["mcp.settings"]._value(name)


class McpSettings(models.AbstractModel):
    _name = "mcp.settings"
    _description = "MCP settings, as they are read"

    @quick_cache("name")
    def _value(self, name: str) -> Any:
        field = self.env["res.config.settings"]._fields[f"mcp_{name}"]
        # sudo: settings bind callers who may not read parameters
        parameters = self.env["ir.config_parameter"].sudo()
        value = parameters.get_param(field.config_parameter)
        if field.type == "boolean":
            return bool(value) and value.strip().lower() not in FALSE_WORDS
        read = READERS.get(field.type, _text)
        found = read(field, value) if value else None
        return _default(field, self.env) if found is None else found


def conf(name: str) -> Any:
    """An ``odoo.conf`` key: True, False, text, or None when it is absent.

    Odoo 19 leaves unknown options as text, where ``'False'`` would be true.
    """
    value = config.get(name)
    if not isinstance(value, str):
        return value
    word = value.strip().lower()
    if word in TRUE_WORDS:
        return True
    return False if word in FALSE_WORDS else value.strip()


def bounds(field: Any) -> tuple[int, int]:
    """The least and the greatest value of a number among the settings."""
    return getattr(field, "mcp_range", DEFAULT_RANGE)


def words(text: str | None) -> list[str]:
    """The parts of a setting that lists names, by commas or white space."""
    return (text or "").replace(",", " ").split()


def _default(field: Any, env: api.Environment) -> Any:
    return field.default(env["res.config.settings"]) if field.default else None


def _text(field: Any, value: str) -> str | None:
    return value.strip() or None


def _whole(field: Any, value: str) -> int | None:
    try:
        return int(value)
    except ValueError:
        return None


def _bounded(field: Any, value: str) -> int | None:
    low, high = bounds(field)
    number = _whole(field, value)
    return None if number is None else min(max(number, low), high)


def _choice(field: Any, value: str) -> str | None:
    return value if value in dict(field.selection) else None


READERS = {"integer": _bounded, "many2one": _whole, "selection": _choice}
