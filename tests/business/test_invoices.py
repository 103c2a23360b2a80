"""Invoices: found, read, and what is left to pay of them."""

from datetime import timedelta

from odoo import Command
from odoo.tests import tagged

from ...services.orm import relations
from ..things import size
from .invoicing import InvoicingCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestInvoices(InvoicingCase):
    def found(self, **arguments):
        arguments = {"partner": self.partner.id, **arguments}
        return self.assertAnswers(self.call("list_invoices", **arguments))

    def ids(self, **arguments):
        return {row["id"] for row in self.found(**arguments)["records"]}

    def test_invoices_are_found_by_type_state_dates_and_lateness(self):
        late = self.invoice(100, days=40)
        fresh = self.invoice(50)
        bill = self.invoice(30, move_type="in_invoice", days=3)
        draft = self.invoice(10, post=False)
        refund = self.invoice(20, move_type="out_refund", days=1)
        every = late | fresh | bill | draft | refund
        self.assertEqual(self.ids(), set(every.ids))
        self.assertEqual(self.ids(state="draft"), {draft.id})
        self.assertEqual(self.ids(move_type="in_invoice"), {bill.id})
        self.assertEqual(
            self.ids(move_type=["in_invoice", "out_refund"]), {bill.id, refund.id}
        )
        self.assertEqual(self.ids(overdue=True), {late.id, bill.id, refund.id})
        self.assertEqual(
            self.ids(overdue=True, move_type="out_invoice", query=late.name), {late.id}
        )
        day = bill.invoice_date.isoformat()
        self.assertEqual(self.ids(date_from=day, date_to=day), {bill.id})

    def test_states_of_payment_are_one_or_several(self):
        open_, paid, part = (self.invoice(100) for _n in range(3))
        self.assertAnswers(self.pay(paid))
        self.assertAnswers(self.pay(part, amount=40))
        self.assertEqual(self.ids(payment_state="partial"), {part.id})
        several = self.ids(payment_state=["not_paid", "Partially Paid"])
        self.assertEqual(several, {open_.id, part.id})

    def test_the_base_of_a_reverse_charge_is_told_once(self):
        parts = [("base", 100), ("tax", 100), ("tax", -100)]
        lines = [
            Command.create({"repartition_type": kind, "factor_percent": percent})
            for kind, percent in parts
        ]
        values = {"name": "Reverse", "amount": 19, "type_tax_use": "purchase"}
        sides = ("invoice_repartition_line_ids", "refund_repartition_line_ids")
        values |= dict.fromkeys(sides, lines)
        tax = self.env["account.tax"].create(values)
        bill = self.invoice(1000, move_type="in_invoice", post=False)
        bill.invoice_line_ids.tax_ids = tax
        self.env.flush_all()
        answer = self.assertAnswers(self.call("read_invoice", invoice_id=bill.id))
        [told] = answer["taxes"]
        self.assertEqual(told["base"]["amount"], 1000)
        self.assertEqual(told["amount"]["amount"], 0)

    def test_the_same_bill_twice_is_told(self):
        first, second = (
            self.invoice(119, move_type="in_invoice", post=False, ref="RE-1")
            for _copy in range(2)
        )
        self.env.flush_all()
        principal = self.principal(self.mcp_caller, trusted=False)
        arguments = {"invoice_ids": second.ids}
        call = self.make_call(
            "post_invoice", arguments, principal=principal, dry_run=True
        )
        self.assertIn("May be the same", self.answer(call).text)
        posted = self.call("post_invoice", **arguments)
        [row] = self.assertAnswers(posted)["invoices"]
        self.assertEqual([one["id"] for one in row["may_duplicate"]], first.ids)
        read = self.assertAnswers(self.call("read_invoice", invoice_id=second.id))
        self.assertEqual([one["id"] for one in read["may_duplicate"]], first.ids)
        other = self.invoice(77, move_type="in_invoice", post=False, ref="RE-2")
        alone = self.assertAnswers(self.call("read_invoice", invoice_id=other.id))
        self.assertNotIn("may_duplicate", alone)

    def test_nothing_is_owed_on_a_draft(self):
        draft, posted = self.invoice(100, post=False), self.invoice(100)
        self.assertEqual(self.ids(payment_state="not_paid"), {posted.id})
        drafts = self.ids(payment_state="not_paid", state="draft")
        self.assertEqual(drafts, {draft.id})

    def test_digits_in_quotes_are_an_id_where_nobody_is_called_so(self):
        move = self.invoice(100)
        read = self.assertAnswers(self.call("read_invoice", invoice_id=str(move.id)))
        self.assertEqual(read["id"], move.id)
        self.assertEqual(self.ids(partner=str(self.partner.id)), {move.id})
        named = self.env["res.partner"].create({"name": str(self.partner.id)})
        self.assertEqual(self.ids(partner=named.name), set())
        self.assertRefused(self.call("list_invoices", partner=True), "true or false")

    def test_journal_entries_are_none_of_them_unless_asked_for(self):
        bank = self.env["account.journal"].search([("type", "=", "general")], limit=1)
        accounts = self.env["account.account"].search(
            [("account_type", "in", ("income", "expense"))], limit=2
        )
        lines = [
            {"account_id": a.id, "balance": b, "partner_id": self.partner.id}
            for a, b in zip(accounts, (5, -5), strict=True)
        ]
        entry = self.env["account.move"].create(
            {
                "journal_id": bank.id,
                "partner_id": self.partner.id,
                "line_ids": [(0, 0, line) for line in lines],
            }
        )
        self.assertEqual(self.ids(), set())
        self.assertEqual(self.ids(move_type="entry"), {entry.id})
        read = self.assertAnswers(self.call("read_invoice", invoice_id=entry.id))
        self.assertEqual(read["lines"][0]["debit"]["amount"], 5)

    def test_totals_are_of_all_that_match(self):
        first = self.invoice(100)
        self.invoice(50)
        self.invoice(20, move_type="out_refund")
        self.pay(first, amount=60)
        page = self.found(limit=1)
        self.assertEqual((page["count"], page["total"]), (1, 3))
        self.assertEqual(page["next_offset"], 1)
        (totals,) = page["totals"]
        self.assertEqual((totals["total"], totals["due"]), (143, 83))
        self.assertEqual(totals["currency"], self.company.currency_id.name)

    def test_an_invoice_is_read_with_taxes_payments_and_what_is_due(self):
        move = self.invoice(100, 50)
        self.assertAnswers(self.pay(move, amount=65))
        outcome = self.call("read_invoice", invoice_id=move.name)
        answer = self.assertAnswers(outcome)
        head = answer["invoice"]
        self.assertEqual(head["amount_total"]["amount"], 165)
        self.assertEqual(head["amount_residual"]["amount"], 100)
        self.assertEqual((head["state"], head["payment_state"]), ("posted", "partial"))
        self.assertEqual(
            [line["price_subtotal"]["amount"] for line in answer["lines"]], [100, 50]
        )
        (tax,) = answer["taxes"]
        self.assertEqual((tax["base"]["amount"], tax["amount"]["amount"]), (150, 15))
        (payment,) = answer["payments"]
        self.assertEqual(payment["amount"]["amount"], 65)
        self.assertEqual([d["residual"] for d in answer["due"]], [100])
        self.assertIn(f"/odoo/account.move/{move.id}", answer["url"])
        self.assertLess(size(outcome), 6 * 1024)

    def test_what_is_due_when_paid_early_is_told_until_something_is_paid(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "2/7 Net 30",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 7,
                "early_pay_discount_computation": "included",
            }
        )
        move = self.invoice(100, invoice_payment_term_id=terms.id)
        outcome = self.call("read_invoice", invoice_id=move.id)
        (due,) = self.assertAnswers(outcome)["due"]
        until = (self.today + timedelta(days=7)).isoformat()
        self.assertEqual((due["discount_date"], due["discounted"]), (until, 107.8))
        self.assertIn("discounted", outcome.text)
        self.assertAnswers(self.pay(move, amount=10))
        (due,) = self.assertAnswers(self.call("read_invoice", invoice_id=move.id))[
            "due"
        ]
        self.assertNotIn("discounted", due)

    def test_its_text_alone_says_which_number_is_which(self):
        move = self.invoice(100, 50)
        move.button_draft()
        move.invoice_line_ids[1].tax_ids = False
        move.invoice_line_ids[1].discount = 10
        lines = self.call("read_invoice", invoice_id=move.id).text.splitlines()
        at = next(n for n, line in enumerate(lines) if line.startswith("line: "))
        names, *rows = (line.split("|") for line in lines[at : at + 3])
        first, second = (dict(zip(names, row, strict=True)) for row in rows)
        told = [(row["price_unit"], row["discount"]) for row in (first, second)]
        self.assertEqual(told, [("100", "0"), ("50", "10")])
        self.assertEqual((first["tax_ids.name"], second["tax_ids.name"]), ("ten", ""))

    def test_the_taxes_of_a_bill_and_of_a_refund_are_above_zero(self):
        for kind in ("in_invoice", "out_refund", "in_refund"):
            move = self.invoice(100, move_type=kind)
            answer = self.assertAnswers(self.call("read_invoice", invoice_id=move.id))
            self.assertEqual(answer["taxes"][0]["amount"]["amount"], 10, kind)
            self.assertEqual(answer["due"][0]["amount"], 110, kind)

    def test_lines_are_paged(self):
        move = self.invoice(*range(1, 8), post=False)
        page = {"invoice_id": move.id, "limit": 3}
        answer = self.assertAnswers(self.call("read_invoice", **page))
        self.assertEqual((len(answer["lines"]), answer["line_count"]), (3, 7))
        answer = self.assertAnswers(
            self.call("read_invoice", **page, offset=answer["next_offset"])
        )
        prices = [line["price_unit"] for line in answer["lines"]]
        self.assertEqual(
            [p["amount"] if isinstance(p, dict) else p for p in prices], [4, 5, 6]
        )

    def test_what_is_not_there_or_not_ones_own_is_refused(self):
        self.assertRefused(self.call("read_invoice", invoice_id=2**30), "invoice_id")
        self.assertRefused(self.call("read_invoice", invoice_id="INV/NONE"), "no ")
        self.assertRefused(self.call("list_invoices", partner="Nobody Of This Name"))
        self.assertRefused(self.call("list_invoices", move_type="bill"), "out_invoice")

    def test_who_has_no_right_to_invoices_does_not_see_the_tools(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        listed = self.env(user=user.id)["mcp.policy"]._listed(
            "tool", self.principal(user)
        )
        names = {tool.name for tool in listed if tool.toolset == "accounting"}
        self.assertEqual(names, set())

    def test_a_salesman_sees_his_own_invoices_and_no_reports(self):
        other = self.invoice(100)
        user = self.mcp_user("odoo_mcp.group_operator,sales_team.group_sale_salesman")
        mine = self.invoice(50, invoice_user_id=user.id)
        call = self.make_call("list_invoices", {"partner": self.partner.id}, user=user)
        answer = self.assertAnswers(self.answer(call))
        self.assertEqual([row["id"] for row in answer["records"]], [mine.id])
        call = self.make_call("read_invoice", {"invoice_id": other.id}, user=user)
        self.assertRefused(self.answer(call), "not yours")

    def test_an_invoice_is_printed_and_nothing_is_kept(self):
        move = self.invoice(100)
        for name in ("report_invoice", "report_invoice_with_payments"):
            arguments = {"report": f"account.{name}", "record_ids": [move.id]}
            outcome = self.call("render_report", **arguments, format="html", text=True)
            printed = self.assertAnswers(outcome)["text_of_file"]
            self.assertIn("line 100", printed)
        self.assertFalse(move.attachment_ids)

    def test_an_invoice_is_reversed_with_the_journal_that_the_wizard_showed(self):
        move = self.invoice(100)
        arguments = {"model": "account.move", "method": "action_reverse"}
        arguments["record_ids"] = move.ids
        answer = self.assertAnswers(self.call("execute_method", **arguments))
        shown = {f["name"]: f["value"] for f in answer["needs_input"]["fields"]}
        self.assertEqual(shown["journal_id"]["id"], move.journal_id.id)
        wizard = {"values": {"reason": "Wrong"}, "button": "refund_moves"}
        self.assertAnswers(self.call("execute_method", **arguments, wizard=wizard))
        refund = self.env["account.move"].search([("reversed_entry_id", "=", move.id)])
        self.assertEqual(refund.journal_id, move.journal_id)
        self.assertIn("Wrong", refund.ref)

    def test_a_bill_that_odoo_books_on_another_day_says_so(self):
        self.company.purchase_lock_date = self.today - timedelta(days=40)
        bills = self.invoice(10, move_type="in_invoice", ref="open", post=False)
        late = self.invoice(
            20, move_type="in_invoice", days=50, ref="closed", post=False
        )
        asked = self.today - timedelta(days=50)
        late.date = asked
        outcome = self.call("post_invoice", invoice_ids=(bills | late).ids)
        same, moved = self.assertAnswers(outcome)["invoices"]
        self.assertNotIn("date", same)
        self.assertEqual(moved["date_before"], asked.isoformat())
        self.assertEqual(moved["date"], late.date.isoformat())
        self.assertGreater(late.date, self.company.purchase_lock_date)

    def test_a_type_and_a_state_are_also_said_by_their_labels(self):
        self.invoice(100, move_type="in_invoice")
        labels = {"move_type": ["Vendor Bill"], "state": "Posted"}
        labels["payment_state"] = "Not Paid"
        found = self.call("list_invoices", partner=self.partner.id, **labels)
        (row,) = self.assertAnswers(found)["records"]
        self.assertEqual((row["move_type"], row["state"]), ("in_invoice", "posted"))

    def test_an_account_is_named_by_its_code_and_taxes_of_a_name_told_apart(self):
        env = self.env(user=self.mcp_caller.id)
        account = env["account.account"].search([("code", "!=", False)], limit=1)
        lookups = relations.Lookups(env)
        self.assertEqual(lookups.one("account.account", account.code), account.id)
        rows = [{"name": "Twice", "type_tax_use": x} for x in ("sale", "purchase")]
        self.env["account.tax"].create(rows)
        with self.assertRaisesRegex(ValueError, "(Sales).*(Purchases)"):
            lookups.one("account.tax", "Twice")

    def test_a_page_stays_small(self):
        for number in range(20):
            self.invoice(number + 1, post=False)
        outcome = self.call("list_invoices", partner=self.partner.id)
        self.assertLess(size(outcome), 12 * 1024)
        names = ("odoo_list_invoices", "odoo_read_invoice")
        self.assertAnswers(self.call(names[0], partner=self.partner.id))
        first = outcome.structured["records"][0]["id"]
        self.assertAnswers(self.call(names[1], id=first))

    def test_what_is_hidden_of_an_invoice_is_left_out(self):
        move = self.invoice(123)
        hidden = "account.move:amount_*"
        self.env["ir.config_parameter"].set_param("mcp.hidden_models", hidden)
        listed = self.found()
        self.assertEqual(listed.get("totals", []), [])
        (row,) = listed["records"]
        read = self.assertAnswers(self.call("read_invoice", invoice_id=move.id))
        for told in (row, read["invoice"]):
            self.assertEqual([n for n in told if n.startswith("amount_")], [])
        self.assertEqual(row["id"], move.id)
