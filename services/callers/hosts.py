"""Which host names and origins are ours: the guard against DNS rebinding."""

from __future__ import annotations

import functools
from urllib.parse import urlsplit

from odoo import api, models

from .. import settings
from ..caches.quick_cache import quick_cache

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def is_our_host(env: api.Environment, host: str | None) -> bool:
    """Whether a ``Host`` header names this server."""
    return _name(f"//{host}") in env["mcp.hosts"]._names()


def is_our_origin(env: api.Environment, origin: str | None) -> bool:
    """Whether an ``Origin`` header, if there is one, may call."""
    if not origin:
        return True
    further = settings.words(settings.get(env, "allowed_origins"))
    return origin in further or _name(origin) in env["mcp.hosts"]._names()


class McpHosts(models.AbstractModel):
    _name = "mcp.hosts"
    _description = "MCP: host names that are ours"

    @quick_cache()
    def _names(self) -> frozenset[str]:
        # sudo: the base URL is read for callers who may not read parameters
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        further = settings.words(settings.get(self.env, "allowed_hosts"))
        return frozenset({*LOOPBACK, _name(base), *map(str.lower, further)})


@functools.lru_cache(256)
def _name(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
