"""The one endpoint, ``/mcp/v1``: bytes in, bytes out."""

from __future__ import annotations

import json
import uuid
from typing import Any

import odoo
from odoo import http
from odoo.http import Response, request
from odoo.modules.module import get_manifest
from odoo.service import server as odoo_server
from odoo.tools import config

from ..services import hosts, settings
from .dispatcher import error

PATH = "/mcp/v1"
# readonly=True would run a refused write again on a read-write cursor
ROUTE = {"type": "mcp", "csrf": False, "save_session": False, "readonly": False}
ALLOW = [("Allow", "POST, OPTIONS")]


class McpEndpoint(http.Controller):
    @http.route(PATH, auth="mcp", methods=["POST"], **ROUTE)
    def post(self) -> Response:
        """One JSON-RPC message of any protocol revision."""
        if refusal := _refused():
            return refusal
        from ..services.protocol.serve import Door, serve

        door = Door(
            request.env,
            request.mcp_principal,
            request.httprequest.get_data(cache=True),
            list(request.httprequest.headers.items()),
            threaded=is_threaded(),
            call_id=_call_id(),
        )
        return _response(serve(door))

    @http.route(PATH, auth="none", methods=["GET", "DELETE", "PUT", "PATCH"], **ROUTE)
    def not_allowed(self) -> Response:
        """Clients loop on anything but 405 with ``Allow``."""
        return error(405, "Use POST.", ALLOW)

    @http.route(PATH, auth="none", methods=["OPTIONS"], **ROUTE)
    def options(self) -> Response:
        return Response(status=204, headers=ALLOW)

    @http.route(f"{PATH}/health", auth="none", methods=["GET"], **ROUTE)
    def health(self) -> Response:
        """Whether the server answers and reaches its database; nothing more."""
        if not request.db:
            return _json({"status": "error", "database": False}, 503)
        request.env.cr.execute("SELECT 1")
        return _json({"status": "ok", "database": True})

    @http.route(f"{PATH}/capabilities", auth="mcp", methods=["GET"], **ROUTE)
    def capabilities(self) -> Response:
        """What this caller finds here."""
        return _json(_capabilities())


def is_threaded() -> bool:
    """Whether this process serves with threads: it may hold a stream open."""
    return isinstance(odoo_server.server, odoo_server.ThreadedServer)


def _refused() -> Response | None:
    """What is wrong with the request before anybody reads its body."""
    incoming, env = request.httprequest, request.env
    if odoo.evented:
        return error(503, "The websocket port does not serve MCP; use the HTTP port.")
    if not hosts.is_our_host(env, incoming.headers.get("Host")):
        return error(403, "This host name is not ours; see mcp.allowed_hosts.")
    if not hosts.is_our_origin(env, incoming.headers.get("Origin")):
        return error(403, "This origin may not call; see mcp.allowed_origins.")
    if incoming.mimetype != "application/json":
        return error(415, "Send application/json.")
    limit = settings.get(env, "max_body_mb") * 1024 * 1024
    if (incoming.content_length or 0) > limit:
        return error(413, "The request is too large; see mcp.max_body_mb.")
    return None


def _call_id() -> str:
    """Kept on the request: Odoo runs the whole controller again on conflicts."""
    if not hasattr(request, "mcp_call_id"):
        request.mcp_call_id = uuid.uuid4().hex
    return request.mcp_call_id


def _response(reply: Any) -> Response:
    if reply.stream is not None:
        return Response(reply.stream, status=reply.status, headers=reply.headers)
    if reply.payload is None:
        return Response(status=reply.status, headers=reply.headers)
    return _json(reply.payload, reply.status, reply.headers)


def _json(data: Any, status: int = 200, headers: dict[str, str] | None = None):
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    headers = {"Content-Type": "application/json", **(headers or {})}
    return Response(text, status=status, headers=headers)


def _capabilities() -> dict[str, Any]:
    policy, principal = request.env["mcp.policy"], request.mcp_principal
    listed = {
        kind: policy._listed(kind, principal) for kind in ("tool", "resource", "prompt")
    }
    from ..services.protocol.versions import VERSIONS

    return {
        "name": "odoo",
        "version": get_manifest("odoo_mcp")["version"],
        "odoo_version": odoo.release.version,
        "protocol_versions": VERSIONS,
        "workers": config["workers"],
        "toolsets": sorted({d.toolset for d in listed["tool"]}),
        "tools": [d.name for d in listed["tool"]],
        "resources": [d.mark.uri for d in listed["resource"]],
        "prompts": [d.name for d in listed["prompt"]],
    }
