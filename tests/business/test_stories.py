"""Whole processes over HTTP, as the people who do them."""

from odoo import Command
from odoo.tests import tagged

from ..wire import WireCase
from .flow import FlowMixin


class StoryCase(FlowMixin, WireCase):
    needs = "mcp.tools.workflows"
    roles = ("salesman", "warehouse", "accountant", "purchaser", "purchase_manager")

    def setUp(self):
        super().setUp()
        keys = self.env["mcp.key"]
        self.bearers = {
            role: keys._mcp_generate(user, role, trusted=True)
            for role, user in self.users.items()
        }

    def as_role(self, role, tool, **arguments):
        """Call ``tool`` with the key of ``role``; answers its data."""
        result = self.result(role, tool, **arguments)
        self.assertFalse(result.get("isError"), result["content"])
        return result["structuredContent"]

    def result(self, role, tool, **arguments):
        headers = {"Authorization": f"Bearer {self.bearers[role]}"}
        params = {"name": tool, "arguments": arguments}
        answer = self.rpc("tools/call", params, headers).json()
        self.assertIn("result", answer, answer)
        return answer["result"]

    def refused(self, role, tool, **arguments):
        result = self.result(role, tool, **arguments)
        self.assertTrue(result.get("isError"), result["content"])
        return result["structuredContent"]

    def press(self, role, model, method, record_id, **more):
        arguments = {"model": model, "method": method, "record_ids": [record_id]}
        return self.as_role(role, "execute_method", **arguments, **more)

    def pay(self, role, move):
        wizard = {"button": "action_create_payments"}
        self.press(role, "account.move", "action_register_payment", move, wizard=wizard)

    def status(self, role, number):
        return self.as_role(role, "get_workflow_status", order=number)


@tagged("post_install", "-at_install", "-standard", "business")
class TestSellingStory(StoryCase):
    roles = ("salesman", "warehouse", "accountant")

    def test_from_the_quotation_to_the_payment(self):
        desk = self.product("Flow Desk", on_hand=10, list_price=50, taxes_id=False)
        lines = [{"product_id": "Flow Desk", "quantity": 5}]
        customer = {"customer_id": "Flow Customer"}
        quoted = self.as_role("salesman", "create_quotation", lines=lines, **customer)
        self.assertEqual((quoted["state"], quoted["total"]["amount"]), ("draft", 250))
        number = quoted["name"]
        ordered = self.as_role("salesman", "confirm_quotation", order_id=number)
        self.assertEqual(ordered["state"], "sale")

        some = {"so_name": number, "quantities": {"Flow Desk": 3}}
        asked = self.refused("warehouse", "deliver_to_customer", **some)
        self.assertEqual(asked["needs_input"]["argument"], "backorder")
        some["backorder"] = True
        part = self.as_role("warehouse", "deliver_to_customer", **some)
        self.assertEqual((part["state"], part["lines"][0]["done"]), ("done", 3))
        rest = self.as_role("warehouse", "deliver_to_customer", so_name=number)
        self.assertEqual(rest["id"], part["backorder"]["id"])

        self.env.invalidate_all()
        order = self.env["sale.order"].browse(quoted["id"])
        self.assertEqual(order.order_line.qty_delivered, 5)
        invoice = self.invoice(order)
        status = self.status("salesman", number)
        kinds = [d["model"] for d in status["documents"]]
        self.assertEqual(kinds.count("stock.picking"), 2)
        self.press("accountant", "account.move", "action_post", invoice)
        self.pay("accountant", invoice)
        self.env.invalidate_all()
        move = self.env["account.move"].browse(invoice)
        self.assertEqual((move.state, move.amount_residual), ("posted", 0))
        self.assertEqual(desk.qty_available, 5)

    def invoice(self, order):
        """As the wizard of the button *Create Invoice* does; answers the id."""
        values = {"advance_payment_method": "delivered", "sale_order_ids": order.ids}
        arguments = {"model": "sale.advance.payment.inv", "values": values}
        made = self.as_role("salesman", "create_records", **arguments)
        self.press("salesman", arguments["model"], "create_invoices", made["ids"][0])
        self.env.invalidate_all()
        return order.invoice_ids.id


@tagged("post_install", "-at_install", "-standard", "business")
class TestBuyingStory(StoryCase):
    roles = ("purchaser", "purchase_manager", "warehouse", "accountant")

    def test_from_the_request_over_two_approvals_to_the_bill(self):
        self.env.company.po_double_validation = "two_step"
        self.env.company.po_double_validation_amount = 100
        price = {"partner_id": self.vendor.id, "price": 40}
        desk = self.product(
            "Flow Desk",
            seller_ids=[Command.create(price)],
            supplier_taxes_id=False,
        )
        lines = [{"product_id": "Flow Desk", "quantity": 4}]
        vendor = {"vendor_id": "Flow Vendor"}
        made = self.as_role("purchaser", "create_purchase_order", lines=lines, **vendor)
        self.assertEqual((made["state"], made["total"]["amount"]), ("draft", 160))
        number = made["name"]
        waits = self.as_role("purchaser", "confirm_purchase_order", order_id=number)
        self.assertEqual((waits["state"], waits["confirmed"]), ("to approve", False))
        status = self.status("purchaser", number)
        self.assertIn("approval", status["blocked_by"][0])
        self.refused("warehouse", "receive_inventory", po_name=number)
        done = self.as_role(
            "purchase_manager", "confirm_purchase_order", order_id=number
        )
        self.assertEqual((done["state"], done["confirmed"]), ("purchase", True))
        came = self.as_role("warehouse", "receive_inventory", po_name=number)
        self.assertEqual((came["state"], came["lines"][0]["done"]), ("done", 4))
        self.press("accountant", "purchase.order", "action_create_invoice", made["id"])
        self.env.invalidate_all()
        order = self.env["purchase.order"].browse(made["id"])
        self.assertEqual(order.invoice_ids.amount_total, 160)
        self.assertEqual(desk.qty_available, 4)
        status = self.status("accountant", number)
        kinds = {d["model"] for d in status["documents"]}
        self.assertLessEqual({"purchase.order", "account.move"}, kinds)


@tagged("post_install", "-at_install", "-standard", "business")
class TestMakingStory(StoryCase):
    roles = ("maker_manager", "maker")

    def test_from_the_bill_of_materials_to_the_product(self):
        table = self.product("Flow Table")
        self.product("Flow Leg", on_hand=8)
        lines = [{"product_id": "Flow Leg", "quantity": 4}]
        made = {"product_id": "Flow Table"}
        self.as_role("maker_manager", "create_bom", component_lines=lines, **made)
        order = self.as_role("maker", "create_manufacturing_order", quantity=2, **made)
        self.assertEqual(order["components"][0]["needed"], 8)
        number = {"order_id": order["name"]}
        ready = self.as_role("maker", "confirm_manufacturing_order", **number)
        self.assertEqual((ready["state"], ready["available"]), ("confirmed", True))
        record = order["id"]
        self.press("maker", "mrp.production", "button_mark_done", record)
        self.env.invalidate_all()
        self.assertEqual(table.qty_available, 2)
        status = self.status("maker", order["name"])
        self.assertEqual(status["state"], "done")
