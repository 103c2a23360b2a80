"""What only a developer may do is confirmed, by whichever tool he does it."""

from odoo.tests import tagged

from ...services.errors import ConfirmationRequired
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestClosedToTools(McpCase):
    mcp_groups = "odoo_mcp.group_developer,base.group_system,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.open_developer_tools()
        # made here, or an assertRaises would take the user back
        self.assertTrue(self.mcp_caller)
        self.other = self.mcp_user(email="other@example.com")
        self.system = self.env.ref("base.group_system")

    def prepared(self, tool, arguments, trusted=False, **control):
        principal = self.principal(self.mcp_caller, trusted=trusted)
        return self.make_call(tool, arguments, principal=principal, **control)

    def token(self, tool, arguments):
        """Of the preview that the call answers, which does nothing."""
        with self.assertRaises(ConfirmationRequired) as asked:
            self.fail(self.answer(self.prepared(tool, arguments)).text)
        self.env.invalidate_all()
        return asked.exception.token

    def raised(self):
        """A call that gives another user the rights of an administrator."""
        field = "group_ids" if "group_ids" in self.other else "groups_id"
        values = {field: {"add": [self.system.id]}}
        return {"model": "res.users", "record_ids": self.other.ids, "values": values}

    def is_raised(self):
        self.env.invalidate_all()
        return self.other.has_group("base.group_system")

    def test_a_key_that_is_not_trusted_confirms_rights(self):
        token = self.token("update_records", self.raised())
        self.assertFalse(self.is_raised())
        confirmed = self.prepared("update_records", self.raised(), confirmation=token)
        self.assertAnswers(self.answer(confirmed))
        self.assertTrue(self.is_raised())

    def test_a_trusted_one_does_not(self):
        call = self.prepared("update_records", self.raised(), trusted=True)
        self.assertAnswers(self.answer(call))
        self.assertTrue(self.is_raised())

    def test_so_it_is_with_companies_rights_and_scripts(self):
        company = self.env["res.company"].create({"name": "Second"})
        companies = {"company_ids": {"add": [company.id]}}
        self.token(
            "update_records",
            {"model": "res.users", "record_ids": self.other.ids, "values": companies},
        )
        self.assertNotIn(company, self.other.company_ids)
        values = {"name": "Let in", "model_id": "base.model_res_partner"}
        access = {"model": "ir.model.access", "values": values}
        self.token("create_records", access)
        made = self.env["ir.model.access"].search_count([("name", "=", "Let in")])
        self.assertEqual(made, 0)
        script = {"name": "S", "website": "javascript:alert(1)"}
        self.token("create_records", {"model": "res.partner", "values": script})

    def test_and_with_methods(self):
        action = self.env["ir.actions.server"].create(
            {
                "name": "Code",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "state": "code",
                "code": "result = 1",
            }
        )
        arguments = {"model": action._name, "method": "run", "record_ids": action.ids}
        self.token("execute_method", arguments)

    def test_what_is_open_to_all_is_not_asked(self):
        values = {"model": "res.partner", "values": {"name": "Open to all"}}
        self.assertAnswers(self.answer(self.prepared("create_records", values)))
