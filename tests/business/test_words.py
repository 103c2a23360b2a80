"""What answers and refusals say, in the words of who asked."""

from odoo.tests import tagged

from .made import MatrixCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestWords(MatrixCase):
    def test_a_date_is_asked_for_as_everywhere(self):
        for tool, arguments in (
            ("list_invoices", {"date_from": "22.11.2026"}),
            ("aged_balances", {"date_to": "22/11/2026"}),
            ("register_payment", {"invoice_ids": [1], "payment_date": "Nov 22"}),
        ):
            with self.subTest(tool):
                outcome = self.by_boss(tool, **arguments)
                self.assertRefused(outcome, "a date such as 2026-02-16")
        self.assertAnswers(self.by_boss("list_invoices", date_from="2026-11-22"))

    def test_a_category_that_is_not_there_is_refused_by_its_argument(self):
        asked = {"name": "Lunch", "amount": 10, "category": "No Such Category"}
        outcome = self.by_boss("create_expense", **asked)
        self.assertRefused(outcome, "category: no product.product")
        self.assertNotIn("product_id", outcome.text)

    def test_an_entry_that_is_posted_is_owed_by_nobody(self):
        accounts = self.env["account.account"].search(
            [("account_type", "in", ("income", "expense"))], limit=1
        )
        lines = [{"account_id": accounts.id, side: 5} for side in ("debit", "credit")]
        values = {"line_ids": [(0, 0, line) for line in lines]}
        entry = self.env["account.move"].create(values)
        outcome = self.by_boss("post_invoice", invoice_ids=entry.ids)
        (told,) = self.assertAnswers(outcome)["invoices"]
        self.assertEqual(set(told), {"id", "name", "state", "url"})
        invoice = self.make_draft_invoice()
        outcome = self.by_boss("post_invoice", invoice_ids=invoice.ids)
        self.assertIn("due", self.assertAnswers(outcome)["invoices"][0])

    def test_of_a_cancelled_rest_it_says_how_much_that_is(self):
        self.put_in_stock(self.desk, 8)
        picking = self.sale((self.desk, 8)).picking_ids
        given = {"picking_id": picking.id, "backorder": False}
        given["quantities"] = {str(self.desk.id): 3}
        outcome = self.by_boss("deliver_to_customer", **given)
        self.assertAnswers(outcome)
        rest = f"\ncancelled: {self.desk.display_name} ({self.desk.id}): 5 Units"
        self.assertIn(rest, outcome.text)

    def test_what_is_done_with_a_rest_is_agreed_to(self):
        self.put_in_stock(self.desk, 8)
        picking = self.sale((self.desk, 8)).picking_ids
        given = {"picking_id": picking.id, "quantities": {str(self.desk.id): 3}}
        left = f"{self.desk.display_name} ({self.desk.id}): 5 Units."
        for backorder, words in ((True, "Left on a backorder"), (False, "Cancelled")):
            asked = {**given, "backorder": backorder}
            call = self.make_call(
                "deliver_to_customer", asked, user=self.boss, dry_run=True
            )
            said = self.answer(call).text.splitlines()[1]
            self.assertIn(f"to the customer. {words}: {left}", said)

    def test_more_than_was_ordered_is_agreed_to(self):
        self.put_in_stock(self.desk, 9)
        picking = self.sale((self.desk, 8)).picking_ids
        given = {"picking_id": picking.id, "quantities": {str(self.desk.id): 9}}
        call = self.make_call(
            "deliver_to_customer", given, user=self.boss, dry_run=True
        )
        said = self.answer(call).text.splitlines()[1]
        self.assertIn(f"{self.desk.display_name}: 9, more than the 8", said)

    def test_a_draft_of_what_came_back_is_a_credit_note(self):
        self.put_in_stock(self.desk, 2)
        self.desk.invoice_policy = "delivery"
        sale = self.sale((self.desk, 2))
        outward = sale.picking_ids
        outward.button_validate()
        total = f"{sale.amount_total:.15g} {sale.currency_id.name}."
        said = self.draft_sentence(sale)
        self.assertIn(f"{sale.name}: Customer Invoice, {total}", said)
        self.by_boss("create_invoice", so_name=sale.id)
        back = self.env["stock.return.picking"].create({"picking_id": outward.id})
        back.product_return_moves.quantity = 2
        self.env["stock.picking"].browse(
            back.action_create_returns()["res_id"]
        ).button_validate()
        said = self.draft_sentence(sale)
        self.assertIn(f"{sale.name}: Customer Credit Note, {total}", said)

    def draft_sentence(self, sale):
        """What a preview of the draft invoice begins with."""
        self.env.flush_all()
        asked = {"so_name": sale.id}
        call = self.make_call("create_invoice", asked, user=self.boss, dry_run=True)
        return self.answer(call).text.splitlines()[1]

    def test_what_is_archived_or_cancelled_is_agreed_to(self):
        task, project = self.make_task(), self.make_plain_project()
        for tool, arguments, words in (
            ("update_project", {"project": project.id, "active": False}, "Archives"),
            ("update_task", {"task": task.id, "state": "Cancelled"}, "”: Cancelled."),
        ):
            call = self.make_call(tool, arguments, user=self.boss, dry_run=True)
            self.assertIn(words, self.answer(call).text.splitlines()[1])

    def test_a_day_that_ends_something_is_its_end(self):
        task = self.make_task()
        on = {"model": "project.task", "record_ids": task.ids}
        values = {"date_deadline": "2031-12-10"}
        answer = self.assertAnswers(self.by_boss("update_records", **on, values=values))
        self.assertEqual(answer["not_applied"], [])
        (change,) = answer["changes"]
        self.assertIn("2031-12-10T23:59:59", change["new"])
        self.assertEqual(task.date_deadline.second, 59)

    def test_who_may_not_read_employees_is_told_what_is_open(self):
        asked = {"model": "hr.employee", "domain": []}
        user = self.user("salesman")
        outcome = self.answer(self.make_call("search_records", asked, user=user))
        self.assertRefused(outcome, "stands in hr.employee.public")

    def test_the_number_of_a_transfer_leads_to_its_order(self):
        order = self.sale((self.desk, 1))
        outcome = self.by_boss("get_workflow_status", order=order.picking_ids.name)
        self.assertRefused(outcome, f"it is a transfer of {order.name}")

    def test_a_request_that_is_gone_is_called_deleted(self):
        leave = self.make_open_leave()
        which = {"leave_id": leave.id, "reason": "No sun"}
        outcome = self.by_boss("cancel_time_off", **which)
        self.assertAnswers(outcome)
        self.assertNotIn("None", outcome.text)
        if not leave.exists():
            self.assertIn(f"{leave.id}: deleted", outcome.text)

    def test_values_of_lists_are_shown_as_they_are_given(self):
        line = {"product_id": self.desk.id, "product_uom_qty": 2}
        values = {"order_line": [line], "tag_ids": []}
        outcome = self.by_boss("validate_values", model="sale.order", values=values)
        checked = {
            f["field"]: f["value"] for f in self.assertAnswers(outcome)["fields"]
        }
        self.assertEqual(checked, values)

    def test_translations_are_told_to_go_one_by_one(self):
        asked = {"model": "product.product", "record_ids": self.desk.ids}
        values = {"name": {"de_DE": "Tisch"}}
        outcome = self.by_boss("update_records", **asked, values=values)
        self.assertRefused(outcome, "name: ", "each with lang")
