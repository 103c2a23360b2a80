"""Requests for time off that Odoo's form would not offer, or that take nothing."""

from odoo.tests import tagged

from ..common import McpCase
from .people import TimeOffMixin


@tagged("post_install", "-at_install", "-standard", "business")
class TestTimeOffAsked(TimeOffMixin, McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.new_type("Allotted Leave", "day")

    def request(self, user, day):
        asked = {"leave_type": self.kind.id, "date_from": day}
        return self.by(user, "request_time_off", **asked)

    def test_of_a_type_that_is_allotted_somebody_with_none_gets_none(self):
        leaves = [("holiday_status_id", "=", self.kind.id)]
        self.assertTrue(self.request(self.colleague, "2031-03-03").is_error)
        self.assertEqual(self.env["hr.leave"].search_count(leaves), 0)
        # before the first day of the allotment
        self.assertTrue(self.request(self.employee, "2030-03-04").is_error)
        self.assertAnswers(self.request(self.employee, "2031-03-03"))

    def test_a_weekend_takes_nothing_and_that_is_said(self):
        outcome = self.request(self.employee, "2031-03-08")
        self.assertEqual(self.assertAnswers(outcome)["request"]["days"], 0)
        self.assertIn("No working time", outcome.text)
        outcome = self.request(self.employee, "2031-03-10")
        self.assertNotIn("No working time", outcome.text)
