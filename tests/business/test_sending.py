"""Invoices and quotations are mailed; what Odoo made of the mail is what is answered."""

from unittest.mock import patch

from odoo import tools
from odoo.tests import new_test_user, tagged

from .flow import FlowMixin
from .invoicing import InvoicingCase
from .postbox import PostboxMixin


class SendingCase(PostboxMixin, InvoicingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = "buyer@example.com"
        # whoever is made later is invited by mail
        cls._mcp_caller = cls.by_role("administrator", "account.group_account_manager")
        cls.clerk = cls.by_role("operator", "account.group_account_invoice")

    @classmethod
    def by_role(cls, mode, group):
        groups = f"base.group_user,odoo_mcp.group_{mode},{group}"
        return new_test_user(cls.env, login=f"sending_{mode}", groups=groups)

    def mails(self, record):
        return self.env["mail.notification"].search(
            [
                ("mail_message_id", "in", record.message_ids.ids),
                ("notification_type", "=", "email"),
            ]
        )

    def send(self, move, key=None, **arguments):
        arguments = {"invoice_id": move.name or move.id, **arguments}
        control = {"dry_run": arguments.pop("dry_run", False), "idempotency_key": key}
        outcome = self.answer(self.make_call("send_invoice", arguments, **control))
        self.env.invalidate_all()
        return outcome


@tagged("post_install", "-at_install", "-standard", "business")
class TestSendInvoice(SendingCase):
    def test_it_is_mailed_with_its_pdf_and_the_mail_s_state_is_odoo_s(self):
        move = self.invoice(100)
        answer = self.assertAnswers(self.send(move))
        self.assertEqual((answer["state"], answer["mail"]), ("posted", "sent"))
        [row], mail = answer["recipients"], self.mails(move)
        self.assertEqual(row["to"], "Only For Tests <buyer@example.com>")
        self.assertEqual((row["state"], mail.notification_status), ("sent", "sent"))
        self.assertEqual(mail.res_partner_id, self.partner)
        message = mail.mail_message_id
        self.assertEqual(answer["message_id"], message.id)
        self.assertEqual(answer["subject"], message.subject)
        self.assertIn(move.name, message.subject)
        self.assertEqual(answer["attachments"], message.attachment_ids.mapped("name"))
        self.assertEqual(len(message.attachment_ids), 1)
        [sent] = self.postbox.mails
        for word in ("To: ", "buyer@example.com", "Content-Disposition: attachment"):
            self.assertIn(word, sent)
        self.assertTrue(move.is_move_sent)
        self.assertNotIn("warnings", answer)

    def test_a_preview_says_to_whom_and_with_what_and_sends_nothing(self):
        move = self.invoice(100)
        fan = self.env["res.partner"].create({"name": "Fan", "email": "f@example.com"})
        move.message_subscribe(fan.ids)
        shown = self.preview_of(move)
        words = ("Only For Tests <buyer@example.com>", "No undo", "Subject", "Fan")
        for word in (*words, move.name, ".pdf"):
            self.assertIn(word, shown)
        self.assertFalse(self.mails(move) or self.postbox.mails)
        self.assertFalse(move.is_move_sent)
        answer = self.assertAnswers(self.send(move))
        self.assertEqual(self.mails(move).res_partner_id, self.partner | fan)
        self.assertEqual(len(answer["recipients"]), 2)

    def test_an_address_that_changed_since_the_preview_is_asked_about_again(self):
        move = self.invoice(100)
        asked = self.preview(self.by_clerk(move))
        self.partner.email = "changed@example.com"
        again = self.preview(self.by_clerk(move, confirmation=asked.token))
        self.assertIn("changed since the preview", again.message)
        self.assertIn("changed@example.com", again.preview)
        self.assertFalse(self.mails(move) or self.postbox.mails)
        sent = self.answer(self.by_clerk(move, confirmation=again.token))
        self.assertEqual(self.assertAnswers(sent)["mail"], "sent")

    def by_clerk(self, move, **control):
        return self.make_call(
            "send_invoice",
            {"invoice_id": move.id},
            user=self.clerk,
            principal=self.principal(self.clerk, trusted=False),
            **control,
        )

    def preview_of(self, move):
        return self.preview(self.by_clerk(move)).preview

    def test_recipients_subject_and_text_are_those_of_the_call(self):
        move = self.invoice(100)
        other = self.env["res.partner"].create(
            {"name": "Other", "email": "o@x.example"}
        )
        said = {"subject": "Second <reminder>", "message": "Please\npay <now>."}
        shown = self.send(move, partner_ids="o@X.example", dry_run=True, **said).text
        for word in ("Other <o@x.example>", "Second <reminder>", "pay <now>."):
            self.assertIn(word, shown)
        answer = self.assertAnswers(self.send(move, partner_ids=["Other"], **said))
        message = self.mails(move).mail_message_id
        self.assertEqual(message.partner_ids, other)
        # 18.0 makes the customer follow what is posted
        told = [row["to"] for row in answer["recipients"]]
        self.assertIn("Other <o@x.example>", told)
        self.assertEqual(len(told), len(self.postbox.mails))
        self.assertEqual(message.subject, "Second <reminder>")
        self.assertIn("pay &lt;now&gt;.", message.body)

    def test_who_has_it_already_is_mailed_again_only_when_asked(self):
        move = self.invoice(100)
        self.assertAnswers(self.send(move))
        outcome = self.send(move)
        self.assertRefused(outcome, "buyer@example.com", "again")
        self.assertEqual(outcome.structured["needs_input"]["argument"], "again")
        self.assertEqual(len(self.mails(move)), 1)
        self.assertAnswers(self.send(move, again=True))
        self.assertEqual(len(self.mails(move)), 2)

    def test_what_cannot_be_sent_is_refused_with_the_reason(self):
        draft, bill = (
            self.invoice(1, post=False),
            self.invoice(2, move_type="in_invoice"),
        )
        self.assertRefused(self.send(draft), "draft", "post_invoice")
        self.assertRefused(self.send(bill), "nobody to send it to")
        move = self.invoice(3)
        self.partner.email = False
        self.assertRefused(self.send(move), "Only For Tests", "no e-mail address")
        self.assertRefused(
            self.send(move, partner_ids=[self.partner.id]), "no e-mail address"
        )
        for record in (draft, bill, move):
            self.assertFalse(self.mails(record))

    def test_a_mail_that_the_server_refused_is_an_error_with_its_reason(self):
        move = self.invoice(100)
        self.postbox.unknown.add(b"buyer@example.com")
        outcome = self.send(move, "k1")
        self.assertRefused(outcome, "No mail left", "no such mailbox")
        self.assertEqual(self.mails(move).notification_status, "exception")
        self.assertEqual(outcome.structured["mail"], "failed")
        self.assertFalse(self.postbox.mails)
        # and it is not taken for one that they have, under the same key neither
        self.postbox.unknown.clear()
        self.assertAnswers(self.send(move, "k1"))
        self.assertEqual(len(self.postbox.mails), 1)

    def test_what_reached_one_of_two_is_told_of_each(self):
        move = self.invoice(100)
        self.env["res.partner"].create({"name": "Other", "email": "o@x.example"})
        self.postbox.unknown.add(b"o@x.example")
        to = ["Other", "Only For Tests"]
        answer = self.assertAnswers(self.send(move, partner_ids=to))
        states = {row["to"].split()[0]: row["state"] for row in answer["recipients"]}
        self.assertEqual(answer["mail"], "partly")
        self.assertEqual(states, {"Other": "failed", "Only": "sent"})

    def test_an_odoo_without_a_mail_server_says_so_before_and_after(self):
        self.outgoing.active = False
        move = self.invoice(100)
        self.assertIn("no outgoing mail server", self.preview_of(move))
        # what listens on this machine is not what is looked at
        config = self.startPatcher(patch.dict(tools.config.options))
        config["smtp_port"] = 1
        outcome = self.send(move)
        self.assertRefused(outcome, "No mail left", "no outgoing mail server")
        self.assertEqual(self.mails(move).failure_type, "mail_smtp")


@tagged("post_install", "-at_install", "-standard", "business")
class TestSendQuotation(FlowMixin, SendingCase):
    def setUp(self):
        super().setUp()
        self.customer.email = "customer@example.com"
        self.order = self.quotation((self.product("Desk"), 2))

    def send_order(self, **arguments):
        arguments = {"order_id": self.order.name, **arguments}
        outcome = self.ask("salesman", "send_quotation", **arguments)
        self.env.invalidate_all()
        return outcome

    def test_a_quotation_is_mailed_and_becomes_sent(self):
        answer = self.assertAnswers(self.send_order(subject="Our offer"))
        self.assertEqual((answer["state"], answer["mail"]), ("sent", "sent"))
        self.assertEqual(self.order.state, "sent")
        mail = self.mails(self.order)
        self.assertEqual(mail.res_partner_id, self.customer)
        self.assertEqual(mail.mail_message_id.subject, "Our offer")
        self.assertEqual(len(answer["attachments"]), 1)
        self.assertRefused(self.send_order(), "customer@example.com", "again")
        self.assertAnswers(self.send_order(again=True))

    def test_a_preview_leaves_it_a_draft(self):
        text = self.send_order(dry_run=True).text
        for word in (
            "Flow Customer <customer@example.com>",
            self.order.name,
            "No undo",
        ):
            self.assertIn(word, text)
        self.assertEqual(self.order.state, "draft")
        self.assertFalse(self.mails(self.order))

    def test_a_cancelled_one_and_a_customer_without_address_are_refused(self):
        self.customer.email = False
        self.assertRefused(self.send_order(), "no e-mail address")
        self.order._action_cancel()
        self.assertRefused(self.send_order(), "cancelled")
        self.assertFalse(self.mails(self.order))
