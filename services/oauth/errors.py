"""Errors of the OAuth endpoints; the unknown and the wrong get the same words."""

from __future__ import annotations

from ..errors import McpError


class OAuthError(McpError):
    """An error of RFC 6749, section 5.2.

    Args:
        code: e.g. ``invalid_grant``.
        text: ``error_description``: ASCII, for the client's developer.
        status: of the HTTP answer.
    """

    def __init__(self, code: str, text: str, status: int = 400):
        super().__init__(text)
        self.code = code
        self.text = text
        self.status = status


def invalid_client() -> OAuthError:
    """The client is unknown, or has not proven who it is."""
    return OAuthError("invalid_client", "The client is not known or not proven.", 401)


def invalid_grant() -> OAuthError:
    """A code or token is unknown, wrong, expired or used."""
    return OAuthError("invalid_grant", "It is not valid, was used, or has expired.")
