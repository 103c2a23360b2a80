from odoo.tests import tagged

from .test_expenses import ExpenseCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestDuplicateExpenses(ExpenseCase):
    """Odoo decides similar expenses together; whoever confirms reads of all."""

    def said(self, expense, **arguments):
        arguments |= {"expense_id": expense.id, "dry_run": True}
        return self.by(self.manager, "approve_expense", **arguments).text

    def test_a_refusal_as_a_duplicate_is_not_told_as_an_approval(self):
        # 18.0 asks about those only that were approved
        self.assertAnswers(self.decide(self.manager, self.handed_in()))
        second = self.handed_in()
        said = self.said(second, duplicates="refuse")
        self.assertIn("as a duplicate", said)
        self.assertNotIn("Approves", said)
        self.assertIn("Approves", self.said(second, duplicates="approve"))

    def test_those_that_are_decided_along_are_named_and_no_others(self):
        first, second = self.handed_in(), self.handed_in()
        said = self.said(second, duplicates="approve")
        self.assertEqual(second.state, "submitted")
        answer = self.assertAnswers(
            self.decide(self.manager, second, duplicates="approve")
        )
        along = first.state != "submitted"
        name = f"{first.name} ({first.id})"
        self.assertEqual(name in said, along)
        self.assertEqual(name in " ".join(answer["notes"]), along)
