"""Who users are, and what they may see, is left to people."""

from odoo.tests import tagged

from ...services.compat.user_groups import grant
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestUsersRights(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_system,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.other = self.mcp_user(email="other@example.com")
        self.company = self.env["res.company"].create({"name": "Second"})

    def update(self, records, **values):
        return self.call(
            "update_records",
            model=records._name,
            record_ids=records.ids,
            values=values,
        )

    def test_no_tool_gives_a_user_a_company(self):
        link = {"add": [self.company.id]}
        self.assertRefused(self.update(self.other, company_ids=link), "rights")
        user = {"add": [self.other.id]}
        self.assertRefused(self.update(self.company, user_ids=user), "rights")
        nested = [[1, self.other.id, {"company_ids": link}]]
        outcome = self.update(self.other.partner_id, user_ids=nested)
        self.assertRefused(outcome, "user_ids[0].company_ids")
        self.assertNotIn(self.company, self.other.company_ids)

    def test_nor_one_more_to_who_has_several(self):
        self.other.company_ids += self.company
        third = self.env["res.company"].create({"name": "Third"})
        link = {"add": [third.id]}
        self.assertRefused(self.update(self.other, company_ids=link), "rights")

    def test_no_tool_changes_by_what_a_user_logs_in_or_whether_he_may(self):
        before = self.other.login
        self.assertRefused(self.update(self.other, login="zz"), "rights")
        self.assertRefused(self.update(self.other, active=False), "rights")
        nested = [[1, self.other.id, {"login": "zz"}]]
        outcome = self.update(self.other.partner_id, user_ids=nested)
        self.assertRefused(outcome, "rights")
        self.assertEqual((self.other.login, self.other.active), (before, True))

    def test_nor_does_a_method(self):
        outcome = self.call(
            "execute_method",
            model="res.users",
            method="action_archive",
            record_ids=self.other.ids,
        )
        self.assertRefused(outcome, "active", "closed to tools")
        self.assertTrue(self.other.active)

    def test_who_works_in_several_companies_makes_one_more(self):
        grant(self.mcp_caller, self.env.ref("base.group_multi_company"))
        self.mcp_caller.company_ids += self.company
        made = self.call("create_records", model="res.company", values={"name": "New"})
        (company,) = self.assertAnswers(made)["ids"]
        self.assertIn(company, self.mcp_caller.company_ids.ids)
