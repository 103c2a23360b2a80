"""The authorization endpoint: Odoo's own login, then the person's consent.

GET authorize
  ├─ _known              client and return address   wrong → a page, never a redirect
  ├─ asked.parse         the rest                    wrong → back to the client
  ├─ _by_memory          → back with a code
  └─ _consent            the page: what was asked, signed for this user
POST authorize           → back with a code, or access_denied
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from werkzeug.exceptions import BadRequest, HTTPException, TooManyRequests

from odoo import _, fields, http
from odoo.http import Response, request
from odoo.tools.misc import hash_sign, verify_hash_signed

from ..services.callers.principal import Mode
from ..services.oauth import redirects, urls
from ..services.oauth.asked import Asked, parse
from ..services.oauth.errors import OAuthError
from ..services.surface.toolset_names import toolset_name
from . import oauth_words
from .oauth_answers import TooMany, limit, refuse_foreign

SCOPE = "odoo_mcp.consent"
LIFETIME = timedelta(minutes=10)
# the page may not be framed or cached, and its address is told to nobody
HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
UNKNOWN = 400


class McpOauthAuthorize(http.Controller):
    @http.route(urls.AUTHORIZE, type="http", auth="mcp_person", methods=["GET"])
    def ask(self, **_query: Any) -> Response:
        """Show the person which client asks for what."""
        try:
            client, redirect_uri = self._known(request.httprequest.args)
        except HTTPException as error:
            return self._page(str(error.description), error.code)
        try:
            resource = urls.resource(request.env, request.httprequest)
            asked = parse(request.httprequest.args, client.id, redirect_uri, resource)
        except OAuthError as error:
            state = request.httprequest.args.get("state", "")
            return self._back(
                redirect_uri, state, error=error.code, error_description=error.text
            )
        if problem := self._problem(client):
            return self._page(problem, 403)
        grants = request.env["mcp.oauth.grant"]
        if not asked.always and (code := self._by_memory(grants, asked)):
            return self._back(redirect_uri, asked.state, code=code)
        return self._consent(client, asked)

    @http.route(urls.AUTHORIZE, type="http", auth="mcp_person", methods=["POST"])
    def answer(self, **form: Any) -> Response:
        """The person's yes or no; Odoo has checked the form's CSRF token."""
        try:
            refuse_foreign()
        except HTTPException as error:
            return self._page(str(error.description), error.code)
        asked = self._signed(form.get("asked", ""))
        if asked is None:
            return self._page(
                _(
                    "This page is too old, or was made for somebody else. "
                    "Connect again from your assistant."
                ),
                UNKNOWN,
            )
        client = request.env["mcp.oauth.client"].sudo().browse(asked.client).exists()
        if not client._redirect_of(asked.redirect_uri):
            # it was changed, or deleted, since the page was made
            return self._page(_unknown(), UNKNOWN)
        if form.get("decision") != "allow":
            return self._back(asked.redirect_uri, asked.state, error="access_denied")
        if not client.active or (problem := self._problem(client)):
            return self._page(problem if client.active else _unknown(), 403)
        return self._grant(client, asked)

    # ------------------------------------------------------------------ parts

    def _known(self, arguments: Any) -> tuple[Any, str]:
        """The client and its return address; without both there is no redirect."""
        refuse_foreign()
        try:
            limit("oauth")
        except TooMany as error:
            raise TooManyRequests(_("Too many requests; wait.")) from error
        ids, returns = arguments.getlist("client_id"), arguments.getlist("redirect_uri")
        if len(ids) != 1 or len(returns) != 1:
            raise BadRequest(_unknown())
        client = self._client(ids[0])
        redirect_uri = client._redirect_of(returns[0]) if client else None
        if not redirect_uri:
            raise BadRequest(_unknown())
        return client, redirect_uri

    def _grant(self, client: Any, asked: Asked) -> Response:
        """Keep what the person ticked, and send the code to the client."""
        consent = request.env["mcp.oauth.consent"]
        chosen = consent._chosen(client, asked, request.httprequest.form)
        user = request.env.user
        code = request.env["mcp.oauth.grant"]._grant(user, asked, **chosen)
        return self._back(asked.redirect_uri, asked.state, client=client, code=code)

    def _client(self, client_id: str) -> Any:
        """Only for who may use it is a document read: anybody may sign up here."""
        clients = request.env["mcp.oauth.client"]
        return clients._described(client_id) if _may() else clients._of(client_id)

    def _problem(self, client: Any) -> str | None:
        """Why this person cannot connect this client, in words for him."""
        if not _may():
            return _(
                "Your user may not use assistants here. Ask an Odoo administrator for "
                "the group “MCP Observer” or a higher one."
            )
        if not client._may_connect():
            return _("An administrator has to approve %s first.") % client.name
        if request.env["mcp.oauth.grant"]._is_stopped(client, request.env.user):
            return _("An administrator has stopped %s for you.") % client.name
        return None

    def _by_memory(self, grants: Any, asked: Asked) -> str | None:
        """A code without asking, if the person chose that for this very client."""
        if not redirects.is_web(asked.redirect_uri):
            return None
        kept = grants._remembered(request.env.user, asked)
        if not kept or not set(asked.scopes) <= set((kept.asked_scopes or "").split()):
            return None
        return kept._again(asked)

    def _consent(self, client: Any, asked: Asked) -> Response:
        values = request.env["mcp.oauth.consent"]._page(client, asked)
        values |= {
            "signed": self._sign(asked),
            "action": urls.base_path(request.env, request.httprequest) + urls.AUTHORIZE,
            "toolset_name": partial(toolset_name, request.env),
            "words": oauth_words.consent(client, request.env.user, asked.redirect_uri),
            "is_local": not redirects.is_web(asked.redirect_uri),
            "leave": f"/web/session/logout?{urlencode({'redirect': _here()})}",
        }
        return self._render("odoo_mcp.oauth_consent", values)

    def _sign(self, asked: Asked) -> str:
        """What was checked, signed: for this user, this database and ten minutes.

        A copied database has the same secret and the same ids, for other clients.
        """
        expiry = fields.Datetime.now() + LIFETIME
        # sudo: the signature's key is a parameter that users may not read
        env = request.env(su=True)
        values = [*_signer(), asked.data]
        return hash_sign(env, SCOPE, values, expiration=expiry)

    def _signed(self, text: str) -> Asked | None:
        try:
            values = verify_hash_signed(request.env(su=True), SCOPE, text)
        except Exception:
            # any malformed text ends here, in whichever layer its decoding fails
            return None
        if not values or values[:-1] != _signer():
            return None
        return Asked.of(values[-1])

    def _back(self, uri: str, state: str, client: Any = None, **said: str) -> Response:
        """Back to the client, with the issuer (RFC 9207); to an app by way of a page."""
        issuer = urls.issuer(request.env, request.httprequest)
        facts = {**said, **({"state": state} if state else {}), "iss": issuer}
        target = f"{uri}{'&' if '?' in uri else '?'}{urlencode(facts)}"
        if redirects.is_followed(uri):
            response = request.redirect(target, code=303, local=False)
            response.headers.update(HEADERS)
            return response
        values = {"target": target, "failed": "error" in said}
        values["words"] = oauth_words.connected(client)
        return self._render("odoo_mcp.oauth_connected", values)

    def _page(self, text: str, status: int) -> Response:
        return self._render("odoo_mcp.oauth_problem", {"text": text}, status)

    def _render(self, template: str, values: dict, status: int = 200) -> Response:
        response = request.render(template, values, status=status)
        response.headers.update(HEADERS)
        return response


def _may() -> bool:
    """Whether this person may use assistants at all."""
    return request.env["mcp.policy"]._mode_of(request.env.user) != Mode.NONE


def _signer() -> list[str | int]:
    return [request.env.cr.dbname, request.env.uid]


def _here() -> str:
    """The URL of this page, reached after a login as somebody else."""
    base = urls.base_path(request.env, request.httprequest)
    query = {"redirect": base + request.httprequest.full_path}
    return f"/web/login?{urlencode(query)}"


def _unknown() -> str:
    return _(
        "This client, or the address to which it wants to return, is not known here. "
        "Remove the connection in your assistant and make it again."
    )
