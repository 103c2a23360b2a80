"""The addresses of this server, as the client at hand sees them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from odoo import api

from ..route import PATH

AUTHORIZE = "/mcp/oauth/authorize"
TOKEN = "/mcp/oauth/token"
REGISTER = "/mcp/oauth/register"
REVOKE = "/mcp/oauth/revoke"
INTROSPECT = "/mcp/oauth/introspect"
RESOURCE_METADATA = "/.well-known/oauth-protected-resource"
SERVER_METADATA = "/.well-known/oauth-authorization-server"


def issuer(env: api.Environment, http: Any) -> str:
    """Scheme and host of the request, with the base path of ``web.base.url``.

    The host was checked to be ours before; behind a proxy both are those that the
    proxy forwarded, under ``proxy_mode`` alone.

    Args:
        http: ``request.httprequest``.
    """
    return f"{http.scheme}://{http.host}{base_path(env, http)}"


def resource(env: api.Environment, http: Any) -> str:
    """The endpoint's own address: what tokens are for (RFC 8707)."""
    return issuer(env, http) + PATH


def resource_metadata(env: api.Environment, http: Any) -> str:
    """Where the metadata of the endpoint are (RFC 9728, section 3.1)."""
    path = base_path(env, http)
    return f"{http.scheme}://{http.host}{RESOURCE_METADATA}{path}{PATH}"


def same(one: str, other: str) -> bool:
    """Whether two addresses of a resource are equal but for a slash at the end."""
    return one.rstrip("/") == other.rstrip("/")


def base_path(env: api.Environment, http: Any) -> str:
    """The path below which a proxy offers Odoo at this host; mostly empty."""
    # sudo: the base URL is read for callers who may not read parameters
    base = env["ir.config_parameter"].sudo().get_param("web.base.url") or ""
    parts = urlsplit(base)
    return parts.path.rstrip("/") if parts.netloc.lower() == http.host.lower() else ""
