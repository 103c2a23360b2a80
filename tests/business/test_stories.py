"""Selling, buying and making, as those who do it: through the official client.

Each step is looked at twice: as it was answered, and as the database has it.
"""

from odoo import Command
from odoo.tests import tagged

from .clients import ClientsCase
from .flow import FlowMixin


class StoryCase(FlowMixin, ClientsCase):
    def status(self, role, number):
        return self.does(role, "get_workflow_status", order=number)

    def move(self, invoice):
        return self.env["account.move"].browse(invoice["id"])


@tagged("post_install", "-at_install", "-standard", "business")
class TestSellingStory(StoryCase):
    roles = ("salesman", "warehouse", "accountant")

    def setUp(self):
        super().setUp()
        values = {"list_price": 50, "taxes_id": False, "invoice_policy": "delivery"}
        self.desk = self.product("Flow Desk", on_hand=10, **values)

    def test_from_the_quotation_to_the_payment(self):
        order = self.ordered()
        self.delivered(order, self.desk)
        invoice = self.invoiced(order)
        self.paid(order, invoice)

    def ordered(self):
        lines = [{"product_id": "Flow Desk", "quantity": 5}]
        customer = {"customer_id": "Flow Customer"}
        quoted = self.does("salesman", "create_quotation", lines=lines, **customer)
        self.assertEqual((quoted["state"], quoted["total"]["amount"]), ("draft", 250))
        order = self.env["sale.order"].browse(quoted["id"])
        self.assertEqual((order.state, order.amount_total), ("draft", 250))
        self.assertEqual(order.user_id, self.users["salesman"])
        number = {"order_id": quoted["name"]}
        early = {"so_name": quoted["name"]}
        self.refused("salesman", "create_invoice", "confirm it first", **early)
        ordered = self.does("salesman", "confirm_quotation", **number)
        self.assertEqual((ordered["state"], order.state), ("sale", "sale"))
        self.refused("salesman", "confirm_quotation", "confirmed", **number)
        return order

    def delivered(self, order, desk):
        number = {"so_name": order.name}
        nothing = self.refused("salesman", "create_invoice", "deliver first", **number)
        self.assertEqual(nothing["invoice_status"], "no")
        some = {**number, "quantities": {"Flow Desk": 3}}
        asked = self.refused("warehouse", "deliver_to_customer", **some)
        self.assertEqual(asked["needs_input"]["argument"], "backorder")
        self.assertEqual(desk.qty_available, 10)
        part = self.does("warehouse", "deliver_to_customer", **some, backorder=True)
        self.assertEqual((part["state"], part["lines"][0]["done"]), ("done", 3))
        self.assertEqual(order.order_line.qty_delivered, 3)
        rest = self.does("warehouse", "deliver_to_customer", **number)
        self.assertEqual(rest["id"], part["backorder"]["id"])
        self.assertEqual((desk.qty_available, order.order_line.qty_delivered), (5, 5))
        self.refused("warehouse", "deliver_to_customer", "no open", **number)

    def invoiced(self, order):
        number = {"so_name": order.name}
        self.assertIn("create_invoice", str(self.status("salesman", order.name)))
        made = self.does("salesman", "create_invoice", **number)
        [invoice] = made["invoices"]
        move = self.move(invoice)
        self.assertEqual((move.state, move.amount_total), ("draft", 250))
        self.assertEqual((invoice["state"], invoice["total"]["amount"]), ("draft", 250))
        self.assertEqual(made["invoice_status"], "invoiced")
        self.refused("salesman", "create_invoice", "invoiced already", **number)
        return move

    def paid(self, order, move):
        which = {"invoice_ids": move.ids}
        self.refused("accountant", "register_payment", **which)
        [posted] = self.does("accountant", "post_invoice", **which)["invoices"]
        self.assertEqual((posted["state"], move.state), ("posted", "posted"))
        self.assertEqual((posted["name"], posted["due"]["amount"]), (move.name, 250))
        self.refused("accountant", "post_invoice", move.name, **which)
        part = {"invoice_ids": [move.name], "amount": 100}
        [left] = self.does("accountant", "register_payment", **part)["invoices"]
        self.assertEqual(
            (left["payment_state"], move.amount_residual), ("partial", 150)
        )
        done = self.does("accountant", "register_payment", **which)
        self.assertIn(done["invoices"][0]["payment_state"], ("paid", "in_payment"))
        self.assertEqual((done["payments"][0]["amount"]["amount"]), 150)
        self.assertEqual(move.amount_residual, 0)
        kinds = [d["model"] for d in self.status("accountant", order.name)["documents"]]
        self.assertEqual(kinds.count("stock.picking"), 2)
        self.assertEqual(kinds.count("account.payment"), 2)


