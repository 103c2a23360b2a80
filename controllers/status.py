"""For monitors and administrators: health and capabilities."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

import odoo
from odoo import http
from odoo.http import Response, request
from odoo.modules.module import get_manifest
from odoo.tools import config

from ..services.server import system
from ..services.transactions.own_cursor import pool_problem
from .dispatcher import json_response
from .endpoint import PATH, ROUTE

KINDS = ("tool", "resource", "prompt")


class McpStatus(http.Controller):
    @http.route(f"{PATH}/health", auth="none", methods=["GET"], **ROUTE)
    def health(self) -> Response:
        """Whether the server answers and reaches its database; with a key, more."""
        if not request.db:
            return json_response({"status": "error", "database": False}, 503)
        request.env.cr.execute("SELECT 1")
        if problem := pool_problem():
            facts = {"status": "error", "database": True, "problem": problem}
            return json_response(facts, 503)
        facts = {"status": "ok", "database": True}
        if request.httprequest.headers.get("Authorization"):
            request.registry["ir.http"]._auth_method_mcp()
            facts |= _process()
        return json_response(facts)

    @http.route(f"{PATH}/capabilities", auth="mcp", methods=["GET"], **ROUTE)
    def capabilities(self) -> Response:
        """What this caller finds here."""
        return json_response(_capabilities())


def _versions() -> dict[str, str]:
    return {
        "version": get_manifest("odoo_mcp")["version"],
        "odoo_version": odoo.release.version,
    }


def _process() -> dict[str, Any]:
    return {
        **_versions(),
        "workers": config["workers"],
        "uptime_s": round(time.time() - system.started_at()),
        "sessions": request.env["mcp.session"]._count_live(),
    }


def _capabilities() -> dict[str, Any]:
    from ..services.protocol.versions import VERSIONS

    policy, principal = request.env["mcp.policy"], request.mcp_principal
    listed = {kind: policy._listed(kind, principal) for kind in KINDS}
    return {
        "name": "odoo",
        **_versions(),
        "protocol_versions": VERSIONS,
        "workers": config["workers"],
        "toolsets": sorted({d.toolset for d in listed["tool"]}),
        "tools": [d.name for d in listed["tool"]],
        "resources": [d.mark.uri for d in listed["resource"]],
        "prompts": [d.name for d in listed["prompt"]],
        "surface_version": _surface_version(listed),
    }


def _surface_version(listed: dict[str, list[Any]]) -> str:
    """A hash of all that this caller is shown, so that clients notice changes."""
    shown = [
        [kind, d.name, d.mark.uri, d.description, d.hints, _schemas(d)]
        for kind in KINDS
        for d in listed[kind]
    ]
    text = json.dumps(shown, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _schemas(declaration: Any) -> list[Any]:
    if declaration.kind == "resource":
        return []
    return [declaration.input_schema, declaration.output_schema]
