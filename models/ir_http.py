"""Authentication of the MCP endpoint: ``auth="mcp"``."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import time
from datetime import timedelta

from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, TooManyRequests, Unauthorized

from odoo import _, fields, models
from odoo.http import request
from odoo.tools import config

from ..services import compat, settings
from ..services.own_cursor import own_cursor
from ..services.principal import Mode, Narrowing, Principal
from ..services.rate import take
from .mcp_key import PREFIX, split

BEARER = re.compile(r"bearer\s+(\S+)\s*", re.IGNORECASE)
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto")
FAILURES_A_MINUTE = 10
API_KEY_SECONDS = 60
# digest of an Odoo API key → (uid, database, until); PBKDF2 takes 6–27 ms a check
_remembered: dict[str, tuple[int, str, float]] = {}


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_mcp(cls) -> None:
        """Find out who calls; a session cookie counts for nothing here.

        Sets ``request.mcp_principal`` and the request's user.
        """
        _refuse_address(settings.get(request.env, "allowed_addresses"))
        _refuse_plain_http()
        token = _bearer()
        if not token:
            raise unauthorized(_("A bearer key is needed."))
        principal = _principal(token)
        # the context first: Odoo answers has_group for the current user only
        request.update_env(user=principal.uid)
        user = request.env.user
        if request.env["mcp.policy"]._mode_of(user) == Mode.NONE:
            raise Forbidden(
                _("This user has no access by MCP; an Odoo administrator can grant it.")
            )
        request.update_env(context=dict(user.context_get()))
        request.mcp_principal = principal


def unauthorized(text: str) -> Unauthorized:
    """401 with the challenge that clients look for."""
    challenge = WWWAuthenticate("bearer", {"realm": "odoo_mcp"})
    return Unauthorized(text, www_authenticate=challenge)


def is_local() -> bool:
    """Whether the request came straight from this machine.

    Behind a local proxy every request has a loopback address: one that carries
    forwarding headers which Odoo did not apply counts as another machine.
    """
    headers = request.httprequest.headers
    if not config["proxy_mode"] and any(name in headers for name in FORWARDED):
        return False
    return ipaddress.ip_address(request.httprequest.remote_addr or "::").is_loopback


def _bearer() -> str | None:
    header = request.httprequest.headers.get("Authorization", "").strip()
    match = BEARER.fullmatch(header)
    return match and match.group(1)


def _principal(token: str) -> Principal:
    env, address = request.env, request.httprequest.remote_addr or ""
    _refuse_flood(address, token[:10])
    facts = _of_key(token) if token.startswith(PREFIX) else _of_api_key(token)
    # 19.0 reads groups only in a transaction that has seen a user
    users = facts and env(user=facts["uid"])["res.users"]
    # sudo: nobody is known yet
    user = facts and users.sudo().browse(facts["uid"]).exists()
    if not user or not user.active or user._is_public():
        take(env.registry, f"auth:{address}", FAILURES_A_MINUTE)
        take(env.registry, f"auth:{token[:10]}", FAILURES_A_MINUTE)
        raise unauthorized(_("This key is not valid."))
    return Principal(address=address, local=is_local(), narrowing=_narrowing(), **facts)


def _of_key(token: str) -> dict | None:
    key = request.env["mcp.key"]._find(token)
    if not key:
        return None
    _refuse_address(key.addresses)
    _touch(key)
    return {
        "uid": key.user_id.id,
        "credential": f"key:{key.id}",
        "ceiling": Mode[key.mode.upper()],
        "toolsets": frozenset(split(key.toolsets)) or None,
        "trusted": key.trusted,
    }


def _of_api_key(token: str) -> dict | None:
    """An Odoo API key: checked by Odoo, then remembered for a short time."""
    env, digest = request.env, hashlib.sha256(token.encode()).hexdigest()
    uid, database, until = _remembered.get(digest, (0, "", 0.0))
    if database != env.cr.dbname or until < time.monotonic():
        uid = compat.check_api_key(env, token)
        if not uid:
            return None
        if len(_remembered) > 1000:
            _remembered.clear()
        _remembered[digest] = (uid, env.cr.dbname, time.monotonic() + API_KEY_SECONDS)
    return {"uid": uid, "credential": f"api_key:{digest[:12]}"}


def _touch(key) -> None:
    """Note the last use, at most once a minute, outside the request's transaction."""
    now = fields.Datetime.now()
    if key.last_use and now - key.last_use < timedelta(minutes=1):
        return
    with own_cursor(request.env.registry) as cr:
        cr.execute(
            "UPDATE mcp_key SET last_use = %s, last_address = %s WHERE id = %s",
            [now, request.httprequest.remote_addr, key.id],
        )


def _narrowing() -> Narrowing:
    headers, query = request.httprequest.headers, request.httprequest.args
    toolsets = query.get("toolsets") or headers.get("X-MCP-Toolsets")
    read_only = query.get("read_only") or headers.get("X-MCP-Readonly") or ""
    return Narrowing(
        toolsets=frozenset(split(toolsets)) if toolsets else None,
        read_only=read_only.strip().lower() in settings.TRUE_WORDS,
        exclude=frozenset(split(headers.get("X-MCP-Exclude-Tools"))),
    )


def _refuse_address(ranges: str | None) -> None:
    address = ipaddress.ip_address(request.httprequest.remote_addr or "::")
    networks = [ipaddress.ip_network(r, strict=False) for r in split(ranges)]
    if networks and not any(address in network for network in networks):
        raise Forbidden(_("This address may not use the endpoint."))


def _refuse_plain_http() -> None:
    if request.httprequest.scheme == "https" or is_local():
        return
    if not settings.get(request.env, "allow_plain_http"):
        raise Forbidden(
            _(
                "Keys travel over https only. An administrator can allow plain http "
                "(mcp.allow_plain_http), or set proxy_mode behind a proxy."
            )
        )


def _refuse_flood(address: str, prefix: str) -> None:
    """Failures are counted per address and key prefix, before any key is checked."""
    for name in (f"auth:{address}", f"auth:{prefix}"):
        wait = take(request.env.registry, name, FAILURES_A_MINUTE, cost=0)
        if wait:
            raise TooManyRequests(
                _("Too many failed attempts; wait."), retry_after=int(wait) + 1
            )
