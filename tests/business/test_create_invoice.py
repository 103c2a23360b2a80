from odoo.tests import tagged

from ..common import McpCase
from .flow import FlowMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestCreateInvoice(FlowMixin, McpCase):
    roles = ("salesman", "accountant")

    def setUp(self):
        super().setUp()
        values = {"list_price": 50, "taxes_id": False, "invoice_policy": "order"}
        self.order = self.sale((self.product("Flow Desk", **values), 2))

    def invoiced(self, **arguments):
        arguments = {"so_name": self.order.name, **arguments}
        answer = self.assertAnswers(self.ask("salesman", "create_invoice", **arguments))
        [invoice] = answer["invoices"]
        return self.env["account.move"].browse(invoice["id"])

    def test_a_down_payment_is_deducted_from_the_invoice(self):
        first = self.invoiced(down_payment_percent=20)
        self.assertEqual((first.state, first.amount_total), ("draft", 20))
        which = {"invoice_ids": [first.id]}
        self.assertAnswers(self.ask("accountant", "post_invoice", **which))
        self.assertEqual(self.invoiced().amount_total, 80)

    def test_a_down_payment_is_a_part_of_the_order(self):
        for asked in (0.004, self.order.amount_total + 1):
            arguments = {"so_name": self.order.name, "down_payment_amount": asked}
            outcome = self.ask("salesman", "create_invoice", **arguments)
            self.assertRefused(outcome, "above zero and at most")
        self.assertFalse(self.order.invoice_ids)

    def test_a_down_payment_of_an_amount(self):
        self.assertEqual(self.invoiced(down_payment_amount=30).amount_total, 30)

    def test_what_does_not_go_together_is_said(self):
        both = {"down_payment_amount": 1, "down_payment_percent": 1}
        for arguments, words in (
            ({}, "one of them"),
            ({"so_name": self.order.name, **both}, "not both"),
        ):
            outcome = self.ask("salesman", "create_invoice", **arguments)
            self.assertRefused(outcome, words)
