"""Files of the addon that are newer than its tables say so themselves."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import McpCase

LOGS = ("odoo.sql_db", "odoo.addons.odoo_mcp.services.pipeline")


@tagged("post_install", "-at_install")
class TestOutdated(McpCase):
    mcp_groups = "odoo_mcp.group_operator"

    def setUp(self):
        super().setUp()
        self.assertTrue(self.mcp_caller)
        # as if a newer version had brought the table
        self.env.cr.execute("ALTER TABLE mcp_change RENAME TO mcp_change_of_later")

    def said(self):
        with mute_logger(*LOGS):
            outcome = self.call("list_changes")
        self.assertTrue(outcome.is_error)
        return outcome.text

    def test_a_failure_of_an_addon_that_was_not_updated_says_how_to_update_it(self):
        self.env.cr.execute(
            "UPDATE ir_module_module SET latest_version = '18.0.1.0.0' "
            "WHERE name = 'odoo_mcp'"
        )
        self.assertIn("-u odoo_mcp", self.said())

    def test_of_one_that_was_it_says_where_the_reason_is(self):
        text = self.said()
        self.assertNotIn("-u odoo_mcp", text)
        self.assertIn("log", text)
