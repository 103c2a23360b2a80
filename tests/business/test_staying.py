"""What undo leaves to Odoo's own reversals: said beforehand, refused with the way on."""

from odoo.tests import tagged

from .made import MatrixCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestStaying(MatrixCase):
    def dry(self, tool, user=None, **arguments):
        call = self.make_call(tool, arguments, user=user or self.boss, dry_run=True)
        return self.assertAnswers(self.answer(call))["preview"]["irreversible"]

    def done(self, tool, user=None, **arguments):
        outcome = self.answer(self.make_call(tool, arguments, user=user or self.boss))
        self.env.invalidate_all()
        return self.assertAnswers(outcome)

    def newest(self, user=None):
        changes = self.env["mcp.change"].with_user(user or self.boss)
        return changes.search([], limit=1)

    def assertStays(self, words, user=None):
        """The last change set is none to undo, and the one before is named."""
        last = self.newest(user)
        self.assertFalse(last.can_undo)
        outcome = self.answer(self.make_call("undo", {}, user=user or self.boss))
        self.assertRefused(outcome, f"Change set {last.id} ", words)
        return outcome.text

    def test_a_posted_invoice_stays(self):
        invoice = self.make_draft_invoice()
        words = "credit note or a reversal"
        self.done("create_records", model="res.partner", values={"name": "Earlier"})
        earlier = self.newest()
        arguments = {"invoice_ids": invoice.ids}
        self.assertIn(words, str(self.dry("post_invoice", **arguments)))
        self.done("post_invoice", **arguments)
        text = self.assertStays(words)
        self.assertIn(f"change_id {earlier.id} (create_records)", text)
        self.assertEqual(invoice.state, "posted")
        with self.assertRaisesRegex(Exception, words):
            self.newest().action_undo()

    def test_an_entry_that_is_set_back_to_draft_stays_so(self):
        """Undo would post it past Odoo's checks, whatever its lines are by then."""
        invoice, words = self.make_posted_invoice(), "neither posts nor reconciles"
        arguments = {"model": "account.move", "record_ids": invoice.ids}
        arguments["method"] = "button_draft"
        self.assertIn(words, str(self.dry("execute_method", **arguments)))
        self.done("execute_method", **arguments)
        self.assertStays(words)
        self.assertEqual(invoice.state, "draft")
        self.done("post_invoice", invoice_ids=invoice.ids)

    def test_a_payment_with_an_entry_stays(self):
        invoice = self.make_posted_invoice()
        journal = self.env["account.journal"].create(
            {"name": "Matrix Bank", "type": "bank", "code": "MTRX"}
        )
        account = self.env["account.account"].search(
            [("account_type", "=", "asset_current"), ("reconcile", "=", True)], limit=1
        )
        journal.inbound_payment_method_line_ids.payment_account_id = account
        arguments = {"invoice_ids": invoice.ids, "journal": journal.id}
        self.done("register_payment", **arguments)
        self.assertStays("validate_payment, approve false")
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_a_reconciliation_that_is_taken_apart_stays_so(self):
        invoice, words = self.make_posted_invoice(), "neither posts nor reconciles"
        refund = self.make_draft_invoice(move_type="out_refund")
        refund.action_post()
        lines = (invoice | refund).line_ids.filtered("account_id.reconcile")
        lines.reconcile()
        self.assertTrue(lines.full_reconcile_id)
        which = {"model": lines._name, "record_ids": lines.ids}
        which["method"] = "remove_move_reconcile"
        self.assertIn(words, str(self.dry("execute_method", **which)))
        self.done("execute_method", **which)
        self.assertStays(words)

    def test_a_line_of_a_bank_statement_goes_again(self):
        journal = self.make_bank_item().journal_id
        values = {"journal_id": journal.id, "payment_ref": "Quokka", "amount": 5}
        lines = self.env["account.bank.statement.line"]
        groups = "account.group_account_manager,account.group_account_basic"
        user = self.new_user(groups)
        self.done("create_records", user, model=lines._name, values=values)
        self.done("undo", user)
        self.assertFalse(lines.search([("payment_ref", "=", "Quokka")]))

    def test_nothing_since_a_checkpoint_comes_back_with_a_posted_entry(self):
        mark = self.done("create_checkpoint", name="x")["checkpoint"]
        values = {"name": "Quokka"}
        self.done("create_records", model="res.partner", values=values)
        self.done("post_invoice", invoice_ids=self.make_draft_invoice().ids)
        arguments = {"checkpoint": mark}
        outcome = self.answer(self.make_call("undo", arguments, user=self.boss))
        self.assertRefused(outcome, "(post_invoice) stays", "credit note")
        self.assertTrue(self.env["res.partner"].search([("name", "=", "Quokka")]))

    def test_done_transfers_stay(self):
        words = "make a return, or a new count"
        for tool, picking in (
            ("deliver_to_customer", self.make_open_delivery()),
            ("receive_inventory", self.make_open_receipt()),
        ):
            arguments = {"picking_id": picking.id}
            self.assertIn(words, str(self.dry(tool, **arguments)))
            self.done(tool, **arguments)
            self.assertStays(words)
            self.assertEqual(picking.state, "done")

    def test_what_a_salesman_made_and_may_not_delete_stays(self):
        user = self.user("salesman")
        arguments = {
            "customer_id": self.customer.id,
            "lines": [{"product_id": self.desk.id, "quantity": 1}],
        }
        self.assertFalse(
            self.env["sale.order"].with_user(user).has_access("unlink"), "no subject"
        )
        self.assertIn(
            "You may not delete Sales Order",
            str(self.dry("create_quotation", user, **arguments)),
        )
        made = self.done("create_quotation", user, **arguments)
        self.assertStays("cancel or correct it instead", user)
        groups = "sales_team.group_sale_manager,odoo_mcp.group_administrator"
        self.assertTrue(self.newest(self.new_user(groups)).can_undo)
        self.assertTrue(self.env["sale.order"].browse(made["id"]).exists())
        listed = self.done("list_changes", user)["changes"]
        self.assertFalse(listed[0]["can_undo"])
