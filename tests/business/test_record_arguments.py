"""Methods that want a record as an argument: no client has one to give."""

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestRecordArguments(McpCase):
    mcp_groups = "odoo_mcp.group_operator,sales_team.group_sale_manager"

    def test_an_id_in_the_place_of_a_record_is_told_plainly(self):
        lead = self.env["crm.lead"].create({"name": "L"})
        outcome = self.call(
            "execute_method",
            model="crm.lead",
            method="convert_opportunity",
            record_ids=lead.ids,
            args=[self.env.user.partner_id.id],
        )
        self.assertRefused(outcome, "convert_opportunity takes a record of Odoo")
        self.assertNotIn("went wrong", outcome.text)
