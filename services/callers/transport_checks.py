"""Whether a request came to a host name of ours and over https; else what to change."""

from __future__ import annotations

from typing import Any

from odoo import _, api

from .. import settings
from . import addresses, hosts


def host_problem(env: api.Environment, http: Any) -> str | None:
    """What is wrong with host and origin: the guard against DNS rebinding.

    Args:
        http: ``request.httprequest``.
    """
    if hosts.is_our_host(env, http.headers.get("Host")):
        return None
    return _(
        "This host name is not ours. If assistants are to use it, make it the system "
        "parameter web.base.url, or add it to mcp.allowed_hosts. Behind a proxy, let "
        "it send X-Forwarded-Host, and set proxy_mode in odoo.conf."
    )


def transport_problem(env: api.Environment, http: Any) -> str | None:
    """What is wrong with plain http from another machine, as far as Odoo can tell."""
    if http.scheme == "https" or addresses.is_local(http):
        return None
    if settings.get(env, "allow_plain_http"):
        return None
    return _(
        "Keys travel over https only. Behind a proxy that speaks https, set "
        "proxy_mode in odoo.conf and let the proxy send X-Forwarded-Host, -For "
        "and -Proto; or allow plain http (mcp.allow_plain_http)."
    )
