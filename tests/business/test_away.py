from datetime import date

from odoo.tests import tagged

from ..common import McpCase
from .people import TimeOffMixin

MARCH = {"date_from": "2031-03-01", "date_to": "2031-03-31"}


@tagged("post_install", "-at_install", "-standard", "business")
class TestAway(TimeOffMixin, McpCase):
    """Who is away is known to everybody; why, and what only waits, is not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.new_type("People Leave", "day")

    def setUp(self):
        super().setUp()
        days = {"date_from": "2031-03-03", "date_to": "2031-03-05"}
        asked = {"leave_type": self.kind.id, "description": "Secret reason", **days}
        self.leave = self.done(self.employee, "request_time_off", **asked)["id"]

    def approve(self):
        self.done(self.manager, "decide_time_off", leave_id=self.leave)

    def read(self, user, **arguments):
        return self.done(user, "read_time_off", **{**MARCH, **arguments})

    def away(self, user, **arguments):
        found = self.read(user, **arguments).get("away", [])
        return [row for row in found if row["employee"] == "Ella Employee"]

    def test_a_colleague_learns_the_days_and_nothing_else(self):
        self.approve()
        [row] = self.away(self.colleague)
        days = {"date_from": "2031-03-03", "date_to": "2031-03-05"}
        self.assertEqual(row, {"employee": "Ella Employee", **days})
        outcome = self.by(self.colleague, "read_time_off", **MARCH)
        self.assertIn("away: Ella Employee, 2031-03-03 – 2031-03-05", outcome.text)
        self.assertNotIn("Secret reason", outcome.text)

    def test_what_only_waits_is_not_told(self):
        self.assertEqual(self.away(self.colleague), [])

    def test_whoever_reads_the_request_does_not_read_it_twice(self):
        self.approve()
        for user in (self.employee, self.manager, self.officer):
            self.assertEqual(self.away(user), [], user.name)

    def test_only_those_of_the_days_that_are_asked_for(self):
        self.approve()
        for days, seen in (
            (("2031-03-05", "2031-03-09"), 1),
            (("2031-03-06", "2031-03-09"), 0),
            (("2031-03-01", "2031-03-03"), 1),
            (("2031-03-01", "2031-03-02"), 0),
        ):
            first, last = days
            found = self.away(self.colleague, date_from=first, date_to=last)
            self.assertEqual(len(found), seen, days)

    def test_who_asks_for_his_own_is_not_told_of_others(self):
        self.approve()
        for arguments in ({"whose": "mine"}, {"state": "confirm"}):
            self.assertEqual(self.away(self.colleague, **arguments), [])

    def test_without_days_it_is_told_from_today_on(self):
        leave = self.env["hr.leave"].browse(self.leave)
        self.approve()
        self.assertGreater(leave.request_date_from, date.today())
        found = self.done(self.colleague, "read_time_off").get("away", [])
        self.assertIn("Ella Employee", [row["employee"] for row in found])
