"""Finds out whom a bearer token stands for: an MCP key, an OAuth token, an API key."""

from __future__ import annotations

import dataclasses
import math
from typing import NoReturn

from werkzeug.exceptions import TooManyRequests, Unauthorized

from odoo import _, api, models
from odoo.http import request

from ..services import settings
from ..services.callers import api_keys, failures
from ..services.callers.principal import Principal
from ..services.oauth import metadata, scopes
from .mcp_key import PREFIX


class McpIdentity(models.AbstractModel):
    _name = "mcp.identity"
    _description = "MCP Identity"

    @api.model
    def _identify(self, token: str, address: str | None) -> Principal:
        """The principal of a bearer token; writes nothing in this transaction.

        Raises:
            Unknown: nobody's token, or an expired or revoked one.
            TurnedAway: a right key at the wrong place.
            TooManyRequests: too many failures from there, or of such a key.
        """
        if token.startswith(PREFIX):
            found = self.env["mcp.key"]._principal(token, address)
            return found or self._fail(token, address)
        return self._of_api_key(token, address)

    @api.model
    def _of_api_key(self, token: str, address: str | None) -> Principal:
        uid = api_keys.remembered(self.env, token)
        if not uid:
            # the attempt counts before the slow check, so that it cannot be abused
            self._count(token, address)
            uid = api_keys.verify(self.env, token)
            if not uid:
                raise Unknown(_("This key is not valid."))
            failures.forgive(self.env.registry, address, token)
        known = api_keys.credential(token)
        return Principal(uid=uid, credential=known, address=address)

    @api.model
    def _now(self, principal: Principal) -> Principal | None:
        """The caller of some minutes ago, with what his credential allows today.

        None if it is no longer in force. His address and what he asked to see less of
        are taken over from ``principal``.
        """
        found = self._of_credential(principal)
        if not found:
            return None
        return dataclasses.replace(
            found,
            address=principal.address,
            local=principal.local,
            narrowing=principal.narrowing,
        )

    @api.model
    def _of_credential(self, principal: Principal) -> Principal | None:
        """Of an Odoo API key, which knows no limits, whether it is there and who has it."""
        kind, _colon, number = principal.credential.partition(":")
        if kind == "key":
            return self.env["mcp.key"]._principal_again(int(number))
        if kind == "api_key" and api_keys.has_ended(self.env, number):
            return None
        # sudo: of whoever it is, only whether he is active
        user = self.env["res.users"].sudo().browse(principal.uid)
        return principal if user.exists().active else None

    @api.model
    def _fail(self, token: str, address: str | None) -> NoReturn:
        self._count(token, address)
        raise Unknown(_("This key is not valid."))

    @api.model
    def _count(self, token: str, address: str | None) -> None:
        wait = failures.count(self.env.registry, address, token)
        if wait:
            raise TooManyRequests(
                _("Too many failed attempts; wait."), retry_after=math.ceil(wait)
            )


class Unknown(Unauthorized):
    """401 with the challenge that clients look for."""

    def get_headers(self, *args, **kwargs) -> list[tuple[str, str]]:
        headers = super().get_headers(*args, **kwargs)
        return [*headers, ("WWW-Authenticate", _challenge())]


def _challenge() -> str:
    """Where a client learns how to connect by OAuth, if it may."""
    if settings.get(request.env, "oauth_off"):
        return 'Bearer realm="odoo_mcp"'
    error = "invalid_token" if request.httprequest.authorization else None
    return metadata.challenge(
        request.env, request.httprequest, list(scopes.FIRST), error
    )
