"""Who holds a bearer token: MCP keys and Odoo's API keys."""

from __future__ import annotations

import math
from typing import NoReturn

from werkzeug.exceptions import TooManyRequests, Unauthorized

from odoo import _, api, fields, models
from odoo.http import request

from ..services import api_keys, failures, settings
from ..services.oauth import metadata, scopes
from ..services.principal import Principal
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
    def _lives(self, credential: str) -> bool:
        """Whether a credential that was good some minutes ago is still in force.

        An Odoo API key is known by its secret alone; that its user is still active
        is looked at besides.
        """
        kind, _colon, number = credential.partition(":")
        if kind != "key":
            return True
        # sudo: of whoever's key it is, only whether it lives is answered
        key = self.env["mcp.key"].sudo().browse(int(number)).exists()
        return bool(
            key.active and (not key.expires or key.expires > fields.Datetime.now())
        )

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
