"""The endpoints that clients call themselves: token, register, revoke, introspect."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any
from urllib.parse import unquote_plus

from odoo import api, http
from odoo.http import Response, request

from ..services.callers import addresses
from ..services.oauth import urls
from ..services.oauth.errors import OAuthError, invalid_client
from .dispatcher import json_response
from .oauth_answers import NO_STORE, PUBLIC, for_clients, form, limit, own_env

POST = {**PUBLIC, "methods": ["POST", "OPTIONS"], "cors": "*"}
MOST_BODY = 64 * 1024


class McpOauthToken(http.Controller):
    @http.route(urls.TOKEN, max_content_length=MOST_BODY, **POST)
    @for_clients
    def token(self, **_fields: Any) -> Response:
        """Exchange a code, a refresh token or the client's own secret (RFC 6749)."""
        limit("oauth")
        fields = form()
        resource = urls.resource(request.env, request.httprequest)
        with own_env() as env:
            client = _client(env, fields)
            found = env["mcp.oauth.exchange"]._answer(fields, client, resource)
        if isinstance(found, OAuthError):
            raise found
        return json_response(found, headers=NO_STORE)

    @http.route(urls.REGISTER, max_content_length=MOST_BODY, **POST)
    @for_clients
    def register(self, **_fields: Any) -> Response:
        """Dynamic client registration (RFC 7591)."""
        limit("oauth_register")
        try:
            said = json.loads(request.httprequest.get_data())
        except (ValueError, RecursionError):
            raise OAuthError("invalid_client_metadata", "Send JSON.") from None
        address = request.httprequest.remote_addr
        with own_env() as env:
            found = env["mcp.oauth.client"]._register_itself(said, address)
        return json_response(found, 201, NO_STORE)

    @http.route(urls.REVOKE, max_content_length=MOST_BODY, **POST)
    @for_clients
    def revoke(self, **_fields: Any) -> Response:
        """End a token (RFC 7009); unknown ones are ended already."""
        limit("oauth")
        fields = form()
        with own_env() as env:
            client = _client(env, fields)
            env["mcp.oauth.exchange"]._revoke(fields.get("token", ""), client)
        return json_response({}, headers=NO_STORE)

    @http.route(urls.INTROSPECT, max_content_length=MOST_BODY, **POST)
    @for_clients
    def introspect(self, **_fields: Any) -> Response:
        """Tell a confidential client of its own tokens (RFC 7662)."""
        limit("oauth")
        fields = form()
        with own_env() as env:
            client = _client(env, fields)
            if client.auth_method == "none":
                raise invalid_client()
            exchange = env["mcp.oauth.exchange"]
            found = exchange._introspect(fields.get("token", ""), client)
        return json_response(found, headers=NO_STORE)


def _client(env: api.Environment, fields: dict[str, str]) -> Any:
    """The client, proven; one way of proving it at a time (RFC 6749, 2.3)."""
    header = request.httprequest.headers.get("Authorization", "")
    basic = _basic(header) if header else None
    if header and (basic is None or "client_secret" in fields):
        raise invalid_client()
    client_id, secret = basic or (
        fields.get("client_id", ""),
        fields.get("client_secret"),
    )
    if basic and fields.get("client_id", client_id) != client_id:
        raise invalid_client()
    address = addresses.caller_of(request.httprequest)
    return env["mcp.oauth.exchange"]._client(client_id, secret, address)


def _basic(header: str) -> tuple[str, str] | None:
    """Both halves are form-encoded within (RFC 6749, section 2.3.1)."""
    scheme, _space, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        text = base64.b64decode(encoded.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    name, colon, secret = text.partition(":")
    return (unquote_plus(name), unquote_plus(secret)) if colon else None
