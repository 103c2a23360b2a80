from odoo import Command
from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestLockedDocuments(McpCase):
    def setUp(self):
        super().setUp()
        self.admin = self.env.ref("base.user_admin")
        self.partner = self.env["res.partner"].create({"name": "Locked"})
        self.product = self.env["product.product"].create(
            {"name": "Slate", "is_storable": True, "list_price": 10}
        )

    def update(self, record, **values):
        arguments = {"model": record._name, "record_ids": record.ids, "values": values}
        return self.answer(self.make_call("update_records", arguments, user=self.admin))

    def invoice(self):
        line = {"name": "Work", "quantity": 2, "price_unit": 50}
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_line_ids": [Command.create(line)],
            }
        )

    def test_what_odoo_keeps_for_itself_in_json_is_written_by_nobody(self):
        """A job of Odoo's mails the invoice that has this, in the company's name."""
        sending = {"author_partner_id": 3, "sending_methods": ["email"]}
        groups = "odoo_mcp.group_operator,account.group_account_manager"
        self.admin = self.mcp_user(groups)
        outcome = self.update(self.invoice(), sending_data=sending)
        self.assertRefused(outcome, "sending_data", "kept by Odoo itself")

    def test_a_line_of_a_posted_invoice_keeps_what_is_printed(self):
        invoice = self.invoice()
        line = invoice.invoice_line_ids
        self.assertAnswers(self.update(line, price_unit=60))
        invoice.action_post()
        for name in ("price_unit", "quantity", "discount", "name"):
            with self.subTest(name):
                refused = self.update(line, **{name: 1})
                self.assertRefused(refused, name, invoice.name, "credit note")
        self.assertEqual(line.price_subtotal, 120)

    def test_what_is_sent_back_as_it_is_is_not_refused(self):
        invoice = self.invoice()
        invoice.action_post()
        line = invoice.invoice_line_ids
        as_it_is = {"name": "Work", "quantity": 2, "price_unit": 50, "discount": 0}
        as_it_is["tax_ids"] = line.tax_ids.ids
        answer = self.assertAnswers(self.update(line, **as_it_is))
        self.assertEqual((answer["changes"], answer["not_applied"]), ([], []))
        lines = [[1, line.id, as_it_is]]
        answer = self.update(invoice, invoice_line_ids=lines, ref="PO 7")
        self.assertEqual([c["field"] for c in answer.structured["changes"]], ["ref"])
        lines = [[1, line.id, {**as_it_is, "price_unit": 51}]]
        refused = self.update(invoice, invoice_line_ids=lines, ref="PO 8")
        self.assertRefused(refused, "invoice_line_ids[0].price_unit", "credit note")

    def test_what_a_receipt_or_delivery_brings_is_not_typed_in(self):
        line = {"product_id": self.product.id, "product_qty": 3, "price_unit": 4}
        bought = self.env["purchase.order"].create(
            {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        )
        bought.button_confirm()
        line = {"product_id": self.product.id, "product_uom_qty": 3}
        sold = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        )
        sold.action_confirm()
        for order, name, way in (
            (bought, "qty_received", "receive_inventory"),
            (sold, "qty_delivered", "deliver_to_customer"),
        ):
            with self.subTest(name):
                self.assertRefused(self.update(order.order_line, **{name: 3}), way)
                changed = [[1, order.order_line.id, {name: 3}]]
                self.assertRefused(self.update(order, order_line=changed), way)

    def test_a_confirmed_order_still_takes_what_its_form_opens(self):
        line = {"product_id": self.product.id, "product_uom_qty": 3}
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [Command.create(line)]}
        )
        order.action_confirm()
        self.assertAnswers(self.update(order.order_line, product_uom_qty=5))
        self.assertAnswers(self.update(order, client_order_ref="PO 7"))
        self.assertRefused(self.update(order, partner_id=self.admin.partner_id.id))

    def test_a_payment_that_is_on_its_way_keeps_its_amount(self):
        payment = self.env["account.payment"].create(
            {"partner_id": self.partner.id, "amount": 80, "payment_type": "inbound"}
        )
        self.assertAnswers(self.update(payment, amount=90))
        payment.action_post()
        self.assertRefused(self.update(payment, amount=1), "amount", "state")
