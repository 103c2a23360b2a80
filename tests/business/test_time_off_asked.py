"""Requests for time off that Odoo's form would not offer, or that take nothing."""

from odoo.tests import tagged

from ..common import McpCase
from .people import OPERATOR, TimeOffMixin


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

    def test_the_first_sentence_says_which_part_of_the_day_and_whose(self):
        for unit, part, words in (
            ("half_day", {"half_day": "afternoon"}, "the afternoon"),
            ("half_day", {"half_day": "morning"}, "the morning"),
            ("hour", {"hour_from": 9, "hour_to": 10.5}, "9:00 to 10:30"),
        ):
            kind = self.new_type(f"By {words}", unit)
            asked = {"leave_type": kind.id, "date_from": "2031-03-03"}
            mine = self.by(
                self.employee, "request_time_off", **asked, **part, dry_run=True
            )
            self.assertIn(words, mine.text)
            self.assertNotIn("For Ella", mine.text)
            asked["employee_id"] = self.person(self.employee).id
            other = self.by(
                self.officer, "request_time_off", **asked, **part, dry_run=True
            )
            self.assertIn("For Ella Employee.", other.text)
        # who is no employee himself
        user = self.mcp_user(f"{OPERATOR},{self.officer_groups}")
        other = self.by(user, "request_time_off", **asked, **part, dry_run=True)
        self.assertIn("For Ella Employee.", other.text)

    def test_a_weekend_takes_nothing_and_that_is_said(self):
        outcome = self.request(self.employee, "2031-03-08")
        self.assertEqual(self.assertAnswers(outcome)["request"]["days"], 0)
        self.assertIn("No working time", outcome.text)
        outcome = self.request(self.employee, "2031-03-10")
        self.assertNotIn("No working time", outcome.text)
