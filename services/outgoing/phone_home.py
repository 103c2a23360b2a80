"""Registers this server with a registry, for owners of many servers."""

from __future__ import annotations

import socket
import time
import uuid
from datetime import datetime, timezone
from typing import Any

import psutil

import odoo
from odoo import api
from odoo.modules.module import get_manifest
from odoo.tools import config

from .. import outgoing, settings
from ..log import logger
from ..route import PATH
from ..server import system

_logger = logger(__name__)
SERVER_ID, SERVER_UUID = "mcp.server_id", "mcp.server_id_of"
BACKOFF_S = 1.0


def url(env: api.Environment) -> str | None:
    """The registry's URL: the setting, else the key in ``odoo.conf``."""
    return settings.get(env, "phone_home_url") or settings.conf("mcp_phone_home_url")


def private(env: api.Environment) -> bool:
    """Whether the registry may be on a private network."""
    allowed = settings.get(env, "phone_home_private")
    return bool(allowed or settings.conf("mcp_allow_private_urls") is True)


def register(env: api.Environment, receiver: str, event: str = "register") -> int:
    """Send the registration, tried again with growing pauses.

    Returns:
        The HTTP status of the registry.

    Raises:
        outgoing.OutgoingError: after the last try, or at once where none would help.
    """
    outgoing.check(receiver, private=private(env))
    tries = settings.get(env, "phone_home_retry_count")
    body = {**payload(env), "event": event}
    for number in range(1, tries + 1):
        try:
            return _send(env, receiver, body)
        except outgoing.OutgoingError as error:
            _logger.warning("registry, try %s of %s: %s", number, tries, error)
            if number == tries:
                raise
            time.sleep(BACKOFF_S * 2 ** (number - 1))
    raise outgoing.OutgoingError("no try was allowed")


def _send(env: api.Environment, receiver: str, body: dict[str, Any]) -> int:
    answer = outgoing.post_json(
        receiver,
        body,
        timeout=settings.get(env, "phone_home_timeout"),
        secret=settings.get(env, "phone_home_secret"),
        private=private(env),
    )
    if not 200 <= answer.status < 300:
        raise outgoing.OutgoingError(f"the registry answered {answer.status}")
    return answer.status


def payload(env: api.Environment) -> dict[str, Any]:
    """What the registry is told; ``server_id`` is random and identifies nobody."""
    listed = env["mcp.catalog"]._of_kind("tool")
    # sudo: the base URL is a parameter
    base = env["ir.config_parameter"].sudo().get_param("web.base.url")
    addresses = _addresses()
    return {
        "server_id": server_id(env),
        "hostname": socket.gethostname(),
        "ip_addresses": {
            "primary": addresses[0] if addresses else None,
            "all": addresses,
        },
        "port": config["http_port"],
        "url": f"{base}{PATH}",
        "transport": "http",
        "version": get_manifest("odoo_mcp")["version"],
        "odoo_version": odoo.release.series,
        "database": env.cr.dbname,
        "capabilities": [declaration.name for declaration in listed],
        "started_at": _started(),
    }


def server_id(env: api.Environment) -> str:
    """A random id of this database; a copy gets another, with its ``database.uuid``."""
    # sudo: parameters are not for users
    parameters = env["ir.config_parameter"].sudo()
    database = parameters.get_param("database.uuid") or ""
    kept = parameters.get_param(SERVER_ID)
    if kept and parameters.get_param(SERVER_UUID) == database:
        return kept
    fresh = str(uuid.uuid4())
    parameters.set_param(SERVER_ID, fresh)
    parameters.set_param(SERVER_UUID, database)
    return fresh


def _addresses() -> list[str]:
    found = [
        entry.address
        for name, entries in psutil.net_if_addrs().items()
        for entry in entries
        if entry.family == socket.AF_INET and not entry.address.startswith("127.")
    ]
    return sorted(found)


def _started() -> str:
    moment = datetime.fromtimestamp(system.started_at(), timezone.utc)
    return moment.isoformat(timespec="seconds")


def start_mark() -> str:
    """A text that differs after every start of the server, and on every host."""
    return f"{socket.gethostname()}:{system.started_at():.0f}"
