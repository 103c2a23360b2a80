"""A preview and a change set of documents begin with the one that was asked for."""

from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestShownFirst(FlowMixin, McpCase):
    roles = ("salesman",)

    def setUp(self):
        super().setUp()
        self.desk = self.product("Flow Desk", default_code="FLOW-D", list_price=80)

    def shown(self, tool, **arguments):
        """Models of a preview, in its order."""
        outcome = self.ask("salesman", tool, dry_run=True, **arguments)
        records = self.assertAnswers(outcome)["preview"]["records"]
        return list(dict.fromkeys(record["model"] for record in records))

    def test_an_order_stands_before_the_moves_that_get_its_date(self):
        order = self.quotation((self.desk, 2))
        order.action_confirm()
        change = {"model": "sale.order", "record_ids": order.ids}
        change["values"] = {"commitment_date": "2030-01-15T12:00:00"}
        models = self.shown("update_records", **change)
        self.assertEqual(models[:2], ["sale.order", "stock.move"])
        self.assertAnswers(self.ask("salesman", "update_records", **change))
        kept = self.env["mcp.change"].search([], limit=1)
        self.assertEqual(kept._shown().records[0]["model"], "sale.order")
        self.assertAnswers(self.ask("salesman", "undo"))
        self.env.invalidate_all()
        self.assertFalse(order.commitment_date)

    def test_a_quotation_stands_before_its_lines(self):
        lines = [{"product_id": self.desk.id, "quantity": 2}]
        arguments = {"customer_id": self.customer.id, "lines": lines}
        models = self.shown("create_quotation", **arguments)
        self.assertEqual(models[:2], ["sale.order", "sale.order.line"])
