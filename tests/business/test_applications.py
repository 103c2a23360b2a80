"""The database of these tests is what its name says."""

from odoo.tests import tagged

from ..common import McpCase

# of each application something that its demo data brings
FILLED = (
    "crm.lead",
    "sale.order",
    "purchase.order",
    "stock.picking",
    "mrp.production",
    "account.move",
    "project.task",
    "hr.employee",
    "hr.expense",
    "hr.leave",
)


@tagged("post_install", "-at_install", "-standard", "business")
class TestApplications(McpCase):
    def test_each_application_has_its_demo_data(self):
        empty = [name for name in FILLED if not self.env[name].search_count([])]
        self.assertFalse(empty)

    def test_the_addons_of_other_tests_are_not_here(self):
        self.assertNotIn("mcp.tools.probe", self.env)
