from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import jsonschema
from psycopg2.errors import SerializationFailure

from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.confirming import confirmation
from ...services.declarations import Result
from ...services.errors import ConfirmationRequired, ToolError, UnknownName
from ...services.guards import validated
from ...services.guards.bounded import bounded, within_budget
from ...services.outcome import Outcome
from ...services.schema import output_schema
from ...services.transactions.egress import previewing
from ..common import McpCase


class Wide(Result):
    """An answer of several types."""

    facts: dict[str, str] = {}
    note: str = ""
    rows: list[dict[str, str]] = []


@tagged("post_install", "-at_install")
class TestPipeline(McpCase):
    mcp_needs = ("mcp.tools.probe",)

    mcp_groups = (
        "odoo_mcp.group_administrator,odoo_mcp.group_developer,"
        "base.group_partner_manager"
    )

    def partners(self, name):
        return self.env["res.partner"].search_count([("name", "=", name)])

    def test_a_tool_answers_data_and_the_same_facts_as_text(self):
        outcome = self.call("greet", name="Ada")
        self.assertEqual(outcome.structured, {"greeting": "Hello Ada!"})
        self.assertEqual(outcome.text, "greeting: Hello Ada!")

    def test_an_error_after_a_reading_body_leaves_the_transaction_writable(self):
        @contextmanager
        def strict(_call):
            yield
            raise ToolError("too late")

        pipeline = type(self.env["mcp.pipeline"])
        guards = self.env["mcp.pipeline"]._guards()
        place = guards.index(bounded)
        guards = (*guards[:place], strict, *guards[place:])
        self.patch(pipeline, "_guards", lambda _pipeline: guards)
        self.assertRefused(self.call("greet", name="Ada"), "too late")
        self.assertTrue(self.env["res.partner"].create({"name": "Ada"}))

    def test_a_tool_is_called_by_its_alias_too(self):
        self.assertEqual(
            self.call("say_hello", name="Ada").structured["greeting"], "Hello Ada!"
        )

    def test_what_postgresql_cannot_hold_is_a_tool_error(self):
        values = {"name": "Far", "color": 2**40}
        with mute_logger("odoo.sql_db"):
            written = self.call("create_records", model="res.partner", values=values)
        self.assertRefused(written, "color", "32 bits")
        domain = [["name", "=", "a\0b"]]
        found = self.call("count_records", model="res.partner", domain=domain)
        self.assertRefused(found, "NUL")

    def test_postgresql_refuses_a_write_in_a_tool_that_declares_to_read(self):
        with mute_logger("odoo.sql_db"):
            outcome = self.call("probe_read_that_writes", name="Sneaky")
        self.assertRefused(outcome, "only reads")
        self.assertEqual(self.partners("Sneaky"), 0)

    def test_what_a_reading_tool_stores_is_stored_after_its_savepoint(self):
        self.assertAnswers(self.call("probe_read_that_stores", name="Kept"))
        self.assertEqual(self.partners("Kept"), 1)

    def test_a_preview_stores_nothing_afterwards(self):
        call = self.make_call("probe_add_that_stores", {"name": "Dry"}, dry_run=True)
        self.assertAnswers(self.answer(call))
        self.assertEqual(self.partners("Dry"), 0)

    def test_after_a_reading_call_the_request_can_still_write(self):
        self.call("greet", name="Ada")
        self.env["res.partner"].create({"name": "Writable"}).flush_recordset()
        self.assertEqual(self.partners("Writable"), 1)

    def test_a_tool_that_fails_leaves_nothing_behind(self):
        outcome = self.call("probe_add_then_fail", name="Half")
        self.assertRefused(outcome, "That did not work")
        self.assertEqual(self.partners("Half"), 0)

    def test_a_crash_gives_away_a_reference_and_nothing_internal(self):
        with mute_logger("odoo.addons.odoo_mcp.services.pipeline"):
            outcome = self.call("probe_add_then_crash", name="Half")
        self.assertTrue(outcome.is_error)
        self.assertNotIn("secret", outcome.text)
        self.assertIn(outcome.structured["reference"], outcome.text)
        self.assertEqual(self.partners("Half"), 0)

    def test_a_tool_cannot_end_the_transaction(self):
        commit = vars(self.env.cr).get("commit")
        outcome = self.call("probe_commit", name="Early")
        self.assertRefused(outcome, "commits or rolls back by itself")
        self.assertNotIn("install_module", outcome.text)
        # and Odoo can again
        self.assertIs(vars(self.env.cr).get("commit"), commit)
        self.assertEqual(self.partners("Early"), 0)

    def test_an_unknown_argument_is_refused_by_name(self):
        outcome = self.call("greet", name="Ada", nam="x")
        self.assertRefused(outcome, "nam", "greet")
        self.assertRefused(self.call("probe_search", nam="x"), "nam", "probe_search")

    def test_a_wrong_type_is_refused_with_field_and_reason(self):
        self.assertRefused(self.call("probe_rows", count="many"), "count", "integer")

    def test_a_dry_run_shows_the_result_and_leaves_nothing(self):
        call = self.make_call("probe_add", {"name": "Dry"}, dry_run=True)
        outcome = self.answer(call)
        made, *_ = self.assertAnswers(outcome)["preview"]["records"]
        self.assertEqual(made["fields"]["name"], [None, "Dry"])
        # it is rolled back: the call itself gets another
        self.assertIsNone(made["id"])
        self.assertIn("create res.partner Dry", outcome.text)
        self.assertIn("Dry run", outcome.text)
        self.assertEqual(self.partners("Dry"), 0)
        self.assertFalse(previewing())

    def test_what_a_preview_queued_for_after_the_commit_is_forgotten(self):
        make = type(self.env["mcp.tools.probe"])._make

        def leak():
            """Stands for a mail, or whatever else leaves after the commit."""

        def queueing(model, params):
            model.env.cr.postcommit.add(leak)
            return make(model, params)

        call = self.make_call("probe_add", {"name": "Dry"}, dry_run=True)
        self.patch(type(self.env["mcp.tools.probe"]), "_make", queueing)
        self.answer(call)
        self.assertNotIn(leak, self.env.cr.postcommit._funcs)
        self.answer(self.make_call("probe_add", {"name": "Real"}))
        self.assertIn(leak, self.env.cr.postcommit._funcs)

    def test_what_a_failed_call_queued_for_after_the_commit_is_forgotten(self):
        def leak():
            """Stands for a mail of what was rolled back."""

        def failing(model, _params):
            model.env.cr.postcommit.add(leak)
            raise ToolError("too late")

        self.patch(type(self.env["mcp.tools.probe"]), "_make", failing)
        self.assertRefused(self.call("probe_add", name="Half"), "too late")
        self.assertNotIn(leak, self.env.cr.postcommit._funcs)

    def test_an_operator_confirms_once_and_the_token_works_once(self):
        user = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        principal = self.principal(user, trusted=False)

        def make(**control):
            arguments = {"name": "Asked"}
            return self.make_call(
                "probe_add", arguments, user=user, principal=principal, **control
            )

        asked = self.preview(make())
        self.assertIn("Asked", asked.preview)
        self.assertEqual(self.partners("Asked"), 0)
        self.assertAnswers(self.answer(make(confirmation=asked.token)))
        self.assertEqual(self.partners("Asked"), 1)
        again = self.answer(make(confirmation=asked.token))
        self.assertRefused(again, "used already")
        self.assertEqual(self.partners("Asked"), 1)

    def test_a_token_confirms_only_the_arguments_it_was_given_for(self):
        user = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        principal = self.principal(user, trusted=False)
        asked = self.preview(
            self.make_call("probe_add", {"name": "A"}, user=user, principal=principal)
        )
        other = self.make_call(
            "probe_add",
            {"name": "B"},
            user=user,
            principal=principal,
            confirmation=asked.token,
        )
        self.assertRefused(self.answer(other), "does not fit")
        self.assertEqual(self.partners("B"), 0)

    def test_a_token_lives_for_five_minutes(self):
        user = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        principal = self.principal(user, trusted=False)

        def make(name, **control):
            values = {"user": user, "principal": principal, **control}
            return self.make_call("probe_add", {"name": name}, **values)

        for name, ago in (("Young", 240), ("Old", 301)):
            left = confirmation.LIFETIME - timedelta(seconds=ago)
            with patch.object(confirmation, "LIFETIME", left):
                token = self.preview(make(name)).token
            outcome = self.answer(make(name, confirmation=token))
            self.assertEqual(outcome.is_error, name == "Old", outcome.text)
        self.assertRefused(outcome, "has expired")
        self.assertEqual((self.partners("Young"), self.partners("Old")), (1, 0))

    def test_a_token_of_another_user_is_refused(self):
        groups = "odoo_mcp.group_operator,base.group_partner_manager"
        one, two = self.mcp_user(groups), self.mcp_user(groups)
        asked = self.preview(
            self.make_call(
                "probe_add",
                {"name": "A"},
                user=one,
                principal=self.principal(one, trusted=False),
            )
        )
        stolen = self.make_call(
            "probe_add",
            {"name": "A"},
            user=two,
            principal=self.principal(two, trusted=False),
            confirmation=asked.token,
        )
        self.assertRefused(self.answer(stolen), "does not fit")

    def test_a_delete_needs_a_person_and_not_a_token_alone(self):
        self.env["res.partner"].create({"name": "Doomed"})
        asked = self.preview(self.make_call("probe_delete", {"name": "Doomed"}))
        token = asked.token
        with self.assertRaises(ConfirmationRequired):
            self.answer(
                self.make_call("probe_delete", {"name": "Doomed"}, confirmation=token)
            )
        self.assertEqual(self.partners("Doomed"), 1)
        self.answer(
            self.make_call(
                "probe_delete", {"name": "Doomed"}, confirmation=token, consent=True
            )
        )
        self.assertEqual(self.partners("Doomed"), 0)

    def test_a_preview_of_an_outside_effect_never_runs_the_body(self):
        call = self.make_call(
            "probe_outside",
            {"name": "x"},
            principal=self.principal(trusted=False),
        )
        probe = type(self.env["mcp.tools.probe"])
        with patch.object(probe, "_mcp_probe_outside") as body:
            asked = self.preview(call)
        body.assert_not_called()
        self.assertIn("x", asked.preview)

    def test_the_effect_of_a_call_is_that_of_its_argument(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        principal = self.principal(user)
        look = self.make_call("probe_action", {}, user=user, principal=principal)
        self.assertEqual(self.answer(look).text, "look")
        act = self.make_call(
            "probe_action", {"action": "act"}, user=user, principal=principal
        )
        self.assertRefused(self.answer(act), "Operator")

    def test_an_answer_over_the_budget_is_cut_and_says_so(self):
        outcome = self.call("probe_rows", count=5000)
        size = len(str(outcome.structured)) + len(outcome.text)
        self.assertLess(size, 61 * 1024 * 1.3)
        self.assertTrue(outcome.structured["truncated"])
        self.assertEqual(outcome.structured["total"], 5000)

    def test_an_answer_that_is_cut_still_fits_its_schema(self):
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "4")
        call, long = self.make_call("probe_rows"), "x" * 9000
        for fields in (
            {"facts": {"a": long}},
            {"note": long},
            {"rows": [{"n": long}]},
            {"facts": {"a": long}, "note": long, "rows": [{}] * 9000},
        ):
            with self.subTest(fields=list(fields)):
                outcome = within_budget(call, Outcome.of(Wide(**fields)))
                jsonschema.validate(outcome.structured, output_schema(Wide))
                self.assertTrue(outcome.structured["truncated"])
                self.assertEqual("total" in outcome.structured, "rows" in fields)

    def test_a_statement_that_takes_too_long_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mcp.query_timeout", "1")
        with mute_logger("odoo.sql_db"):
            outcome = self.call("probe_slow", count=5)
        self.assertRefused(outcome, "too long")

    def test_what_looks_up_the_arguments_has_the_same_limit(self):
        self.env["ir.config_parameter"].set_param("mcp.query_timeout", "17")
        limits, read = [], validated._params

        def noted(call):
            call.env.cr.execute("SHOW statement_timeout")
            limits.extend(call.env.cr.fetchone())
            return read(call)

        self.patch(validated, "_params", noted)
        self.assertAnswers(self.call("greet", name="Ada"))
        self.assertAnswers(self.call("probe_add", name="x"))
        self.assertEqual(limits, ["17s", "17s"])

    def test_a_missing_app_is_named(self):
        self.assertRefused(self.call("probe_absent", name="x"), "no.such.model")

    def test_a_hidden_tool_is_refused_in_the_words_of_an_unknown_one(self):
        with self.assertRaises(UnknownName) as caught:
            self.call("probe_managers", name="x")
        self.assertEqual(caught.exception.message, "Unknown tool: probe_managers")

    def test_a_concurrency_error_rises_so_that_odoo_runs_the_request_again(self):
        call = self.make_call("probe_add", {"name": "x"})
        self.patch(
            type(self.env["mcp.tools.probe"]),
            "_make",
            lambda *_args: self.env.cr.execute(
                "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"
            ),
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self.answer(call)
