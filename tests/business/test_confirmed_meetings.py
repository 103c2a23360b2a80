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


@tagged("post_install", "-at_install", "-standard", "business")
class TestConfirmedTexts(AskedCase):
    """Odoo keeps versions of some texts, with the time at which they were written."""

    def test_a_description_is_changed_after_one_question(self):
        task = self.make_task()
        task.description = "<p>One</p>"
        self.env.flush_all()
        values = {"description": "<p>Two words</p>"}
        arguments = {"model": task._name, "record_ids": task.ids, "values": values}
        question = self.asked("update_records", arguments)
        self.assertIsInstance(question, ConfirmationRequired)
        answer = self.asked("update_records", arguments, confirmation=question.token)
        self.assertAnswers(answer)
        self.assertIn("Two words", task.description)

    def test_a_message_in_a_channel_is_posted_after_one_question(self):
        channel = self.env["discuss.channel"].search([], limit=1)
        channel.add_members(self.boss.partner_id.ids)
        self.env.flush_all()
        arguments = {"model": channel._name, "record_id": channel.id}
        arguments |= {"kind": "message", "body": "Hello all"}
        question = self.asked("post_message", arguments)
        self.assertIsInstance(question, ConfirmationRequired)
        answer = self.asked("post_message", arguments, confirmation=question.token)
        self.assertNotIsInstance(answer, ConfirmationRequired)
        self.assertAnswers(answer)
