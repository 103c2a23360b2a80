"""call_tool runs what it names, under that tool's own policy."""

from odoo.tests import tagged

from ...services.callers.principal import Mode, Narrowing
from ...services.declarations import Effect
from ...services.delegating import target
from ...services.errors import UnknownName
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestDelegating(McpCase):
    mcp_needs = ("mcp.tools.probe",)

    def through(
        self,
        name,
        arguments=None,
        groups="group_operator",
        door="call_tool",
        **values,
    ):
        """The call of ``name`` through ``door``, of a user with ``groups``."""
        needed = f"odoo_mcp.{groups},base.group_partner_manager"
        user = self.mcp_user(needed)
        return self.make_call(
            door,
            {"name": name, "arguments": arguments or {}},
            user=user,
            principal=self.principal(user, **{"trusted": False, **values}),
        )

    def test_it_answers_what_the_tool_answers(self):
        outcome = self.answer(self.through("greet", {"name": "Ada"}))
        self.assertEqual(outcome.structured, {"greeting": "Hello Ada!"})

    def test_arguments_may_be_the_text_of_an_object(self):
        outcome = self.answer(self.through("greet", '{"name": "Ada"}'))
        self.assertEqual(outcome.structured, {"greeting": "Hello Ada!"})

    def test_a_copy_of_a_call_may_do_no_more_than_the_call(self):
        call = self.through("greet", {"name": "Ada"}, door="call_read_only_tool")
        self.assertEqual(target(call).fresh_copy().most_effect, Effect.READ)

    def test_an_alias_is_followed(self):
        outcome = self.answer(self.through("say_hello", {"name": "Ada"}))
        self.assertAnswers(outcome)

    def test_the_audit_names_the_tool_that_ran(self):
        call = self.through("greet", {"name": "Ada"})
        self.answer(call)
        rows = self.env["mcp.audit.log"].search([("call_id", "=", call.id)])
        self.assertEqual(rows.mapped("tool"), ["greet", "greet"])

    def test_a_writing_tool_asks_for_its_own_confirmation(self):
        call = self.through("probe_add", {"name": "Delegated"})
        needed = self.preview(call)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Delegated")]))
        call.arguments["arguments"]["confirmation"] = needed.token
        made = self.assertAnswers(self.answer(call))
        self.assertEqual(self.env["res.partner"].browse(made["id"]).name, "Delegated")

    def test_the_token_may_stand_beside_the_arguments(self):
        call = self.through("probe_add", {"name": "Delegated"})
        call.arguments["confirmation"] = self.preview(call).token
        self.assertAnswers(self.answer(call))

    def test_a_dry_run_changes_nothing(self):
        call = self.through("probe_add", {"name": "Delegated", "dry_run": True})
        self.assertIn("Delegated", self.answer(call).text)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Delegated")]))

    def test_of_two_dry_runs_no_other_word_takes_one_back(self):
        for outer, inner in ((True, False), (False, True), (True, None)):
            with self.subTest(outer=outer, inner=inner):
                arguments = {"name": "Delegated", "dry_run": inner}
                call = self.through("probe_add", arguments, trusted=True)
                call.arguments["dry_run"] = outer
                self.assertAnswers(self.answer(call))
                found = self.env["res.partner"].search([("name", "=", "Delegated")])
                self.assertFalse(found)

    def test_the_mode_of_the_target_counts(self):
        call = self.through("probe_add", {"name": "x"}, groups="group_observer")
        self.assertRefused(self.answer(call), "probe_add", "Operator")
        call = self.through("probe_delete", {"name": "x"}, ceiling=Mode.OPERATOR)
        self.assertRefused(self.answer(call), "probe_delete")

    def test_a_connection_that_only_reads_reaches_readers_alone(self):
        narrow = Narrowing(read_only=True)
        call = self.through("probe_add", {"name": "x"}, narrowing=narrow)
        self.assertRefused(self.answer(call), "read only")
        call = self.through("greet", {"name": "Ada"}, narrowing=narrow)
        self.assertAnswers(self.answer(call))

    def test_hidden_and_unknown_tools_answer_the_same_words(self):
        said = []
        for name in ("probe_outside", "no_such_tool"):
            with self.assertRaises(UnknownName) as caught:
                self.answer(self.through(name, {"name": "x"}))
            said.append(caught.exception.message.replace(name, ""))
        self.assertEqual(said[0], said[1])

    def test_a_connection_that_excluded_call_tool_gets_nothing_through_it(self):
        narrow = Narrowing(exclude=frozenset({"call_tool"}))
        call = self.through("greet", {"name": "Ada"}, narrowing=narrow)
        self.assertRefused(self.answer(call), "call_tool")

    def test_it_does_not_call_itself(self):
        call = self.through("call_tool", {"name": "greet"})
        self.assertRefused(self.answer(call), "through itself")

    def test_what_calls_readers_does_not_call_what_calls_all(self):
        inner = {"name": "probe_add", "arguments": {"name": "x"}}
        call = self.through("call_tool", inner, door="call_read_only_tool")
        self.assertRefused(self.answer(call), "through another")

    def test_what_calls_readers_calls_them_and_nothing_else(self):
        reads = {"door": "call_read_only_tool"}
        outcome = self.answer(self.through("greet", {"name": "Ada"}, **reads))
        self.assertEqual(outcome.structured, {"greeting": "Hello Ada!"})
        for extra in ({}, {"dry_run": True}):
            call = self.through("probe_add", {"name": "By reading", **extra}, **reads)
            self.assertRefused(self.answer(call), "probe_add does more", "call_tool")
        self.assertFalse(self.env["res.partner"].search([("name", "=", "By reading")]))

    def test_of_a_tool_that_may_write_too_the_call_that_reads_is_let_through(self):
        tool = self.env["mcp.catalog"]._find("tool", "service_status")
        self.assertGreater(len(tool.effects), 1)
        developer = {"groups": "group_developer", "trusted": True}
        for action, refused in (("status", False), ("restart", True)):
            arguments = {"service": "postgresql", "action": action}
            call = self.through(
                "service_status", arguments, door="call_read_only_tool", **developer
            )
            said = "service_status does more than read" in self.answer(call).text
            self.assertEqual(said, refused, action)

    def test_it_does_not_tell_a_hidden_tool_from_one_that_is_not_there(self):
        for name in ("execute_command", "no_such_tool"):
            with self.assertRaises(UnknownName):
                self.answer(self.through(name, {}, door="call_read_only_tool"))

    def test_malformed_arguments_are_explained(self):
        call = self.through("greet", "no json")
        self.assertRefused(self.answer(call), "arguments")

    def test_the_key_of_one_toolset_reaches_no_other_through_it(self):
        with self.assertRaises(UnknownName):
            only = frozenset({"probe"})
            self.answer(self.through("greet", {"name": "Ada"}, toolsets=only))
