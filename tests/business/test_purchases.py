from odoo import Command
from odoo.tests import tagged

from ...services.compat.orders import line_unit
from ...services.compat.user_groups import members
from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestPurchases(FlowMixin, McpCase):
    roles = ("purchaser", "purchase_manager", "salesman")

    def setUp(self):
        super().setUp()
        self.desk = self.product(
            "Flow Desk",
            standard_price=30,
            seller_ids=[
                Command.create({"partner_id": self.vendor.id, "price": price} | least)
                for price, least in ((20, {"min_qty": 5}), (17, {"min_qty": 50}))
            ],
        )

    def create(self, quantity=10, role="purchaser", **values):
        line = {"product_id": self.desk.id, "quantity": quantity, **values}
        arguments = {"vendor_id": self.vendor.id, "lines": [line]}
        return self.ask(role, "create_purchase_order", **arguments)

    def confirm(self, order, role="purchaser"):
        return self.ask(role, "confirm_purchase_order", order_id=order.id)

    def order(self, **values):
        return self.env["purchase.order"].browse(
            self.assertAnswers(self.create(**values))["id"]
        )

    def two_steps(self, amount=100):
        self.env.company.po_double_validation = "two_step"
        self.env.company.po_double_validation_amount = amount

    def test_the_price_is_that_of_the_vendor_for_the_quantity(self):
        for quantity, price in ((10, 20), (60, 17)):
            answer = self.assertAnswers(self.create(quantity))
            (line,) = answer["lines"]
            self.assertEqual(line["price_unit"], price)
            self.assertEqual(line["price_from"], "vendor's price list")
            order = self.env["purchase.order"].browse(answer["id"])
            self.assertEqual(order.order_line.price_unit, price)
            self.assertEqual(line["subtotal"]["amount"], price * quantity)
            self.assertEqual(answer["untaxed"]["amount"], price * quantity)
            self.assertEqual((answer["state"], answer["name"]), ("draft", order.name))

    def test_a_request_has_what_odoos_form_takes_from_the_vendor(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        term = self.env["account.payment.term"].create({"name": "Late"})
        position = self.env["account.fiscal.position"].create({"name": "Abroad"})
        buyer = self.user("purchase_manager")
        self.vendor.write(
            {
                "property_purchase_currency_id": euro.id,
                "property_supplier_payment_term_id": term.id,
                "property_account_position_id": position.id,
                "buyer_id": buyer.id,
            }
        )
        order = self.order()
        self.assertEqual(order.currency_id, euro)
        self.assertEqual(order.payment_term_id, term)
        self.assertEqual(order.fiscal_position_id, position)
        self.assertEqual(order.user_id, buyer)

    def test_a_quantity_is_in_the_products_unit_or_the_one_named(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        dozen.active = True
        if "uom_po_id" in self.desk._fields:
            self.desk.uom_po_id = dozen
        line = self.order(quantity=24).order_line
        self.assertEqual((line_unit(line), line.product_qty), (self.desk.uom_id, 24))
        line = self.order(quantity=2, uom=dozen.name).order_line
        self.assertEqual((line_unit(line), line.product_qty), (dozen, 2))

    def test_a_preview_says_how_much_of_what_and_for_how_much(self):
        line = {"product_id": self.desk.id, "quantity": 10}
        asked = {"vendor_id": self.vendor.id, "lines": [line]}
        outcome = self.ask("purchaser", "create_purchase_order", **asked, dry_run=True)
        total = self.order().amount_total
        said = f"{self.vendor.display_name} of {total:.15g} "
        self.assertIn(said, outcome.text.splitlines()[1])
        self.assertIn("product_qty: 10.0", outcome.text)

    def test_below_the_vendors_least_quantity_the_cost_is_taken_and_said(self):
        answer = self.assertAnswers(self.create(2))
        self.assertEqual(answer["lines"][0]["price_unit"], 30)
        self.assertIn("cost", answer["lines"][0]["price_from"])
        self.assertIn("starts at 5", " ".join(answer["warnings"]))

    def test_a_price_that_is_given_stands(self):
        answer = self.assertAnswers(self.create(10, price_unit=12.5))
        order = self.env["purchase.order"].browse(answer["id"])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.order_line.price_unit, 12.5)
        self.assertEqual(answer["lines"][0]["price_from"], "given")
        self.assertEqual(answer["not_applied"], [])

    def test_a_quantity_that_would_be_nothing_is_refused(self):
        self.assertRefused(self.create(0.0001), "lines.0.quantity", "would be 0")

    def test_a_confirmed_order_has_its_receipt(self):
        order = self.order()
        answer = self.assertAnswers(self.confirm(order))
        self.env.invalidate_all()
        self.assertEqual((order.state, answer["state"]), ("purchase", "purchase"))
        self.assertTrue(answer["confirmed"])
        self.assertEqual([r["id"] for r in answer["receipts"]], order.picking_ids.ids)

    def test_a_second_approval_is_reported_and_then_given_by_a_manager(self):
        self.two_steps()
        order = self.order()
        outcome = self.confirm(order)
        answer = self.assertAnswers(outcome)
        self.assertEqual((answer["state"], answer["confirmed"]), ("to approve", False))
        self.assertIn("NOT confirmed", outcome.text)
        self.assertFalse(order.picking_ids)
        again = self.confirm(order)
        self.assertRefused(again, "waits for the approval", "100", "may approve: ")
        told = again.text.split("may approve: ")[1].split(").")[0]
        managers = members(self.env.ref("purchase.group_purchase_manager"))
        there = managers.filtered(lambda u: order.company_id in u.company_ids)
        named = [user.name for user in there if user.name in told]
        self.assertEqual(len(named), min(3, len(there)), told)
        if len(there) > 3:
            self.assertIn(f"and {len(there) - 3} more", told)
        self.assertEqual(again.structured["state"], "to approve")
        approved = self.assertAnswers(self.confirm(order, role="purchase_manager"))
        self.assertEqual((approved["state"], approved["confirmed"]), ("purchase", True))
        self.assertTrue(approved["receipts"])

    def test_a_manager_needs_no_second_approval(self):
        self.two_steps()
        answer = self.assertAnswers(self.confirm(self.order(), "purchase_manager"))
        self.assertEqual(answer["state"], "purchase")

    def test_a_sent_request_is_confirmed(self):
        order = self.order()
        order.state = "sent"
        self.assertEqual(self.assertAnswers(self.confirm(order))["state"], "purchase")

    def test_wrong_states_are_refused_with_the_reason(self):
        order = self.order()
        order.button_confirm()
        self.assertRefused(self.confirm(order), "confirmed order already")
        other = self.order()
        other.button_cancel()
        self.assertRefused(self.confirm(other), "cancelled")

    def test_a_locked_order_says_so(self):
        self.env.company.po_lock = "lock"
        order = self.order()
        self.assertTrue(self.assertAnswers(self.confirm(order))["confirmed"])
        self.assertRefused(self.confirm(order), "locked")

    def test_a_salesman_may_not_buy(self):
        self.assertRefused(self.create(role="salesman"), "create purchase.order")
        self.assertRefused(self.confirm(self.order(), "salesman"), "purchase.order")

    def test_wrong_ids_and_products_that_are_not_bought_are_refused(self):
        arguments = {"order_id": 2**30}
        outcome = self.ask("purchaser", "confirm_purchase_order", **arguments)
        self.assertRefused(outcome, "order_id")
        self.desk.purchase_ok = False
        self.assertRefused(self.create(), "Flow Desk")

    def test_the_old_names_do(self):
        lines = [{"product_id": self.desk.id, "quantity": 10}]
        arguments = {"vendor_id": "Flow Vendor", "product_lines": lines}
        outcome = self.ask("purchaser", "odoo_create_purchase_order", **arguments)
        name = self.assertAnswers(outcome)["name"]
        outcome = self.ask("purchaser", "odoo_confirm_purchase_order", po_id=name)
        self.assertEqual(self.assertAnswers(outcome)["state"], "purchase")

    def test_the_answers_are_small(self):
        created = self.create()
        confirmed = self.confirm(self.order())
        for outcome in (created, confirmed):
            size = len(str(outcome.structured)) + len(outcome.text)
            self.assertLess(size, 1500)
