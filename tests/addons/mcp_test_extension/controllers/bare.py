"""Routes that do the benchmark's ORM work with nothing around it."""

import json

from odoo import http, sql_db
from odoo.http import request

FIELDS = ["name", "email", "phone", "city"]
ROUTE = {"type": "http", "auth": "none", "readonly": False}
# what ``describe_model`` says of a field
SAID = ["type", "string", "required", "readonly", "relation", "selection"]


class BareRoutes(http.Controller):
    @http.route("/mcp_test/bare", **ROUTE)
    def bare(self):
        """The ``search_read`` of ``probe_search`` for the same user, unguarded."""
        return _search(_partners().env)

    @http.route("/mcp_test/bearer", type="http", auth="bearer", readonly=False)
    def bearer(self):
        """The same with Odoo's own bearer authentication."""
        return _search(request.env)

    @http.route("/mcp_test/bare/get", **ROUTE)
    def get(self):
        """One partner, the fields of its form."""
        partners = _partners()
        names = partners.get_view(view_type="form")["models"]["res.partner"]
        plain = [n for n in names if partners._fields[n].type != "binary"]
        return _answer(partners.browse(1).read(plain))

    @http.route("/mcp_test/bare/update", **ROUTE)
    def update(self):
        """Change one field, and read it back."""
        partner = _partners().browse(1)
        before = partner.read(["phone"])
        partner.write({"phone": "+32 2 123 45 67"})
        request.env.flush_all()
        return _answer(before + partner.read(["phone"]))

    @http.route("/mcp_test/bare/create", **ROUTE)
    def add(self):
        """Create a partner, and read back what it is called."""
        partner = _partners().create({"name": "Bare"})
        request.env.flush_all()
        return _answer(partner.read(["display_name"]))

    @http.route("/mcp_test/bare/aggregate", **ROUTE)
    def aggregate(self):
        """Count partners by country."""
        groups = _partners()._read_group([], ["country_id"], ["__count"])
        return _answer([[country.display_name, count] for country, count in groups])

    @http.route("/mcp_test/bare/fields", **ROUTE)
    def fields(self):
        """What the fields of partners are."""
        return _answer(_partners().fields_get(attributes=SAID))

    @http.route("/mcp_test/statements", **ROUTE)
    def statements(self):
        """How many statements this process has sent to PostgreSQL."""
        return request.make_json_response(sql_db.sql_counter)


def _partners():
    """Partners, as the user of the benchmark sees them."""
    # sudo: finds the record that an XML id names
    user = request.env.ref("base.user_admin").sudo()
    return request.env(user=user.id)["res.partner"]


def _search(env):
    return _answer(env["res.partner"].search_read([], FIELDS, limit=10, order="id"))


def _answer(found):
    headers = [("Content-Type", "application/json")]
    return request.make_response(json.dumps(found, default=str), headers)
