"""Discovery: what a client reads before anybody logs in."""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from ..services.oauth import metadata, urls
from .dispatcher import json_response
from .oauth_answers import PUBLIC, for_machines

CACHED = [("Cache-Control", "max-age=300")]
READ = {**PUBLIC, "methods": ["GET", "OPTIONS"], "cors": "*"}


class McpOauthMetadata(http.Controller):
    @http.route([urls.RESOURCE_METADATA, urls.RESOURCE_METADATA + urls.PATH], **READ)
    @for_machines
    def resource(self) -> Response:
        """RFC 9728."""
        found = metadata.of_resource(request.env, request.httprequest)
        return json_response(found, headers=CACHED)

    @http.route([urls.SERVER_METADATA, urls.SERVER_METADATA + urls.PATH], **READ)
    @for_machines
    def server(self) -> Response:
        """RFC 8414; clients that know the endpoint alone append its path."""
        found = metadata.of_server(request.env, request.httprequest)
        return json_response(found, headers=CACHED)
