"""Payments: registered by Odoo's wizard, approved, rejected; states read back."""

from datetime import timedelta

from odoo.tests import tagged

from ...tools.accounting.read_transactions import TransactionsParams
from .invoicing import InvoicingCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestPayments(InvoicingCase):
    def payment(self, **values):
        values = {"partner_id": self.partner.id, "journal_id": self.bank.id, **values}
        return self.env["account.payment"].create(
            {"amount": 10, "payment_type": "inbound", **values}
        )

    def decide(self, payments, **arguments):
        return self.call("validate_payment", payment_ids=payments.ids, **arguments)

    def test_paying_what_may_be_the_same_bill_is_told(self):
        for _copy in range(2):
            bill = self.invoice(119, move_type="in_invoice", ref="RE-9", post=False)
        bill.action_post()
        self.env.flush_all()
        arguments = {"invoice_ids": bill.ids, "journal": self.bank.id}
        call = self.make_call("register_payment", arguments, dry_run=True)
        self.assertIn("May be the same", self.answer(call).text)
        self.assertIn("May be the same", self.assertAnswers(self.pay(bill))["note"])

    def test_undo_names_the_way_back_of_a_payment(self):
        self.assertAnswers(self.pay(self.invoice(100)))
        outcome = self.call("undo")
        self.assertRefused(outcome, "validate_payment", "approve false")

    def lock(self, days):
        """Lock the books; past Odoo's check of statement lines that nobody matched."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = %s WHERE id = %s",
            [self.today - timedelta(days=days), self.company.id],
        )
        self.env.invalidate_all()

    def test_the_day_of_a_draft_that_odoo_books_later_is_in_the_sentence(self):
        payment = self.payment(date=self.today - timedelta(days=50))
        self.lock(days=40)
        asked = {"payment_ids": payment.ids}
        call = self.make_call("validate_payment", asked, dry_run=True)
        told = self.answer(call).text.splitlines()[1]
        (paid,) = self.assertAnswers(self.decide(payment))["payments"]
        self.assertNotEqual(paid["booked_on"], paid["date"])
        self.assertIn(f"{paid['date']} → {paid['booked_on']}", told)

    def test_one_amount_is_written_in_the_currency_of_each(self):
        yen = self.env.ref("base.JPY")
        yen.active = True
        payments = self.payment() | self.payment(currency_id=yen.id)
        asked = {"model": payments._name, "record_ids": payments.ids}
        answer = self.assertAnswers(
            self.call("update_records", **asked, values={"amount": 2.25})
        )
        self.assertEqual(payments.mapped("amount"), [2.25, 2.0])
        (missed,) = answer["not_applied"]
        self.assertEqual((missed["id"], missed["field"]), (payments[1].id, "amount"))

    def test_the_day_on_which_odoo_books_is_told(self):
        move = self.invoice(100, days=60)
        self.lock(days=40)
        asked = (self.today - timedelta(days=50)).isoformat()
        answer = self.assertAnswers(self.pay(move, payment_date=asked))
        (paid,) = answer["payments"]
        payment = self.env["account.payment"].browse(paid["id"])
        self.assertNotEqual(payment.move_id.date, payment.date)
        self.assertEqual(paid["booked_on"], payment.move_id.date.isoformat())
        self.assertIn(paid["booked_on"], answer["note"])

    def test_the_amount_of_a_journal_in_another_currency_is_in_the_sentence(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.unlink()
        rate = {"currency_id": euro.id, "rate": 0.5, "name": "2020-01-01"}
        self.env["res.currency.rate"].create(rate)
        bank = self.env["account.journal"].create(
            {"name": "Euro", "type": "bank", "code": "TEUR", "currency_id": euro.id}
        )
        arguments = {"invoice_ids": self.invoice(100).ids, "journal": bank.id}
        call = self.make_call("register_payment", arguments, dry_run=True)
        self.assertIn("= 55 EUR", self.answer(call).text)

    def test_a_payment_in_full_answers_what_odoo_made_of_it(self):
        move = self.invoice(100)
        answer = self.assertAnswers(self.pay(move, memo="thanks"))
        (paid,), (invoice,) = answer["payments"], answer["invoices"]
        self.assertEqual(paid["amount"]["amount"], 110)
        self.assertEqual(invoice["due"]["amount"], 0)
        self.assertEqual(invoice["payment_state"], move.payment_state)
        self.assertIn(move.payment_state, ("paid", "in_payment"))
        payment = self.env["account.payment"].browse(paid["id"])
        self.assertEqual((payment.state, payment.memo), (paid["state"], "thanks"))

    def test_the_memo_stays_where_the_amount_is_given(self):
        answer = self.assertAnswers(self.pay(self.invoice(100), amount=10, memo="till"))
        payment = self.env["account.payment"].browse(answer["payments"][0]["id"])
        self.assertEqual(payment.memo, "till")

    def test_less_leaves_the_rest_due_or_writes_it_off(self):
        move = self.invoice(100)
        answer = self.assertAnswers(self.pay(move, amount=60))
        self.assertEqual(answer["invoices"][0]["payment_state"], "partial")
        self.assertEqual(answer["invoices"][0]["due"]["amount"], 50)
        account = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        answer = self.assertAnswers(
            self.pay(
                move, amount=45, difference="write_off", writeoff_account=account.id
            )
        )
        self.assertEqual(answer["invoices"][0]["due"]["amount"], 0)

    def test_an_invoice_tells_what_was_paid_apart_from_what_was_written_off(self):
        account = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        less = {"amount": 108, "difference": "write_off"}
        whole, move = self.invoice(100), self.invoice(100)
        self.assertAnswers(self.pay(whole))
        self.assertAnswers(self.pay(move, **less, writeoff_account=account.id))
        (paid,) = self.read(whole).structured["payments"]
        self.assertNotIn("written_off", paid)
        (paid,) = self.read(move).structured["payments"]
        told = [paid[n]["amount"] for n in ("amount", "payment_amount", "written_off")]
        self.assertEqual(told, [110, 108, 2])
        self.assertEqual(paid["written_off_to"], account.display_name)
        currency = move.currency_id.name
        self.assertIn(f"|108 {currency}|2 {currency}|", self.read(move).text)

    def read(self, move):
        outcome = self.call("read_invoice", invoice_id=move.id)
        self.assertAnswers(outcome)
        return outcome

    def dry(self, move, **arguments):
        asked = {"invoice_ids": move.ids, "journal": self.bank.id, **arguments}
        return self.answer(self.make_call("register_payment", asked, dry_run=True)).text

    def test_what_is_given_up_beside_the_payment_is_said(self):
        account = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        less = {"amount": 108, "difference": "write_off"}
        less["writeoff_account"] = account.id
        move = self.invoice(100)
        words = f"2 {move.currency_id.name} is written off to {account.display_name}"
        self.assertIn(words, self.dry(move, **less).splitlines()[1])
        self.assertIn(words, self.assertAnswers(self.pay(move, **less))["note"])
        terms = self.env["account.payment.term"].create(
            {
                "name": "2/7 Net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 7,
                "early_pay_discount_computation": "excluded",
            }
        )
        move = self.invoice(100, invoice_payment_term_id=terms.id)
        words = f"2 {move.currency_id.name} is given as a discount for early payment"
        self.assertIn(words, self.dry(move).splitlines()[1])
        self.assertIn(words, self.assertAnswers(self.pay(move))["note"])

    def test_the_entry_of_an_exchange_difference_is_named(self):
        foreign = self.env["res.currency"].create(
            {"name": "QKA", "symbol": "Q", "rounding": 0.01}
        )
        rates = ((self.today, 2.0), (self.today - timedelta(days=40), 1.0))
        for day, rate in rates:
            values = {"currency_id": foreign.id, "name": day, "rate": rate}
            self.env["res.currency.rate"].create(values)
        move = self.invoice(100, days=35, currency_id=foreign.id)
        asked = {"invoice_ids": move.ids, "journal": self.bank.id}
        # 18.0 asks for a right to the valuation of stock, too
        user = self.env.ref("base.user_admin")
        call = self.make_call("register_payment", asked, user=user)
        note = self.assertAnswers(self.answer(call))["note"]
        entry = self.env["account.move"].search([], order="id desc", limit=1)
        self.assertIn(f"exchange difference: {entry.name} ({entry.id})", note)

    def test_a_journal_without_money_is_refused_with_those_that_have_some(self):
        misc = self.env["account.journal"].search([("type", "=", "general")], limit=1)
        outcome = self.pay(self.invoice(100), journal=misc.id)
        self.assertRefused(outcome, f"{misc.name} is none to pay by", "Test Bank")

    def test_more_than_is_due_is_taken_and_said(self):
        move = self.invoice(100)
        self.assertNotIn("note", self.assertAnswers(self.pay(move, amount=60)))
        dry = self.make_call(
            "register_payment",
            {"invoice_ids": move.ids, "journal": self.bank.id, "amount": 75},
            dry_run=True,
        )
        words = f"25 {move.currency_id.name} more is paid than is due"
        self.assertIn(words, self.answer(dry).text)
        answer = self.assertAnswers(self.pay(move, amount=75))
        self.assertIn(words, answer["note"])
        self.assertIn("Only For Tests", answer["note"])
        self.assertEqual(answer["invoices"][0]["due"]["amount"], 0)

    def test_items_that_do_not_match_are_said_not_to_be_changed(self):
        moves = self.invoice(100) | self.invoice(50)
        refund = self.invoice(50, move_type="out_refund")

        def reconcile(*found):
            lines = [
                line.id
                for move in found
                for line in move.line_ids
                if line.account_type == "asset_receivable"
            ]
            # what the test itself has not written yet would count
            self.env.flush_all()
            arguments = {"model": "account.move.line", "method": "reconcile"}
            outcome = self.call("execute_method", record_ids=lines, **arguments)
            return self.assertAnswers(outcome).get("note", "")

        said = "^No record|^None of these records changed; of others: account.move "
        self.assertRegex(reconcile(*moves), said)
        self.assertEqual(reconcile(moves[1], refund), "")
        self.assertEqual(refund.amount_residual, 0)

    def test_several_invoices_of_a_partner_are_one_payment_or_several(self):
        moves = self.invoice(100) | self.invoice(50)
        answer = self.assertAnswers(self.pay(moves))
        self.assertEqual([p["amount"]["amount"] for p in answer["payments"]], [165])
        bills = self.invoice(10, move_type="in_invoice", ref="a")
        bills |= self.invoice(20, move_type="in_invoice", ref="b")
        self.assertRefused(self.pay(bills, group=False, amount=5), "several payments")
        answer = self.assertAnswers(self.pay(bills, group=False))
        self.assertEqual({p["amount"]["amount"] for p in answer["payments"]}, {11, 22})
        self.assertEqual({i["due"]["amount"] for i in answer["invoices"]}, {0})

    def test_what_cannot_be_paid_is_refused_and_leaves_nothing(self):
        draft, paid = self.invoice(1, post=False), self.invoice(2)
        self.assertAnswers(self.pay(paid))
        before = self.env["account.payment"].search_count([])
        self.assertRefused(self.pay(draft), "posted")
        self.assertRefused(self.pay(paid))
        self.assertRefused(self.pay(self.invoice(3), payment_method="Gold"), "Manual")
        self.assertRefused(self.pay(self.invoice(3), amount=-1), "amount")
        self.assertRefused(
            self.pay(self.invoice(3), difference="write_off"), "writeoff_account"
        )
        self.assertRefused(self.call("register_payment", invoice_ids=[2**30]))
        self.assertEqual(self.env["account.payment"].search_count([]), before)

    def test_a_draft_is_approved_and_its_state_is_what_odoo_says(self):
        payments = self.payment() | self.payment(amount=20)
        answer = self.assertAnswers(self.decide(payments))
        for row, payment in zip(answer["payments"], payments, strict=True):
            self.assertEqual(row["state"], payment.state)
            self.assertIn(row["state"], ("in_process", "paid"))

    def test_a_rejection_needs_a_reason_and_keeps_it(self):
        payment = self.payment()
        self.assertRefused(self.decide(payment, approve=False), "reason")
        self.assertEqual(payment.state, "draft")
        answer = self.assertAnswers(
            self.decide(payment, approve=False, reason="wrong bank")
        )
        self.assertEqual(answer["payments"][0]["state"], "canceled")
        self.assertEqual(payment.state, "canceled")
        self.assertIn("wrong bank", "".join(payment.message_ids.mapped("body")))

    def test_a_payment_on_its_way_is_taken_back(self):
        payment = self.payment()
        payment.action_post()
        if payment.state == "paid":
            payment.state = "in_process"
        answer = self.assertAnswers(self.decide(payment, approve=False, reason="no"))
        self.assertEqual(answer["payments"][0]["state"], payment.state)
        self.assertIn(payment.state, ("canceled", "rejected"))

    def test_a_rejection_is_confirmed_by_what_it_is(self):
        payment = self.payment(amount=1234567.89)
        arguments = {"payment_ids": payment.ids, "approve": False, "reason": "Twice"}
        call = self.make_call("validate_payment", arguments, dry_run=True)
        said = self.answer(call).text
        for word in ("Rejects the payments", "1234567.89 USD", "Reason: Twice"):
            self.assertIn(word, said)
        arguments = {"payment_ids": payment.ids}
        call = self.make_call("validate_payment", arguments, dry_run=True)
        self.assertIn("Approves the payments", self.answer(call).text)

    def test_an_amount_is_told_whole(self):
        move = self.invoice(1234567.89, post=False)
        arguments = {"invoice_ids": move.ids}
        said = self.answer(self.make_call("post_invoice", arguments, dry_run=True)).text
        total = f"{move.amount_total:.2f}"
        self.assertIn(f"({total} USD)", said.partition("Database")[0])

    def test_an_account_is_looked_up_in_the_company_of_the_call(self):
        company = self.env["res.company"].create({"name": "Second"})
        self.mcp_caller.company_ids |= company
        accounts = self.env["account.account"]
        values = {"name": "A", "code": "987654", "account_type": "asset_current"}
        mine = {"company_ids": self.mcp_caller.company_id.ids}
        first = accounts.create({**values, **mine})
        second = accounts.with_company(company).create(
            {**values, "company_ids": company.ids}
        )
        env = self.env(user=self.mcp_caller.id)
        env = env(context={"allowed_company_ids": self.mcp_caller.company_ids.ids})
        for company_id, account in (
            (company.id, second),
            (self.mcp_caller.company_id.id, first),
        ):
            given = {"account": "987654", "company_id": company_id}
            params = TransactionsParams.model_validate(given, context={"env": env})
            self.assertEqual(params.account, account.id)

    def test_one_in_the_wrong_state_stops_them_all(self):
        done, draft = self.payment(), self.payment()
        done.action_cancel()
        self.assertRefused(self.decide(draft | done), "canceled")
        self.assertEqual(draft.state, "draft")
        self.assertRefused(self.decide(done, approve=False, reason="x"), "canceled")
        self.assertRefused(self.call("validate_payment", payment_ids=[2**30]))
        self.assertRefused(self.call("validate_payment"), "payment_ids")
        if "account.batch.payment" not in self.env:
            outcome = self.call("validate_payment", batch_id=1)
            self.assertRefused(outcome, "not installed")

    def test_a_preview_pays_nothing(self):
        move = self.invoice(100)
        call = self.make_call(
            "register_payment",
            {"invoice_ids": move.ids, "journal": self.bank.id},
            dry_run=True,
        )
        shown = self.answer(call).text
        self.assertIn(f"all that is due: {move.display_name} (110 USD)", shown)
        part = {"invoice_ids": move.ids, "journal": self.bank.id, "amount": 5}
        shown = self.answer(self.make_call("register_payment", part, dry_run=True))
        currency = move.currency_id.name
        self.assertIn(f"a payment of 5 {currency} for: ", shown.text)
        self.assertEqual(move.payment_state, "not_paid")

    def test_who_has_no_right_pays_and_approves_nothing(self):
        user = self.mcp_user("odoo_mcp.group_operator,sales_team.group_sale_manager")
        move = self.invoice(100)
        for tool, arguments in (
            ("register_payment", {"invoice_ids": move.ids}),
            ("validate_payment", {"payment_ids": self.payment().ids}),
        ):
            call = self.make_call(tool, arguments, user=user)
            with self.subTest(tool=tool):
                self.assertRefused(self.answer(call))
        self.assertEqual(move.payment_state, "not_paid")
