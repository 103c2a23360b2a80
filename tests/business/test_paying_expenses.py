"""Expenses are paid back by who may book, whether he sees all of the app or not."""

from odoo.tests import tagged

from .test_expenses import ExpenseCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestPayingExpenses(ExpenseCase):
    def test_an_accountant_who_approved_it_pays_it_back(self):
        if "hr.expense.sheet" in self.env:
            self.skipTest("18.0 shows expenses to nobody without a group of the app")
        accountant = self.mcp_user(
            "odoo_mcp.group_operator,account.group_account_manager"
        )
        self.person(self.employee).expense_manager_id = accountant
        expense = self.handed_in()
        self.assertAnswers(self.decide(accountant, expense))
        self.env.flush_all()
        paid = self.done(accountant, "pay_expense", expense_id=expense.id)
        self.assertIn(paid["state"], ("paid", "in_payment", "done"))
        self.assertEqual(paid["entries"][0]["due"]["amount"], 0)

    def test_what_is_booked_is_paid_and_not_booked_again(self):
        expense = self.handed_in()
        groups = "odoo_mcp.group_operator,account.group_account_manager"
        clerk = self.mcp_user(f"{groups},{self.officer_groups}")
        self.assertAnswers(self.decide(clerk, expense))
        self.env.flush_all()
        asked = {"expense_id": expense.id}
        first = self.by(clerk, "pay_expense", **asked, dry_run=True)
        self.assertIn("Books Lunch and pays", first.text)
        self.done(clerk, "pay_expense", **asked, pay=False)
        again = self.by(clerk, "pay_expense", **asked, pay=False)
        self.assertRefused(again, "booked already", "pay: true")
        preview = self.by(clerk, "pay_expense", **asked, dry_run=True)
        self.assertIn(" for Lunch", preview.text.splitlines()[1])
        self.assertNotIn("Books", preview.text)
