"""What a client asks for at the authorization endpoint (RFC 6749, 4.1.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import scopes, urls
from .errors import OAuthError
from .secrets import CHALLENGE

LONGEST_STATE = 4096
ONCE = (
    "client_id",
    "redirect_uri",
    "response_type",
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
    "resource",
)


@dataclass(frozen=True)
class Asked:
    """A request that may be shown to the person.

    Attributes:
        client: id of the ``mcp.oauth.client``.
        scopes: those that exist here.
        challenge: of PKCE, S256.
        always: the client wants the person asked, whatever was remembered.
    """

    client: int
    redirect_uri: str
    state: str
    scopes: tuple[str, ...]
    challenge: str
    resource: str
    always: bool = False

    @property
    def data(self) -> dict[str, Any]:
        """As JSON, which ``of`` reads again."""
        return {**vars(self), "scopes": list(self.scopes)}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Asked:
        return cls(**{**data, "scopes": tuple(data["scopes"])})


def parse(arguments: Any, client: int, redirect_uri: str, resource: str) -> Asked:
    """Read the query; the client and where it returns to are known to be right.

    Args:
        arguments: a MultiDict.
        resource: the endpoint's own address.

    Raises:
        OAuthError: goes back to the client by the redirect.
    """
    _refuse_wrong(arguments)
    wanted = arguments.get("resource") or resource
    if not urls.same(wanted, resource):
        raise OAuthError("invalid_target", f"The only resource here is {resource}.")
    return Asked(
        client,
        redirect_uri,
        arguments.get("state", ""),
        tuple(scopes.known(arguments.get("scope"))),
        arguments["code_challenge"],
        resource,
        always="consent" in arguments.get("prompt", "").split(),
    )


def _refuse_wrong(arguments: Any) -> None:
    for name in ONCE:
        if len(arguments.getlist(name)) > 1:
            raise OAuthError("invalid_request", f"{name} is there twice.")
    if arguments.get("response_type") != "code":
        raise OAuthError("unsupported_response_type", "Only code is supported.")
    if arguments.get("code_challenge_method") != "S256":
        raise OAuthError("invalid_request", "PKCE with S256 is needed.")
    if not CHALLENGE.fullmatch(arguments.get("code_challenge", "")):
        raise OAuthError("invalid_request", "code_challenge is not one of S256.")
    if len(arguments.get("state", "")) > LONGEST_STATE:
        raise OAuthError("invalid_request", "state is too long.")
