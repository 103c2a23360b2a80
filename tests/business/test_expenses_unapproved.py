"""Expenses of an employee for whom nobody approves: 19.0 approves at once, or refuses."""

from odoo.tests import tagged

from .test_expenses import ExpenseCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestExpensesUnapproved(ExpenseCase):
    def setUp(self):
        super().setUp()
        nobody = {"expense_manager_id": False, "parent_id": False}
        self.person(self.employee).write({**nobody, "department_id": False})
        self.made = self.create()["id"]

    def submit(self, user, **arguments):
        return self.by(user, "submit_expense", expense_id=self.made, **arguments)

    def test_it_is_said_who_is_lacking_or_who_may_approve(self):
        outcome = self.submit(self.employee)
        if outcome.is_error:
            self.assertRefused(outcome, "nobody approves", "Ella Employee", "manager")
            self.assertEqual(self.expense(self.made).state, "draft")
        else:
            told = self.assertAnswers(outcome)
            self.assertEqual(told["notes"], [])
            self.assertTrue(told["expenses"][0]["may_approve"])

    def test_what_is_approved_at_once_says_so_beforehand_and_what_is_next(self):
        dry = self.submit(self.officer, dry_run=True)
        outcome = self.submit(self.officer)
        self.assertAnswers(outcome)
        at_once = self.expense(self.made).state == "approved"
        for text in (dry.text, outcome.text):
            self.assertEqual("nobody who approves. pay_expense" in text, at_once)
        self.assertEqual(at_once, "sheet_id" not in self.env["hr.expense"]._fields)
