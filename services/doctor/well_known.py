"""Whether clients find the metadata documents from which they learn everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from ..oauth import urls
from ..outgoing.client import get
from ..outgoing.destinations import OutgoingError
from .check import Check, Translate

TIMEOUT_S = 3.0
Read = Callable[[str], Any]


class Unreadable(Exception):
    """Why a document cannot be had."""


def read(url: str) -> Any:
    """The document at an address of our own.

    Raises:
        Unreadable: it cannot be had, or is no JSON object.
    """
    try:
        # private addresses are allowed, since our own one often is
        answer = get(url, timeout=TIMEOUT_S, private=True)
    except OutgoingError as error:
        raise Unreadable(str(error)) from None
    if answer.status != 200:
        raise Unreadable(f"HTTP {answer.status}")
    try:
        found = json.loads(answer.body)
    except ValueError:
        raise Unreadable("not JSON") from None
    if not isinstance(found, dict):
        raise Unreadable("not an object")
    return found


def checks(base: str, _: Translate, read: Read = read) -> list[Check]:
    """Read what a client reads first, and compare it with ``base``."""
    parts = urlsplit(base)
    root, path = f"{parts.scheme}://{parts.netloc}", parts.path
    # where the path goes, RFC 9728 says in 3.1 and RFC 8414 in 3.1
    resource_at = root + urls.RESOURCE_METADATA + path + urls.PATH
    server_at = root + urls.SERVER_METADATA + path
    name = _("Well-known addresses")
    where = resource_at
    try:
        resource = read(where)
        where = server_at
        server = read(where)
    except Unreadable as error:
        found = f"{where}: {error}"
        remedy = _(
            "Let the proxy pass /.well-known/oauth-* and /mcp/ to Odoo. If this "
            "server may not reach its own address from within, open the address in a "
            "browser: it must show a document."
        )
        return [Check(name, False, found, remedy)]
    return [
        Check(name, True, _("Both documents are found.")),
        _consistent(base, resource, server, _),
    ]


def _consistent(base: str, resource: Any, server: Any, _: Translate) -> Check:
    pairs = [
        (resource.get("resource"), base + urls.PATH),
        (resource.get("authorization_servers"), [base]),
        (server.get("issuer"), base),
        (server.get("token_endpoint"), base + urls.TOKEN),
    ]
    wrong = [f"{said} ≠ {right}" for said, right in pairs if said != right]
    return Check(
        _("Metadata"),
        not wrong,
        "; ".join(wrong) or _("They name the address of this Odoo."),
        _(
            "The documents follow the address by which Odoo is asked. Let the proxy "
            "send X-Forwarded-Host and X-Forwarded-Proto, set proxy_mode = True in "
            "odoo.conf, and make web.base.url the same."
        ),
    )
