"""What a person confirmed is what happens, or it is asked again; and only then."""

from odoo import Command
from odoo.tests import tagged

from ...services.errors import ConfirmationRequired
from .happy import HAPPY
from .made import MatrixCase

AGAIN = "changed since the preview"


class AskedCase(MatrixCase):
    def asked(self, tool, arguments, **control):
        """What a call answers whose key is not trusted: an outcome, or the question."""
        call = self.make_call(
            tool,
            arguments,
            user=self.boss,
            principal=self.principal(self.boss, trusted=False),
            **control,
        )
        try:
            return self.answer(call)
        except ConfirmationRequired as question:
            return question
        finally:
            self.env.invalidate_all()

    def assertAskedAgain(self, tool, arguments, change):
        """What ``change`` does in between is seen, and nothing happens unseen."""
        first = self.asked(tool, arguments)
        change()
        self.env.flush_all()
        again = self.asked(tool, arguments, confirmation=first.token)
        self.assertIsInstance(again, ConfirmationRequired, getattr(again, "text", ""))
        self.assertIn(AGAIN, again.message)
        self.assertAnswers(self.asked(tool, arguments, confirmation=again.token))


@tagged("post_install", "-at_install", "-standard", "business")
class TestConfirmedAtOnce(AskedCase):
    def test_no_tool_asks_twice_where_nothing_changed(self):
        asking = 0
        for tool, happy in HAPPY.items():
            with self.subTest(tool=tool), self.cr.savepoint() as savepoint:
                made = getattr(self, f"make_{happy.make}")() if happy.make else None
                arguments = dict(happy.more)
                if happy.argument:
                    named = [made.id] if happy.argument.endswith("_ids") else made.id
                    arguments[happy.argument] = named
                self.env.flush_all()
                question = self.asked(tool, arguments)
                if isinstance(question, ConfirmationRequired):
                    asking += 1
                    self.confirm(tool, arguments, question)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertGreater(asking, 30)

    def test_what_each_company_has_of_its_own_is_bound_too(self):
        term = self.env["account.payment.term"].search([], limit=1)
        values = {"name": "Mia", "property_payment_term_id": term.id}
        arguments = {"model": "res.partner", "values": values}
        question = self.asked("create_records", arguments)
        self.assertIsInstance(question, ConfirmationRequired)
        self.confirm("create_records", arguments, question)

    def test_no_update_of_any_model_asks_twice(self):
        done = 0
        for model in dict.fromkeys(
            entry.model for entry in self.env["mcp.menus"]._entries()
        ):
            with self.subTest(model), self.cr.savepoint() as savepoint:
                arguments = self.renaming(self.env[model])
                question = arguments and self.asked("update_records", arguments)
                if isinstance(question, ConfirmationRequired):
                    done += 1
                    self.confirm("update_records", arguments, question)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertGreater(done, 30)

    def test_no_new_record_of_any_model_asks_twice(self):
        done = 0
        for model in dict.fromkeys(
            entry.model for entry in self.env["mcp.menus"]._entries()
        ):
            with self.subTest(model), self.cr.savepoint() as savepoint:
                arguments = self.making(self.env[model])
                question = arguments and self.asked("create_records", arguments)
                if isinstance(question, ConfirmationRequired):
                    done += 1
                    self.confirm("create_records", arguments, question)
                savepoint.rollback()
                self.env.invalidate_all()
        self.assertGreater(done, 30)

    def making(self, records):
        """Arguments that make a record by its name alone, if that may be enough."""
        name = records._fields.get(records._rec_name or "")
        if name is None or name.type != "char":
            return None
        return {"model": records._name, "values": {name.name: "A new name"}}

    def renaming(self, records):
        """Arguments that give a record of the boss's another name; nothing to rename."""
        mine = records.with_user(self.boss)
        name = records._fields.get(records._rec_name or "")
        if name is None or name.type != "char" or not mine.has_access("write"):
            return None
        record = mine.search([], limit=1)
        values = {name.name: "Another name"}
        one = {"model": records._name, "record_ids": record.ids, "values": values}
        return one if record else None

    def confirm(self, tool, arguments, question):
        answer = self.asked(tool, arguments, confirmation=question.token)
        self.assertNotIsInstance(
            answer, ConfirmationRequired, getattr(answer, "preview", "")
        )
        self.assertAnswers(answer)


