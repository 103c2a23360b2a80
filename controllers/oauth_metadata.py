"""Discovery: what a client reads before anybody logs in."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import Response, request

from ..services.oauth import metadata, urls
from .dispatcher import json_response
from .oauth_answers import PUBLIC, for_machines

CACHED = [("Cache-Control", "max-age=300")]
READ = {**PUBLIC, "methods": ["GET", "OPTIONS"], "cors": "*"}


def _at(address: str) -> list[str]:
    return [address, f"{address}/<path:of>"]


def _refuse_others(of: str, *known: str) -> None:
    """Behind a proxy the path that follows has its base path before it."""
    base = urls.base_path(request.env, request.httprequest)
    if of and f"/{of}" not in {urls.PATH, *(base + path for path in known)}:
        raise NotFound()


class McpOauthMetadata(http.Controller):
    @http.route(_at(urls.RESOURCE_METADATA), **READ)
    @for_machines
    def resource(self, of: str = "") -> Response:
        """RFC 9728; ``of`` is the path of the resource."""
        _refuse_others(of, urls.PATH)
        found = metadata.of_resource(request.env, request.httprequest)
        return json_response(found, headers=CACHED)

    @http.route(_at(urls.SERVER_METADATA), **READ)
    @for_machines
    def server(self, of: str = "") -> Response:
        """RFC 8414; clients that know the endpoint alone append its path."""
        _refuse_others(of, urls.PATH, "")
        found = metadata.of_server(request.env, request.httprequest)
        return json_response(found, headers=CACHED)
