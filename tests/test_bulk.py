"""Many records in one call: who may, and what it takes in production."""

from odoo.tests import tagged

from .common import McpCase

PARTNERS = ",base.group_partner_manager"


@tagged("post_install", "-at_install")
class TestBulk(McpCase):
    mcp_groups = "odoo_mcp.group_importer" + PARTNERS

    def setUp(self):
        super().setUp()
        if "mcp.tools.probe" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        self.set_param("bulk_threshold", "3")

    def set_param(self, name, value):
        self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)

    def add(self, count, **control):
        names = [f"Bulk {number}" for number in range(count)]
        return self.make_call("probe_add_many", {"names": names}, **control)

    def made(self):
        return self.env["res.partner"].search_count([("name", "=like", "Bulk %")])

    def test_up_to_the_threshold_nothing_is_different(self):
        self.assertAnswers(self.answer(self.add(3)))
        self.assertEqual(self.made(), 3)

    def test_an_operator_is_refused_and_told_the_limit(self):
        user = self.mcp_user("odoo_mcp.group_operator" + PARTNERS)
        outcome = self.answer(self.add(4, user=user))
        self.assertRefused(outcome, "Importer", "Up to 3")
        self.assertEqual(outcome.structured["most"], 3)
        self.assertEqual(self.made(), 0)

    def test_in_production_a_person_confirms_whoever_calls(self):
        needed = self.preview(self.add(4))
        self.assertTrue(needed.approval)
        self.preview(self.add(4, confirmation=needed.token))
        self.assertEqual(self.made(), 0)
        confirmed = self.add(4, confirmation=needed.token, consent=True)
        self.assertAnswers(self.answer(confirmed))
        self.assertEqual(self.made(), 4)

    def test_elsewhere_an_importer_writes_at_once(self):
        self.set_param("stage", "staging")
        self.assertAnswers(self.answer(self.add(4)))
        self.assertEqual(self.made(), 4)

    def test_rate_bulk_slows_it_in_production_alone(self):
        self.set_param("rate_bulk", "2")
        for _call in range(2):
            self.assertAnswers(self.answer(self.add(4, dry_run=True)))
        self.assertRefused(self.answer(self.add(4, dry_run=True)), "2 a minute")
        self.set_param("stage", "test")
        self.assertAnswers(self.answer(self.add(4)))
