"""Client ID metadata documents: a client whose id is the URL of its description."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from .. import settings
from ..outgoing.client import get
from ..outgoing.destinations import OutgoingError
from .errors import OAuthError, invalid_client
from .registration import ClientMetadata, read

TIMEOUT_S = 3.0


def is_url(client_id: str) -> bool:
    """Whether a client id is the address of a document: https, with a path."""
    try:
        parts = urlsplit(client_id)
    except ValueError:
        return False
    return (
        parts.scheme == "https"
        and bool(parts.hostname)
        and parts.path not in ("", "/")
        and not {".", ".."} & set(parts.path.split("/"))
        and not parts.fragment
    )


def fetch(client_id: str) -> ClientMetadata:
    """Get and check the document; nothing is followed, and little is read.

    Raises:
        OAuthError: it cannot be had, or does not describe this very id.
    """
    private = settings.conf("mcp_allow_private_urls") is True
    try:
        answer = get(client_id, timeout=TIMEOUT_S, private=private)
        if answer.status != 200:
            raise invalid_client()
        found = read(json.loads(answer.body))
    except (OutgoingError, OAuthError, ValueError, RecursionError):
        raise invalid_client() from None
    if found.client_id != client_id or found.token_endpoint_auth_method != "none":
        raise invalid_client()
    return found
