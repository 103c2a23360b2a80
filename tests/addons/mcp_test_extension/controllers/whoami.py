"""Whom the authentication of the endpoint made of a request."""

from __future__ import annotations

import json
from typing import Any

from odoo import http
from odoo.http import Response, request


class Whoami(http.Controller):
    @http.route(
        "/mcp_test/whoami",
        type="mcp",
        auth="mcp",
        methods=["GET"],
        csrf=False,
        save_session=False,
        readonly=False,
    )
    def whoami(self) -> Response:
        return Response(json.dumps(_facts()), content_type="application/json")


def _facts() -> dict[str, Any]:
    env, principal = request.env, request.mcp_principal
    narrowed_to = principal.narrowing.toolsets
    return {
        "uid": env.uid,
        "su": env.su,
        "lang": env.context.get("lang"),
        "tz": env.context.get("tz"),
        "companies": env.companies.ids,
        "credential": principal.credential,
        "ceiling": principal.ceiling.name,
        "toolsets": principal.toolsets and sorted(principal.toolsets),
        "trusted": principal.trusted,
        "local": principal.local,
        "address": principal.address,
        "read_only": principal.narrowing.read_only,
        "exclude": sorted(principal.narrowing.exclude),
        "narrowed_to": None if narrowed_to is None else sorted(narrowed_to),
    }
