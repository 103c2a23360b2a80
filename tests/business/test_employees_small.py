"""A page of employees says once what all of them have."""

from odoo.tests import tagged

from .test_hr import HrCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestEmployeesSmall(HrCase):
    def test_a_company_that_all_have_is_said_once(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.colleague.company_ids |= other
        context = {"allowed_company_ids": self.colleague.company_ids.ids}
        self.env = self.env(context={**self.env.context, **context})
        outcome = self.by(self.colleague, "search_employees")
        answer = self.assertAnswers(outcome)
        self.assertGreater(len(answer["employees"]), 1)
        self.assertIn("name", answer["company"])
        self.assertNotIn("company_id", answer["employees"][0])
        self.assertEqual(outcome.text.count(answer["company"]["name"]), 1)
