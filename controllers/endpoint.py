"""The one endpoint, ``/mcp/v1``: bytes in, bytes out."""

from __future__ import annotations

import socket
from typing import Any

import odoo
from odoo import http
from odoo.http import Response, request
from odoo.service import server as odoo_server

from ..services import call_id, settings
from ..services.oauth import metadata
from ..services.route import PATH
from .dispatcher import error, json_response

# readonly=True would run a refused write again on a read-write cursor
ROUTE = {"type": "mcp", "csrf": False, "save_session": False, "readonly": False}
OTHERS = ["GET", "DELETE", "PUT", "PATCH", "OPTIONS"]
ALLOW = [("Allow", "POST, OPTIONS")]
TOO_LARGE = (
    "The request is too large; see mcp.max_body_mb. Send a file in parts (write_file "
    "with mode append) or by create_upload_link."
)


def _body_limit(_endpoint: Any) -> int:
    """Bytes that are read at most, also of a body that does not say its length."""
    return settings.get(request.env, "max_body_mb") * 1024 * 1024


class McpEndpoint(http.Controller):
    @http.route(
        PATH, auth="mcp", methods=["POST"], max_content_length=_body_limit, **ROUTE
    )
    def post(self) -> Response:
        """One JSON-RPC message of any protocol revision."""
        if refusal := _refused():
            return refusal
        body = request.httprequest.get_data(cache=True)
        if _was_cut(body):
            return error(413, TOO_LARGE)
        from ..services.protocol.serve import Door, serve

        door = Door(
            request.env,
            request.mcp_principal,
            body,
            list(request.httprequest.headers.items()),
            threaded=is_threaded(),
            call_id=call_id.of_request(request),
            connection=_connection(),
        )
        return _response(serve(door))

    @http.route(PATH, auth="none", methods=OTHERS, **ROUTE)
    def not_allowed(self) -> Response:
        """GET and DELETE: without 405 and ``Allow`` clients try again for ever.

        OPTIONS is here too: Odoo adds it to every route, and the first one answers.
        """
        if request.httprequest.method == "OPTIONS":
            return Response(status=204, headers=ALLOW)
        return error(405, "Use POST.", ALLOW)


def _connection() -> socket.socket | None:
    """The client's socket: of Odoo's threaded server, or of Werkzeug's (workers)."""
    given = request.httprequest._HTTPRequest__environ
    return given.get("socket") or given.get("werkzeug.socket")


def is_threaded() -> bool:
    """Whether this process serves with threads: it may hold a stream open."""
    return isinstance(odoo_server.server, odoo_server.ThreadedServer)


def _refused() -> Response | None:
    """What is wrong with the request before anybody reads its body."""
    incoming = request.httprequest
    if odoo.evented:
        return error(503, "The websocket port does not serve MCP; use the HTTP port.")
    if incoming.mimetype != "application/json":
        return error(415, "Send application/json.")
    if (incoming.content_length or 0) > incoming.max_content_length:
        return error(413, TOO_LARGE)
    return None


def _was_cut(body: bytes) -> bool:
    """Whether reading a body of unknown length stopped at the limit."""
    incoming = request.httprequest
    return incoming.content_length is None and len(body) >= incoming.max_content_length


def _response(reply: Any) -> Response:
    if reply.stream is not None:
        return Response(reply.stream, status=reply.status, headers=reply.headers)
    if reply.payload is None:
        return Response(status=reply.status, headers=reply.headers)
    headers = [*reply.headers.items(), *_challenge(reply.missing_scopes)]
    return json_response(reply.payload, reply.status, headers)


def _challenge(missing: list[str]) -> list[tuple[str, str]]:
    """The header that tells an OAuth client what it lacks (RFC 6750, section 3.1)."""
    if not missing:
        return []
    http, error = request.httprequest, "insufficient_scope"
    value = metadata.challenge(request.env, http, missing, error)
    return [("WWW-Authenticate", value)]
