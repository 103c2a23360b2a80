from odoo.tests import tagged

from ...services.rate import take
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestThrottled(McpCase):
    mcp_needs = ("mcp.tools.probe",)

    def limit(self, name, value):
        self.env["ir.config_parameter"].set_param(f"mcp.rate_{name}", str(value))

    def test_over_the_limit_the_answer_says_when_to_come_back(self):
        self.limit("reads", 2)
        for _turn in range(2):
            self.assertAnswers(self.call("greet", name="x"))
        outcome = self.call("greet", name="x")
        self.assertRefused(outcome, "2 a minute")
        self.assertGreaterEqual(outcome.structured["retry_after_s"], 1)
        self.assertLessEqual(outcome.structured["retry_after_s"], 30)

    def test_a_call_whose_arguments_are_wrong_counts(self):
        self.limit("reads", 1)
        self.assertRefused(self.call("greet"), "name")
        self.assertRefused(self.call("greet"), "1 a minute")

    def test_one_user_does_not_use_up_the_calls_of_another(self):
        self.limit("reads", 1)
        self.assertAnswers(self.call("greet", name="x"))
        self.assertRefused(self.call("greet", name="x"))
        user = self.mcp_user("odoo_mcp.group_observer")
        call = self.make_call(
            "greet", {"name": "x"}, user=user, principal=self.principal(user)
        )
        self.assertAnswers(self.answer(call))

    def test_a_dry_run_does_not_use_up_the_calls_that_write(self):
        self.limit("writes", 1)
        user = self.mcp_user(f"{self.mcp_groups},base.group_partner_manager")
        for dry_run in (True, False):
            call = self.make_call("probe_add", {"name": "x"}, user=user)
            call.dry_run = dry_run
            self.assertAnswers(self.answer(call))

    def test_a_call_that_reads_has_no_dry_run(self):
        self.limit("reads", 2)
        for tool, arguments in (
            ("call_tool", {"name": "greet", "arguments": {"name": "x"}}),
            ("probe_action", {"action": "look"}),
        ):
            call = self.make_call(tool, arguments, dry_run=True)
            self.assertAnswers(self.answer(call))
            self.assertEqual(self.audited(call), "ok")
        self.assertRefused(self.call("greet", name="x"), "2 a minute")

    def audited(self, call):
        rows = self.env["mcp.audit.log"].search([("call_id", "=", call.id)])
        return rows.filtered(lambda row: row.phase == "outcome").result

    def test_calls_come_back_with_time_and_never_more_than_there_were(self):
        for ago in (0, 60, 3600):
            query = "UPDATE mcp_rate SET ts = ts - %s * interval '1 second'"
            self.env.cr.execute(query, [ago])
            waits = [take(self.env.registry, "refill", 1) for _turn in range(2)]
            self.assertEqual([wait > 0 for wait in waits], [False, True], ago)

    def test_a_rule_gives_one_tool_a_rate_of_its_own(self):
        self.env["mcp.rule"].create({"name": "greet", "rate": 1})
        self.assertAnswers(self.call("greet", name="x"))
        self.assertRefused(self.call("greet", name="x"), "1 a minute")

    def test_asking_costs_nothing(self):
        for _turn in range(5):
            self.assertEqual(take(self.env.registry, "ask", 1, cost=0), 0.0)
        self.assertEqual(take(self.env.registry, "ask", 1), 0.0)
        self.assertGreater(take(self.env.registry, "ask", 1, cost=0), 0.0)
