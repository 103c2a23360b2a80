"""What a tool with an effect outside leaves in the request's transaction."""

from contextlib import closing

from odoo import api
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import McpCase

CONFLICT = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"


@tagged("post_install", "-at_install")
class TestExternalEffect(McpCase):
    mcp_groups = f"{McpCase.mcp_groups},base.group_partner_manager"
    mcp_needs = ("mcp.tools.probe",)

    def run_tool(self, tool="probe_outside_then_fail", env=None, **arguments):
        arguments = {"name": "Half", **arguments}
        asked = self.preview(self.make_call(tool, arguments))
        call = self.make_call(tool, arguments, confirmation=asked.token)
        call.env = (env or self.env)(user=self.mcp_caller.id)
        return self.answer(call)

    def partners(self, env=None):
        return (env or self.env)["res.partner"].search_count([("name", "=", "Half")])

    def test_what_one_that_fails_wrote_is_rolled_back(self):
        self.env["res.partner"].create({"name": "Half"})
        self.assertRefused(self.run_tool(), "That did not work")
        self.assertEqual(self.partners(), 1)

    def test_nothing_of_it_waits_for_the_commit(self):
        def mine():
            """Waited before the call."""

        self.env.cr.postcommit.add(mine)
        self.run_tool()
        names = [function.__name__ for function in self.env.cr.postcommit._funcs]
        self.assertIn("mine", names)
        self.assertNotIn("_make", names)

    def test_what_it_had_committed_stays_and_the_rest_goes(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, self.env.uid, {})
            self.assertRefused(self.run_tool(env=env, commit=True), "That did not work")
            self.assertEqual(self.partners(env), 1)
            # the transaction goes on
            env["res.partner"].create({"name": "Half"})
            self.assertEqual(self.partners(env), 2)

    def test_what_it_kept_stays_on_the_cursor_of_a_test_too(self):
        self.assertRefused(self.run_tool(keep=True), "That did not work")
        self.assertEqual(self.partners(), 1)

    def test_after_a_conflict_the_transaction_goes_on(self):
        self.patch(
            type(self.env["mcp.tools.probe"]),
            "_make",
            lambda *_args: self.env.cr.execute(CONFLICT),
        )
        with mute_logger("odoo.sql_db"):
            outcome = self.run_tool()
        self.assertRefused(outcome, "may have happened")
        self.assertFalse(self.partners())

    def test_a_value_that_odoo_cannot_store_is_an_error_of_the_call(self):
        self.patch(
            type(self.env["mcp.tools.probe"]),
            "_mcp_probe_outside",
            lambda model, **_arguments: str(
                model.env["res.partner"].browse(1).write({"color": 2**40})
            ),
        )
        with mute_logger("odoo.sql_db"):
            outcome = self.run_tool("probe_outside")
        self.assertTrue(outcome.is_error, outcome.text)
        self.assertTrue(self.env["res.partner"].search([], limit=1))