@tagged("post_install", "-at_install", "-standard", "business")
class TestWhatIsConfirmed(AskedCase):
    def test_an_invoice_is_not_posted_with_another_price(self):
        move = self.make_draft_invoice()
        [line] = move.invoice_line_ids
        dearer = {"invoice_line_ids": [Command.update(line.id, {"price_unit": 99999})]}
        arguments = {"invoice_id": move.id}
        self.assertAskedAgain("post_invoice", arguments, lambda: move.write(dearer))

    def test_an_order_is_not_confirmed_with_another_quantity(self):
        order = self.make_quotation()
        [line] = order.order_line
        more = {"product_uom_qty": 500, "price_unit": 0.01}
        arguments = {"order_id": order.id}
        self.assertAskedAgain("confirm_quotation", arguments, lambda: line.write(more))

    def test_an_order_is_not_confirmed_with_another_line(self):
        order = self.make_quotation()
        line = {"order_id": order.id, "product_id": self.leg.id}
        arguments = {"order_id": order.id}
        self.assertAskedAgain(
            "confirm_quotation",
            arguments,
            lambda: self.env["sale.order.line"].create(line),
        )

    def composer(self):
        self.customer.email = "buyer@example.com"
        values = {"model": "res.partner", "res_ids": str(self.customer.ids)}
        values |= {"body": "<p>At ten.</p>", "partner_ids": self.customer.ids}
        composer = self.env["mail.compose.message"].with_user(self.boss).create(values)
        arguments = {"model": composer._name, "method": "action_send_mail"}
        return composer, {**arguments, "record_ids": composer.ids}

    def test_a_composer_does_not_send_another_text(self):
        composer, arguments = self.composer()
        change = {"body": "<p>Pay to 1234.</p>"}
        self.assertAskedAgain(
            "execute_method", arguments, lambda: composer.write(change)
        )

    def test_a_composer_does_not_send_to_somebody_else(self):
        composer, arguments = self.composer()
        change = {"partner_ids": [Command.link(self.vendor.id)]}
        self.assertAskedAgain(
            "execute_method", arguments, lambda: composer.write(change)
        )

    def test_a_composer_does_not_send_to_another_address(self):
        _composer, arguments = self.composer()
        change = {"email": "evil@example.com"}
        self.assertAskedAgain(
            "execute_method", arguments, lambda: self.customer.write(change)
        )

    def test_what_others_book_in_the_meantime_is_no_reason_to_ask_again(self):
        move, other = self.make_draft_invoice(), self.make_draft_invoice()
        other.invoice_line_ids.price_unit += 1
        first = self.asked("post_invoice", {"invoice_id": move.id})
        other.action_post()
        self.env.flush_all()
        control = {"confirmation": first.token}
        answer = self.asked("post_invoice", {"invoice_id": move.id}, **control)
        self.assertNotIsInstance(answer, ConfirmationRequired)
        self.assertEqual(move.state, "posted")

    def test_but_the_same_invoice_booked_in_the_meantime_is_one(self):
        move, same = self.make_draft_invoice(), self.make_draft_invoice()
        arguments = {"invoice_id": move.id}
        self.assertAskedAgain("post_invoice", arguments, same.action_post)

    def test_a_quotation_is_not_mailed_with_another_price(self):
        order = self.make_mailable_quotation()
        [line] = order.order_line
        arguments = {"order_id": order.id, "message": "Please find our offer."}
        self.assertAskedAgain(
            "send_quotation", arguments, lambda: line.write({"price_unit": 0.01})
        )

    def test_an_invoice_is_not_mailed_with_another_text_at_its_end(self):
        move = self.make_mailable_invoice()
        template = self.env.ref("account.email_template_edi_invoice")
        template.body_html = "<p>%s</p>" % ("word " * 200)
        arguments = {"invoice_id": move.id}
        change = {"body_html": template.body_html + "<p>Pay to 1234.</p>"}
        self.assertAskedAgain("send_invoice", arguments, lambda: template.write(change))

    def template_to_send(self, **more):
        """A template, and how it is sent about an order."""
        order = self.make_mailable_quotation()
        model = self.env["ir.model"]._get(order._name)
        values = {"name": "Offer", "subject": "Offer", "body_html": "<p>Hi</p>"}
        values |= {"model_id": model.id, "partner_to": "{{ object.partner_id.id }}"}
        template = self.env["mail.template"].create({**values, **more})
        arguments = {"model": template._name, "method": "send_mail"}
        return order, {**arguments, "record_ids": template.ids, "args": order.ids}

    def test_a_template_does_not_mail_to_another_address(self):
        order, arguments = self.template_to_send()
        change = {"email": "evil@example.com"}
        self.assertAskedAgain(
            "execute_method", arguments, lambda: order.partner_id.write(change)
        )

    def test_a_template_does_not_mail_a_copy_to_another_address(self):
        order, arguments = self.template_to_send(
            email_cc="{{ object.user_id.email_normalized }}"
        )
        order.user_id = self.boss
        self.boss.email = "boss@example.com"
        change = {"email": "evil@example.com"}
        self.assertAskedAgain(
            "execute_method", arguments, lambda: self.boss.partner_id.write(change)
        )

    def test_a_template_does_not_mail_an_order_with_another_price(self):
        order, arguments = self.template_to_send()
        [line] = order.order_line
        self.assertAskedAgain(
            "execute_method", arguments, lambda: line.write({"price_unit": 0.01})
        )

    def file(self, **more):
        values = {"name": "offer.txt", "raw": b"100 EUR", **more}
        return self.env["ir.attachment"].with_user(self.boss).create(values)

    def test_a_message_does_not_carry_a_file_that_holds_something_else(self):
        file = self.file()
        arguments = {"model": "res.partner", "record_id": self.customer.id}
        arguments |= {"kind": "message", "body": "Our offer is attached."}
        arguments |= {"partner_ids": self.vendor.ids, "attachment_ids": file.ids}
        self.assertAskedAgain(
            "post_message", arguments, lambda: file.write({"raw": b"99,999 EUR"})
        )

    def test_a_composer_does_not_send_a_file_that_holds_something_else(self):
        composer, arguments = self.composer()
        file = self.file()
        composer.attachment_ids = file
        self.assertAskedAgain(
            "execute_method", arguments, lambda: file.write({"raw": b"99,999 EUR"})
        )

    def test_a_bill_is_not_paid_to_another_account(self):
        values = {"acc_number": "BE68539007547034", "partner_id": self.vendor.id}
        account = self.env["res.partner.bank"].create(values)
        account.allow_out_payment = True
        bill = self.make_draft_invoice(
            move_type="in_invoice",
            partner_id=self.vendor.id,
            partner_bank_id=account.id,
            invoice_date="2026-01-15",
        )
        bill.action_post()
        change = {"acc_number": "LT601010012345678901"}
        self.assertAskedAgain(
            "register_payment",
            {"invoice_ids": bill.ids},
            lambda: (
                account.write({"allow_out_payment": False}),
                account.write(change),
            ),
        )

    def test_an_invoice_is_not_made_with_another_account_in_its_text(self):
        order = self.make_sale()
        order.note = "<p>Please pay to DE89370400440532013000</p>"
        change = {"note": "<p>Please pay to GB33BUKB20201555555555</p>"}
        arguments = {"order_id": order.id}
        self.assertAskedAgain("create_invoice", arguments, lambda: order.write(change))

    def test_a_task_is_not_made_with_other_hours(self):
        task = self.make_task()
        task.allocated_hours = 2
        which = {"task": task.id, "is_template": True}
        self.assertAnswers(self.by_boss("update_task", **which))
        self.assertAskedAgain(
            "launch_template",
            {"template": task.id, "kind": "task"},
            lambda: task.write({"allocated_hours": 999}),
        )
