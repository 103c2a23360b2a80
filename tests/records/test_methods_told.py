"""What is said of methods that no form has as a button, and of addresses."""

from odoo.tests import tagged

from ...services.orm.buttons import actions
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestMethodsTold(McpCase):
    mcp_groups = f"{McpCase.mcp_groups},base.group_partner_manager"

    def test_archiving_is_told_as_people_call_it(self):
        record = self.env["res.partner"].create({"name": "Archived"})
        for method, said in (
            ("action_archive", "Runs “Archive” (action_archive)"),
            ("toggle_active", "It archives what is active"),
        ):
            arguments = {"model": "res.partner", "record_ids": record.ids}
            arguments["method"] = method
            call = self.make_call("execute_method", arguments, dry_run=True)
            self.assertIn(said, self.answer(call).text)

    def test_an_address_of_odoo_itself_has_its_host(self):
        action = {"type": "ir.actions.act_url", "url": "/account/x/1/pdf"}
        told = actions.summary(self.env, action)
        self.assertRegex(told["url"], r"^https?://.+/account/x/1/pdf$")
        action["url"] = "https://example.com/x"
        self.assertEqual(actions.summary(self.env, action)["url"], action["url"])
