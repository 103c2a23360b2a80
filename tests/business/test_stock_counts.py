"""A count of stock that is entered is no stock yet, and what applies it is told."""

from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestStockCounts(FlowMixin, McpCase):
    roles = ("warehouse",)

    def setUp(self):
        super().setUp()
        desk = self.product("Counted Desk", on_hand=6)
        place = [("product_id", "=", desk.id), ("location_id", "=", self.stock.id)]
        self.quant = self.env["stock.quant"].search(place)
        self.on = {"model": "stock.quant", "record_ids": self.quant.ids}

    def actions(self):
        on = {"model": "stock.quant", "record_id": self.quant.id}
        return self.ask("warehouse", "describe_model", **on, detail="actions").text

    def test_a_count_that_is_not_applied_is_told(self):
        self.assertNotIn("action_apply_inventory", self.actions())
        count = {"inventory_quantity": 10}
        outcome = self.ask("warehouse", "update_records", **self.on, values=count)
        (waiting,) = self.assertAnswers(outcome)["not_applied"]
        self.assertEqual((waiting["field"], waiting["asked"]), (*count, 10))
        self.assertIn("quantity is still 6", waiting["stored"])
        self.assertIn("action_apply_inventory", waiting["stored"])
        self.assertIn('method action_apply_inventory "Apply"', self.actions())
        step = {**self.on, "method": "action_apply_inventory"}
        self.assertAnswers(self.ask("warehouse", "execute_method", **step))
        self.env.invalidate_all()
        self.assertEqual(self.quant.quantity, 10)
        self.assertNotIn("action_apply_inventory", self.actions())

    def test_stock_shows_how_much_there_is(self):
        domain = [["id", "=", self.quant.id]]
        found = self.ask(
            "warehouse", "search_records", model="stock.quant", domain=domain
        )
        (row,) = self.assertAnswers(found)["records"]
        self.assertEqual(row["quantity"], 6)
