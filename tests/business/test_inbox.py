"""What waits for a person, over the apps of a company."""

from __future__ import annotations

from odoo import Command
from odoo.tests import tagged

from ..common import McpCase
from ..things import size
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestInbox(FlowMixin, McpCase):
    needed = ("purchase.order", "account.payment")
    roles = ("purchaser", "purchase_manager", "accountant", "salesman")

    def waiting(self, role, source):
        outcome = self.ask(role, "list_pending_approvals")
        answer = self.assertAnswers(outcome)
        self.assertLess(size(outcome), 16_000)
        found = {one["source"]: one for one in answer["sources"]}
        return found.get(source)

    def test_a_purchase_above_the_limit_waits_for_the_manager_alone(self):
        company = self.env.company
        company.write(
            {"po_double_validation": "two_step", "po_double_validation_amount": 50}
        )
        product = self.product("Inbox Desk", supplier_taxes_id=False)
        order = self.env["purchase.order"].with_user(self.user("purchaser"))
        order = order.create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_qty": 1, "price_unit": 900}
                    )
                ],
            }
        )
        order.button_confirm()
        self.assertEqual(order.state, "to approve")
        self.assertIsNone(self.waiting("purchaser", "purchase orders"))
        found = self.waiting("purchase_manager", "purchase orders")
        [item] = [item for item in found["items"] if item["id"] == order.id]
        self.assertEqual((item["name"], item["state"]), (order.name, "to approve"))
        self.assertEqual(item["amount"]["amount"], order.amount_total)
        told = {found["argument"]: order.id}
        self.assertAnswers(self.ask("purchase_manager", found["tool"], **told))
        self.env.invalidate_all()
        self.assertEqual(order.state, "purchase")

    def test_draft_payments_wait_for_accountants_alone(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.vendor.id,
                "amount": 12,
            }
        )
        found = self.waiting("accountant", "payments")
        self.assertGreaterEqual(found["count"], 1)
        arguments = {"source": "payments", "limit": 100}
        answer = self.assertAnswers(
            self.ask("accountant", "list_pending_approvals", **arguments)
        )
        items = [item["id"] for item in answer["sources"][0]["items"]]
        self.assertIn(payment.id, items)
        self.assertIsNone(self.waiting("salesman", "payments"))
