"""Which host names and origins are ours: the guard against DNS rebinding."""

from __future__ import annotations

from urllib.parse import urlsplit

from odoo import api

from . import settings

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def is_our_host(env: api.Environment, host: str | None) -> bool:
    """Whether a ``Host`` header names this server."""
    return _name(f"//{host}") in _hosts(env)


def is_our_origin(env: api.Environment, origin: str | None) -> bool:
    """Whether an ``Origin`` header, if there is one, may call."""
    if not origin:
        return True
    further = (settings.get(env, "allowed_origins") or "").replace(",", " ").split()
    return origin in further or _name(origin) in _hosts(env)


def _hosts(env: api.Environment) -> set[str]:
    # sudo: the base URL is read for callers who may not read parameters
    base = env["ir.config_parameter"].sudo().get_param("web.base.url")
    further = (settings.get(env, "allowed_hosts") or "").replace(",", " ").split()
    return {*LOOPBACK, _name(base), *(name.lower() for name in further)}


def _name(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""
