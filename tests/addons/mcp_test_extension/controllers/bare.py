"""Routes that do the benchmark's ORM work with nothing around it."""

import json

from odoo import SUPERUSER_ID, http
from odoo.http import request

FIELDS = ["name", "email", "phone", "city"]


class BareRoutes(http.Controller):
    @http.route("/mcp_test/bare", type="http", auth="none", readonly=False)
    def bare(self):
        """The same ``search_read`` as ``probe_search``, without a guard."""
        partners = request.env["res.partner"].with_user(SUPERUSER_ID)
        rows = partners.search_read([], FIELDS, limit=10, order="id")
        return request.make_response(
            json.dumps(rows), [("Content-Type", "application/json")]
        )

    @http.route("/mcp_test/bearer", type="http", auth="bearer", readonly=False)
    def bearer(self):
        """The same with Odoo's own bearer authentication."""
        rows = request.env["res.partner"].search_read([], FIELDS, limit=10, order="id")
        return request.make_response(
            json.dumps(rows), [("Content-Type", "application/json")]
        )
