"""Answers requests for which Odoo found no database, as JSON instead of a page.

Without a database Odoo knows only routes with ``auth="none"`` of modules in
``server_wide_modules``. With one, the routes of the endpoint win over these: they are
spelled out, while these are patterns.
"""

from __future__ import annotations

from odoo import http
from odoo.http import Response, request

from ..services.route import ROOT, VERSION
from .database_header import HEADER
from .dispatcher import error
from .endpoint import PATH, ROUTE

# the endpoint itself, as a pattern: werkzeug tries what is spelled out before
ENDPOINT = f"{ROOT}/<any({VERSION}):_version>"
BELOW = f"{PATH}/<path:_rest>"
METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
NO_DATABASE = f"No database: none was chosen ({HEADER}), or it cannot be reached."


class McpNowhere(http.Controller):
    @http.route(ENDPOINT, auth="none", methods=["POST"], **ROUTE)
    def post(self, _version: str) -> Response:
        """The endpoint, without a database."""
        return _answer()

    @http.route(BELOW, auth="none", methods=METHODS, **ROUTE)
    def below(self, _rest: str) -> Response:
        """Paths below the endpoint that do not exist, or need a database."""
        return _answer()


def _answer() -> Response:
    if request.db:
        return error(404, "There is nothing here.")
    return error(503, NO_DATABASE, [("Retry-After", "5")])
