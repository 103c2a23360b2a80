"""What a call that is rolled back had this process remember is forgotten with it.

Each test asks within itself: between tests Odoo's own cleaning hides what is left.
"""

from contextlib import closing, contextmanager
from unittest.mock import patch

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...services import external_effect, settings
from ...services.confirming import preview_binding
from ...services.errors import Stopped
from ...services.guards.stoppable import stoppable
from ...services.stopping import under_way
from ...services.stopping.under_way import Interrupted
from ..common import McpCase

NAME = "x_mcp_rolled_back"
STAGE = "UPDATE ir_config_parameter SET value = 'test' WHERE key = 'mcp.stage'"


@tagged("post_install", "-at_install")
class TestRegistryReset(McpCase):
    mcp_groups = f"{McpCase.mcp_groups},base.group_system"

    def setUp(self):
        # the last of all: what a test made of the models is rolled back before
        self.addCleanup(self.registry.reset_changes)
        super().setUp()
        self.set_stage(self.env, "staging")
        self.assertTrue(self.mcp_caller)
        self.registry.cache_invalidated.clear()

    def set_stage(self, env, value):
        env["ir.config_parameter"].set_param("mcp.stage", value)

    def stage(self):
        return settings.get(self.env, "stage")

    def values(self):
        model = self.env["ir.model"]._get_id("res.partner")
        values = {"name": NAME, "field_description": "X", "ttype": "char"}
        return {**values, "model_id": model}

    def add_field(self, **control):
        arguments = {"model": "ir.model.fields", "values": self.values()}
        return self.answer(self.make_call("create_records", arguments, **control))

    def assertNoField(self):
        self.assertNotIn(NAME, self.env["res.partner"]._fields)
        self.assertFalse(self.registry.registry_invalidated)
        self.env["res.partner"].search([], limit=1).read()

    def test_a_field_that_was_previewed_is_no_field_of_the_model(self):
        answer = self.assertAnswers(self.add_field(dry_run=True))
        self.assertTrue(answer["dry_run"])
        self.assertNoField()

    def test_a_field_of_a_call_that_failed_is_no_field_of_the_model(self):
        if "mcp.tools.probe" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        fields, new = self.env["ir.model.fields"], self.values()
        make = patch.object(
            type(self.env["mcp.tools.probe"]), "_make", lambda *_: fields.create(new)
        )
        with make:
            outcome = self.call("probe_add_then_fail", name="x")
        self.assertTrue(outcome.is_error, outcome.text)
        self.assertNoField()

    def test_a_field_that_was_made_stays_and_other_processes_are_told(self):
        self.assertAnswers(self.add_field())
        self.assertIn(NAME, self.env["res.partner"]._fields)
        self.assertTrue(self.registry.registry_invalidated)

    def test_a_setting_of_a_previewed_statement_is_forgotten(self):
        call = self.make_call("execute_sql", {"statement": STAGE}, dry_run=True)
        self.assertAnswers(self.answer(call))
        self.assertEqual(self.stage(), "staging")
        self.assertFalse(self.registry.cache_invalidated)

    def test_what_was_forgotten_before_is_still_told_to_other_processes(self):
        self.registry.clear_cache("templates")
        call = self.make_call("execute_sql", {"statement": STAGE}, dry_run=True)
        self.assertAnswers(self.answer(call))
        self.assertEqual(self.registry.cache_invalidated, {"templates"})

    def test_what_the_preview_before_a_confirmed_effect_wrote_is_forgotten(self):
        call = self.make_call("search_tools")

        def said(pipeline, *_arguments):
            self.set_stage(pipeline.env, "test")
            return str(settings.get(pipeline.env, "stage"))

        bound = preview_binding._state(call, "test", [])
        with patch.object(type(self.env["mcp.pipeline"]), "_preview_of", said):
            self.assertEqual(preview_binding._now(call, []), bound)
        self.assertEqual(self.stage(), "staging")

    def test_what_an_effect_outside_wrote_and_did_not_keep_is_forgotten(self):
        with self.assertRaises(Interrupted):
            self.env.cr.execute(external_effect.BEGIN)
            with external_effect.undone_on_error(self.env):
                self.set_stage(self.env, "test")
                self.assertEqual(self.stage(), "test")
                raise Interrupted
        self.assertEqual(self.stage(), "staging")
        # what it had kept others must learn of
        self.assertTrue(self.registry.cache_invalidated)

    @contextmanager
    def call_on_a_connection(self):
        """A call that wrote a setting, and read it; not one that the test wrote."""
        call = self.make_call("search_tools")
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            call.env = api.Environment(cr, self.ref("base.user_root"), {})
            call.env["ir.config_parameter"].set_param("mcp.max_limit", "77")
            self.assertEqual(settings.get(call.env, "max_limit"), 77)
            yield call
            self.assertNotEqual(settings.get(call.env, "max_limit"), 77)

    def test_what_a_stopped_call_wrote_is_forgotten(self):
        with self.call_on_a_connection() as call:
            with self.assertRaises(Stopped), stoppable(call):
                under_way.current.get().stop()

    def test_what_a_call_wrote_that_gives_up_is_forgotten(self):
        with self.call_on_a_connection() as call:
            call.transaction.rollback()
