from odoo.tests import tagged

from ..common import McpCase
from ..records.test_queries import statements

# a user of every app: sixty models or so, a statement in each
MOST_STATEMENTS = 120


@tagged("post_install", "-at_install", "-standard", "business")
class TestSearchEverywhere(McpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def setUp(self):
        super().setUp()
        self.admin = self.env.ref("base.user_admin")

    def found(self, query, user=None):
        call = self.make_call("search", {"query": query}, user=user or self.admin)
        return self.assertAnswers(self.answer(call))["results"]

    def test_documents_of_every_app_are_found_by_their_numbers(self):
        for model in ("sale.order", "purchase.order", "account.move", "stock.picking"):
            record = self.env[model].search([("name", "like", "0")], limit=1)
            ids = [row["id"] for row in self.found(record.name)]
            with self.subTest(model):
                self.assertIn(f"{model}/{record.id}", ids)

    def test_an_order_is_read_with_its_lines_beside(self):
        order = self.env["sale.order"].search([], limit=1)
        call = self.make_call(
            "fetch", {"id": f"sale.order/{order.id}"}, user=self.admin
        )
        text = self.assertAnswers(self.answer(call))["text"]
        self.assertIn(order.partner_id.display_name, text)

    def test_who_has_no_app_finds_no_documents_of_it(self):
        order = self.env["sale.order"].search([], limit=1)
        found = self.found(order.name, self.mcp_caller)
        self.assertFalse([r for r in found if r["id"].startswith("sale.order/")])

    def test_all_apps_are_searched_in_few_statements(self):
        self.found("warm")
        with statements(self) as sent:
            self.found("Azure Interior")
        self.assertLess(len(sent), MOST_STATEMENTS)
