"""The token endpoint's work: a grant of RFC 6749 becomes tokens, once.

_answer(form, client)
  ├─ _by_code             authorization_code, PKCE      RFC 6749, 4.1.3
  ├─ _by_refresh          rotation, reuse ends all      RFC 6749, 6
  └─ _by_client           service accounts              RFC 6749, 4.4

It runs on a READ COMMITTED cursor that is committed whatever it answers: an error is
returned, not raised, so that what a reuse ends stays ended.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from odoo import api, fields, models

from ..services import settings
from ..services.callers import addresses
from ..services.callers.principal import Mode
from ..services.oauth import scopes, secrets, urls
from ..services.oauth.errors import OAuthError, invalid_client, invalid_grant

Answer = dict[str, Any] | OAuthError


class McpOauthExchange(models.AbstractModel):
    _name = "mcp.oauth.exchange"
    _description = "MCP OAuth: exchange of grants for tokens"

    @api.model
    def _answer(self, form: Any, client: models.BaseModel, resource: str) -> Answer:
        """The token response, or what is wrong.

        Args:
            form: the request's own fields, each there once.
            client: proven to be who it says.
            resource: the endpoint's own address.
        """
        wanted = form.get("resource")
        if wanted and not urls.same(wanted, resource):
            return OAuthError("invalid_target", f"The only resource is {resource}.")
        ways = {
            "authorization_code": self._by_code,
            "refresh_token": self._by_refresh,
            "client_credentials": self._by_client,
        }
        way = ways.get(form.get("grant_type"))
        if way is None:
            return OAuthError("unsupported_grant_type", "See the metadata.")
        return way(form, client, resource)

    @api.model
    def _by_code(self, form: Any, client: models.BaseModel, resource: str) -> Answer:
        """Whoever knows a code uses it up; a second use ends what the first gave."""
        tokens = self.env["mcp.oauth.token"]
        token, first = tokens._take(form.get("code", ""), "code")
        if not token:
            return invalid_grant()
        if not first:
            token.grant_id._revoke("oauth_code_reused")
            return invalid_grant()
        if not (
            self._is_fit(token, client, resource)
            and token.redirect_uri == form.get("redirect_uri")
            and secrets.proves(form.get("code_verifier", ""), token.challenge)
        ):
            token.grant_id._revoke("oauth_code_misused")
            return invalid_grant()
        return self._tokens(token.grant_id, token.grant_id.scopes)

    @api.model
    def _by_refresh(self, form: Any, client: models.BaseModel, resource: str) -> Answer:
        """Exchange a refresh token; a mistake in the request does not use it up."""
        secret = form.get("refresh_token", "")
        known = self._found(secret, client)
        if known.kind != "refresh":
            return invalid_grant()
        held = _narrowed(known.grant_id.scopes, form.get("scope"))
        problem = self._problem(known, client, resource)
        if not problem and isinstance(held, OAuthError):
            problem = held
        if problem and not known.used:
            return problem
        token, first = self.env["mcp.oauth.token"]._take(secret, "refresh")
        if token and not first:
            token.grant_id._revoke("oauth_refresh_reused")
        if not token or not first or problem:
            return invalid_grant()
        return self._tokens(token.grant_id, held)

    @api.model
    def _by_client(self, form: Any, client: models.BaseModel, resource: str) -> Answer:
        user = client.service_user_id
        if client.auth_method == "none" or not user.active:
            return OAuthError("unauthorized_client", "It has no service account.")
        if self.env["mcp.oauth.grant"]._is_stopped(client, user):
            reason = "An administrator has stopped its service account."
            return OAuthError("unauthorized_client", reason)
        mode = min(self.env["mcp.policy"]._mode_of(user), Mode[client.mode.upper()])
        asked = scopes.known(form.get("scope")) or scopes.of_mode(mode)
        mode = min(mode, scopes.most(asked))
        if mode == Mode.NONE:
            return OAuthError("invalid_scope", "Its user may not do this.")
        grant = self._service_grant(client, user, resource, mode, asked)
        return self._access(grant, grant.scopes)

    @api.model
    def _service_grant(
        self,
        client: models.BaseModel,
        user: models.BaseModel,
        resource: str,
        mode: Mode,
        asked: list[str],
    ) -> models.BaseModel:
        held = scopes.granted(mode, scopes.DEVELOPER in asked, offline=False)
        values = {
            "client_id": client.id,
            "client_name": client.name,
            "user_id": user.id,
            "resource": resource,
            "mode": mode.name.lower(),
            "scopes": " ".join(held),
        }
        grants = self.env["mcp.oauth.grant"]
        domain = [(name, "=", values[name]) for name in values if name != "client_name"]
        return grants.search(domain, limit=1) or grants.create(values)

    def _is_fit(
        self, token: models.BaseModel, client: models.BaseModel, resource: str
    ) -> bool:
        grant = token.grant_id
        return (
            grant.client_id == client
            and token.expires > fields.Datetime.now()
            and grant.resource == resource
            and self.env["mcp.policy"]._mode_of(grant.user_id) != Mode.NONE
        )

    def _problem(
        self, token: models.BaseModel, client: models.BaseModel, resource: str
    ) -> OAuthError | None:
        """Why a refresh token is of no use here and now."""
        if not self._is_fit(token, client, resource):
            return invalid_grant()
        return self._withheld(token.grant_id)

    def _withheld(self, grant: models.BaseModel) -> OAuthError | None:
        """What an administrator may give back; the client keeps its token for it."""
        if grant.id in grant._stopped_ids():
            return OAuthError("access_denied", "An administrator has stopped it.")
        if not grant.client_id._may_connect():
            return OAuthError("access_denied", "An administrator has to approve it.")
        return None

    @api.model
    def _tokens(self, grant: models.BaseModel, held: str | OAuthError) -> Answer:
        if isinstance(held, OAuthError):
            return held
        days = settings.get(self.env, "oauth_refresh_days")
        refresh = self.env["mcp.oauth.token"]._issue(
            grant, secrets.REFRESH, timedelta(days=days)
        )
        return {**self._access(grant, held), "refresh_token": refresh}

    @api.model
    def _access(self, grant: models.BaseModel, held: str) -> dict[str, Any]:
        minutes = settings.get(self.env, "oauth_access_minutes")
        access = self.env["mcp.oauth.token"]._issue(
            grant, secrets.ACCESS, timedelta(minutes=minutes), scopes=held
        )
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": minutes * 60,
            "scope": held,
        }

    # -------------------------------------------------------- RFC 7009, RFC 7662

    @api.model
    def _revoke(self, secret: str, client: models.BaseModel) -> None:
        """End a token of ``client``: of a refresh token, the whole connection."""
        token = self._found(secret, client)
        if token.kind == "access":
            token.unlink()
        elif token:
            token.grant_id._revoke("oauth_revoked")

    @api.model
    def _introspect(self, secret: str, client: models.BaseModel) -> dict[str, Any]:
        """What a client may know of its own tokens; of others nothing."""
        token = self._found(secret, client)
        grant = token.grant_id
        lives = token and not token.used and token.expires > fields.Datetime.now()
        if not (lives and grant.active and grant.user_id.active):
            return {"active": False}
        return {
            "active": True,
            "scope": token.scopes,
            "client_id": client.client_id,
            "username": grant.user_id.login,
            "token_type": "Bearer" if token.kind == "access" else "refresh_token",
            "exp": int(token.expires.timestamp()),
            "sub": str(grant.user_id.id),
            "aud": grant.resource,
        }

    @api.model
    def _found(self, secret: str, client: models.BaseModel) -> models.BaseModel:
        """A token of ``client``, read at once: another caller may end it meanwhile."""
        return self.env["mcp.oauth.token"].search_fetch(
            [
                ("hash", "=", secrets.digest(secret)),
                ("grant_id.client_id", "=", client.id),
            ],
            ["grant_id", "kind", "scopes", "expires", "used"],
        )

    @api.model
    def _client(
        self, client_id: str, secret: str | None, address: str | None
    ) -> models.BaseModel:
        """The proven client, at a place where it may be.

        Raises:
            OAuthError: unknown, wrong or elsewhere, in the same words.
        """
        client = self.env["mcp.oauth.client"]._of(client_id)
        if not client or not client._is_proven(secret):
            raise invalid_client()
        if not addresses.within(address, client.addresses):
            raise invalid_client()
        return client


def _narrowed(held: str, asked: str | None) -> str | OAuthError:
    """A refresh may ask for less, never for more (RFC 6749, section 6)."""
    if not asked:
        return held
    wanted = scopes.known(asked)
    if not set(wanted) <= set(held.split()):
        return OAuthError("invalid_scope", "More than was granted.")
    return " ".join(wanted) if scopes.most(wanted) != Mode.NONE else held
