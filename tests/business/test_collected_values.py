from odoo.tests import tagged

from ..common import McpCase

ROLE = "odoo_mcp.group_importer,sales_team.group_sale_salesman_all_leads"


@tagged("post_install", "-at_install", "-standard", "business")
class TestCollectedValues(McpCase):
    """``action_set_lost`` of a lead writes whatever it is given by name."""

    mcp_groups = ROLE

    def setUp(self):
        super().setUp()
        if "crm.lead" not in self.env:
            self.skipTest("needs the app CRM")
        self.lead = self.env["crm.lead"].create({"name": "Chairs"})

    def lose(self, **kwargs):
        arguments = {"model": "crm.lead", "method": "action_set_lost"}
        arguments |= {"record_ids": self.lead.ids, "kwargs": kwargs}
        outcome = self.call("execute_method", **arguments)
        self.env.invalidate_all()
        return outcome

    def test_a_reason_is_given_by_its_name(self):
        reason = self.env["crm.lost.reason"].create({"name": "Too dear"})
        self.assertAnswers(self.lose(lost_reason_id="Too dear"))
        self.assertEqual(self.lead.lost_reason_id, reason)
        self.assertFalse(self.lead.active)

    def test_nothing_else_is_written_or_deleted_on_the_way(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.mcp_caller.partner_id.id,
                "opportunity_id": self.lead.id,
            }
        )
        commands = [[2, order.id, 0]]
        self.assertRefused(self.lose(order_ids=commands), "order_ids", "no list")
        self.assertRefused(self.lose(date_closed="2020-01-01 00:00:00"), "date_closed")
        self.assertRefused(self.lose(message_ids=[[0, 0, {"body": "x"}]]), "no list")
        self.assertTrue(order.exists() and self.lead.active)
