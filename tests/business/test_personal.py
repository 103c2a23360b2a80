"""What a person answers himself."""

from odoo import fields
from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestPersonal(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.me = self.mcp_caller.partner_id
        self.boss = self.mcp_user(name="Bea Boss").partner_id
        event = self.env["calendar.event"].create(
            {
                "name": "Talk",
                "user_id": self.mcp_caller.id,
                "start": fields.Datetime.now(),
                "stop": fields.Datetime.now(),
                "partner_ids": (self.me | self.boss).ids,
            }
        )
        self.attendees = {one.partner_id: one for one in event.attendee_ids}
        event.attendee_ids.state = "needsAction"

    def run_method(self, record, method, **more):
        arguments = {"model": record._name, "method": method, **more}
        return self.call("execute_method", **arguments, record_ids=record.ids)

    def test_an_invitation_is_answered_by_whom_it_invites(self):
        mine, hers = self.attendees[self.me], self.attendees[self.boss]
        for method in ("do_accept", "do_decline", "do_tentative"):
            self.assertRefused(self.run_method(hers, method), "Bea Boss")
        self.assertAnswers(self.run_method(mine, "do_accept"))
        self.env.invalidate_all()
        self.assertEqual((mine.state, hers.state), ("accepted", "needsAction"))

    def test_nor_is_the_answer_written_bare(self):
        hers = self.attendees[self.boss]
        on = {"model": hers._name, "record_ids": hers.ids}
        outcome = self.call("update_records", **on, values={"state": "accepted"})
        self.assertRefused(outcome, "state", "do_accept")
