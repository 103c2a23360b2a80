"""Routes that do the benchmark's ORM work with nothing around it."""

import json

from odoo import http, sql_db
from odoo.http import request

FIELDS = ["name", "email", "phone", "city"]


class BareRoutes(http.Controller):
    @http.route("/mcp_test/bare", type="http", auth="none", readonly=False)
    def bare(self):
        """The ``search_read`` of ``probe_search`` for the same user, unguarded."""
        # sudo: finds the record that an XML id names
        user = request.env.ref("base.user_admin").sudo()
        return _answer(request.env(user=user.id))

    @http.route("/mcp_test/bearer", type="http", auth="bearer", readonly=False)
    def bearer(self):
        """The same with Odoo's own bearer authentication."""
        return _answer(request.env)

    @http.route("/mcp_test/statements", type="http", auth="none", readonly=False)
    def statements(self):
        """How many statements this process has sent to PostgreSQL."""
        return request.make_json_response(sql_db.sql_counter)


def _answer(env):
    rows = env["res.partner"].search_read([], FIELDS, limit=10, order="id")
    headers = [("Content-Type", "application/json")]
    return request.make_response(json.dumps(rows), headers)
