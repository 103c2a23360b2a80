"""Many records in one call: who may, and what it takes in production."""

from odoo.tests import tagged

from ..common import McpCase

PARTNERS = ",base.group_partner_manager"


@tagged("post_install", "-at_install")
class TestBulk(McpCase):
    mcp_groups = "odoo_mcp.group_importer" + PARTNERS
    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
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

    def undo(self, **control):
        self.env.invalidate_all()
        arguments = control.pop("arguments", {})
        return self.make_call("undo", arguments, **control)

    def checkpoint(self):
        return self.assertAnswers(self.call("create_checkpoint", name="x"))[
            "checkpoint"
        ]

    def in_staging(self, *counts):
        """Add as many in a call, and be in production afterwards."""
        self.set_param("stage", "staging")
        for count in counts:
            self.assertAnswers(self.answer(self.add(count)))
        self.set_param("stage", "production")

    def test_what_took_a_person_takes_one_to_undo_and_one_to_redo(self):
        self.in_staging(4)
        needed = self.preview(self.undo())
        self.assertTrue(needed.approval)
        confirmed = self.undo(confirmation=needed.token, consent=True)
        self.assertAnswers(self.answer(confirmed))
        self.assertEqual(self.made(), 0)
        undone = self.env["mcp.change"].search([], limit=1)
        self.assertEqual(undone.kind, "undo")
        again = self.preview(self.undo(arguments={"change_id": undone.id}))
        self.assertTrue(again.approval)

    def test_a_little_is_undone_at_once_as_it_was_done(self):
        self.in_staging(3)
        self.assertAnswers(self.answer(self.undo()))
        self.assertEqual(self.made(), 0)

    def test_all_since_a_checkpoint_is_one_call(self):
        since = self.checkpoint()
        self.in_staging(2, 2)
        needed = self.preview(self.undo(arguments={"checkpoint": since}))
        self.assertTrue(needed.approval)
        last = self.env["mcp.change"].search([], limit=1)
        self.assertAnswers(self.answer(self.undo(arguments={"change_id": last.id})))

    def test_a_record_that_was_written_often_is_undone_once(self):
        since = self.checkpoint()
        partner = self.env["res.partner"].create({"name": "Azure"})
        written = {"model": "res.partner", "record_ids": partner.ids}
        for number in range(4):
            values = {"phone": str(number)}
            self.assertAnswers(self.call("update_records", values=values, **written))
        undone = self.answer(self.undo(arguments={"checkpoint": since}))
        self.assertAnswers(undone)
