from odoo.tests import tagged

from ...services.errors import ConfirmationRequired
from .test_what_is_confirmed import AskedCase

HOURS = {"start": "2031-03-03T10:00:00", "stop": "2031-03-03T11:00:00"}


@tagged("post_install", "-at_install", "-standard", "business")
class TestConfirmedMeetings(AskedCase):
    """An invitation holds the time at which it was written: other bytes in each run."""

    def setUp(self):
        super().setUp()
        if "calendar.event" not in self.env:
            self.skipTest("needs the app of calendars")
        self.customer.email = "buyer@example.com"
        self.vendor.email = "seller@example.com"

    def confirmed(self, tool, **arguments):
        question = self.asked(tool, arguments)
        self.assertIsInstance(question, ConfirmationRequired)
        answer = self.asked(tool, arguments, confirmation=question.token)
        self.assertNotIsInstance(answer, ConfirmationRequired)
        return self.assertAnswers(answer)

    def test_a_meeting_is_made_moved_and_joined_after_one_question_each(self):
        guests = (self.customer | self.boss.partner_id).ids
        values = {"name": "Sale", "partner_ids": guests, **HOURS}
        made = self.confirmed("create_records", model="calendar.event", values=values)
        meeting = self.env["calendar.event"].browse(made["ids"])
        self.assertEqual(meeting.attendee_ids.partner_id.ids, sorted(guests))
        which = {"model": meeting._name, "record_ids": meeting.ids}
        later = {"start": "2031-03-04T10:00:00", "stop": "2031-03-04T11:00:00"}
        self.confirmed("update_records", values=later, **which)
        more = {"partner_ids": {"add": self.vendor.ids}}
        self.confirmed("update_records", values=more, **which)
        self.assertEqual(str(meeting.start)[:10], "2031-03-04")
        self.assertIn(self.vendor, meeting.partner_ids)
