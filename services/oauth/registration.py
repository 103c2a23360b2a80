"""Checks what clients say of themselves (RFC 7591, client ID metadata documents)."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from . import redirects
from .errors import OAuthError

AUTH_METHODS = ("none", "client_secret_post", "client_secret_basic")
MOST_URIS = 20
# halves of characters besides: no database keeps them
CONTROLS = re.compile(
    r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


class ClientMetadata(BaseModel):
    """The members that are used here; others are dropped."""

    model_config = ConfigDict(extra="ignore", strict=True)

    redirect_uris: list[str] = Field(min_length=1, max_length=MOST_URIS)
    client_name: str | None = None
    token_endpoint_auth_method: str | None = None
    client_id: str | None = None

    @property
    def name(self) -> str:
        """What the person is shown: short, and of visible characters."""
        text = CONTROLS.sub("", self.client_name or "").strip()
        return text[:80] or redirects.host(self.redirect_uris[0])


def read(data: Any) -> ClientMetadata:
    """Check ``data``; addresses that cannot be used are left out.

    Raises:
        OAuthError: nothing usable is left (RFC 7591, section 3.2.2).
    """
    try:
        found = ClientMetadata.model_validate(data)
    except ValidationError as error:
        names = {str(e["loc"][0]) for e in error.errors() if e["loc"]}
        raise OAuthError(
            "invalid_client_metadata", f"Not readable: {', '.join(sorted(names))}."
        ) from None
    found.redirect_uris = [u for u in found.redirect_uris if redirects.is_acceptable(u)]
    if not found.redirect_uris:
        raise OAuthError(
            "invalid_redirect_uri",
            "Use https, http to this machine, or the private scheme of an app.",
        )
    method = found.token_endpoint_auth_method or "none"
    if method not in AUTH_METHODS:
        # not in its own words: an answer cannot hold whatever it sent
        known = ", ".join(AUTH_METHODS)
        raise OAuthError("invalid_client_metadata", f"How it proves itself: {known}.")
    found.token_endpoint_auth_method = method
    return found
