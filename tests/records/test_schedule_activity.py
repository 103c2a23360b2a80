"""Activities, as a person schedules them."""

from odoo import fields
from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestScheduleActivity(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Azure"})
        self.on = {"model": "res.partner", "record_id": self.partner.id}

    def schedule(self, **arguments):
        return self.call("schedule_activity", **{**self.on, **arguments})

    def test_an_activity_of_ones_own_by_default(self):
        answer = self.assertAnswers(self.schedule(summary="Call back"))
        made = self.partner.activity_ids
        self.assertEqual(made.id, answer["activity_id"])
        self.assertEqual(made.user_id, self.mcp_caller)
        self.assertEqual((made.summary, made.automated), ("Call back", False))
        self.assertEqual(
            made.activity_type_id, self.env.ref("mail.mail_activity_data_todo")
        )

    def test_type_day_and_user_are_named(self):
        other = self.mcp_user()
        kind = self.env.ref("mail.mail_activity_data_call")
        answer = self.assertAnswers(
            self.schedule(
                activity_type=kind.name,
                date="2031-02-03",
                user=other.login,
                note="1 < 2",
            )
        )
        made = self.partner.activity_ids
        self.assertEqual((made.activity_type_id, made.user_id), (kind, other))
        self.assertEqual(made.date_deadline, fields.Date.to_date("2031-02-03"))
        self.assertEqual(answer["date"], "2031-02-03")
        self.assertIn("1 &lt; 2", made.note)

    def test_what_is_unknown_is_refused_by_name(self):
        for arguments, words in (
            ({"activity_type": "Cal"}, "activity_type: no mail.activity.type"),
            ({"user": "nobody@nowhere"}, "user: no res.users"),
            ({"date": "tomorrow"}, "date: a date such as 2026-02-16, not 'tomorrow'"),
            ({"model": "res.country", "record_id": 1}, "no activities"),
        ):
            self.assertRefused(self.schedule(**arguments), words)
        self.assertFalse(self.partner.activity_ids)

    def test_its_preview_names_the_user_and_leaves_nothing(self):
        call = self.make_call(
            "schedule_activity", self.on, principal=self.principal(trusted=False)
        )
        preview = self.preview(call).preview
        self.assertIn(f"Azure (res.partner) for {self.mcp_caller.name}", preview)
        self.env.invalidate_all()
        self.assertFalse(self.partner.activity_ids)

    def test_it_is_undone(self):
        self.assertAnswers(self.schedule())
        made = self.partner.activity_ids
        self.assertAnswers(self.call("undo"))
        self.assertFalse(made.exists())