@tagged("post_install", "-at_install", "-standard", "business")
class TestBuyingStory(StoryCase):
    roles = ("purchaser", "purchase_manager", "warehouse", "accountant")

    def test_from_the_request_over_two_approvals_to_the_bill(self):
        self.env.company.po_double_validation = "two_step"
        self.env.company.po_double_validation_amount = 100
        price = {"partner_id": self.vendor.id, "price": 40}
        values = {"seller_ids": [Command.create(price)], "supplier_taxes_id": False}
        desk = self.product("Flow Desk", **values, purchase_method="receive")
        order = self.approved_twice()
        self.received(order, desk)
        self.billed(order)

    def approved_twice(self):
        lines = [{"product_id": "Flow Desk", "quantity": 4}]
        vendor = {"vendor_id": "Flow Vendor"}
        made = self.does("purchaser", "create_purchase_order", lines=lines, **vendor)
        self.assertEqual((made["state"], made["total"]["amount"]), ("draft", 160))
        order = self.env["purchase.order"].browse(made["id"])
        number = {"order_id": order.name}
        waits = self.does("purchaser", "confirm_purchase_order", **number)
        self.assertEqual((waits["state"], waits["confirmed"]), ("to approve", False))
        self.assertEqual((order.state, len(order.picking_ids)), ("to approve", 0))
        self.assertIn("approval", self.status("purchaser", order.name)["blocked_by"][0])
        self.refused("purchaser", "confirm_purchase_order", "approval", **number)
        inbox = self.does("purchase_manager", "list_pending_approvals")["sources"]
        waiting = {
            i["id"] for s in inbox for i in s["items"] if "purchase" in s["model"]
        }
        self.assertIn(order.id, waiting)
        done = self.does("purchase_manager", "confirm_purchase_order", **number)
        self.assertEqual((done["state"], done["confirmed"]), ("purchase", True))
        self.assertEqual(order.state, "purchase")
        return order

    def received(self, order, desk):
        number = {"po_name": order.name}
        self.refused("purchaser", "create_invoice", "receive first", **number)
        some = {**number, "quantities": {"Flow Desk": 1}, "backorder": True}
        came = self.does("warehouse", "receive_inventory", **some)
        self.assertEqual((came["state"], came["lines"][0]["done"]), ("done", 1))
        self.assertEqual((desk.qty_available, order.order_line.qty_received), (1, 1))
        came = self.does("warehouse", "receive_inventory", **number)
        self.assertEqual(came["lines"][0]["done"], 3)
        self.assertEqual(desk.qty_available, 4)

    def billed(self, order):
        made = self.does("purchaser", "create_invoice", po_name=order.name)
        bill = self.move(made["invoices"][0])
        self.assertEqual((bill.move_type, bill.amount_total), ("in_invoice", 160))
        which = {"invoice_ids": bill.ids}
        self.refused("accountant", "post_invoice", "date", **which)
        more = {"invoice_date": "2026-03-04", "reference": "BILL/77"}
        posted = self.does("accountant", "post_invoice", **which, **more)
        self.assertEqual(posted["invoices"][0]["due"]["amount"], 160)
        self.assertEqual((bill.state, bill.ref), ("posted", "BILL/77"))
        self.assertEqual(str(bill.invoice_date), "2026-03-04")
        paid = self.does("accountant", "register_payment", **which)
        self.assertEqual(paid["payments"][0]["payment_type"], "outbound")
        self.assertEqual(bill.amount_residual, 0)
        again = {"po_name": order.name}
        self.refused("purchaser", "create_invoice", "invoiced already", **again)
        kinds = {d["model"] for d in self.status("accountant", order.name)["documents"]}
        self.assertLessEqual({"purchase.order", "account.move"}, kinds)


@tagged("post_install", "-at_install", "-standard", "business")
class TestMakingStory(StoryCase):
    roles = ("plant_manager", "maker")

    def setUp(self):
        super().setUp()
        self.table = self.product("Flow Table")
        self.leg = self.product("Flow Leg", on_hand=8)

    def order(self, quantity):
        """A draft order of tables, with a bill of materials."""
        lines = [{"product_id": "Flow Leg", "quantity": 4}]
        made = {"product_id": "Flow Table"}
        self.does("plant_manager", "create_bom", component_lines=lines, **made)
        made["quantity"] = quantity
        order = self.does("maker", "create_manufacturing_order", **made)
        self.assertEqual(order["components"][0]["needed"], 4 * quantity)
        return self.env["mrp.production"].browse(order["id"])

    def test_from_the_bill_of_materials_to_the_product(self):
        order = self.order(2)
        number = {"order_id": order.name}
        tool = "complete_manufacturing_order"
        self.refused("maker", tool, "confirm_manufacturing_order", **number)
        ready = self.does("maker", "confirm_manufacturing_order", **number)
        self.assertEqual((ready["state"], ready["available"]), ("confirmed", True))
        self.assertEqual(order.state, "confirmed")
        asked = self.refused("maker", tool, **number, quantity=1)
        self.assertEqual(asked["needs_input"]["argument"], "backorder")
        some = {**number, "quantity": 1, "backorder": True}
        part = self.does("plant_manager", tool, **some)
        self.assertEqual((part["state"], part["produced"]), ("done", 1))
        self.assertEqual(part["components"][0]["consumed"], 4)
        self.assertEqual((order.state, self.table.qty_available), ("done", 1))
        rest = self.does("maker", tool, order_id=part["backorder"]["id"])
        self.assertEqual((rest["produced"], rest["warnings"]), (1, []))
        self.assertEqual((self.table.qty_available, self.leg.qty_available), (2, 0))
        self.refused("maker", tool, "done", order_id=rest["id"])
        self.assertEqual(self.status("maker", rest["name"])["state"], "done")

    def test_what_is_not_in_stock_is_said_before_it_is_used(self):
        order = self.order(3)
        number = {"order_id": order.name}
        ready = self.does("maker", "confirm_manufacturing_order", **number)
        self.assertEqual(ready["shortages"][0]["missing"], 4)
        done = self.does("maker", "complete_manufacturing_order", **number)
        self.assertIn("Flow Leg", done["warnings"][0])
        self.assertIn("Not in stock", self.people["maker"].shown[-1])
        self.assertEqual((order.state, self.leg.qty_available), ("done", -4))
