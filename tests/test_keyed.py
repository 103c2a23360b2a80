"""Fields with a value for each company or language: what is shown, and undone."""

from odoo.tests import tagged

from .common import McpCase


@tagged("post_install", "-at_install")
class TestKeyed(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Other"})
        self.partner = self.env["res.partner"].create({"name": "P", "barcode": "a1"})
        self.theirs = self.partner.with_company(self.other)
        self.theirs.barcode = "b1"
        self.env.flush_all()

    def write(self, **more):
        values = {
            "model": "res.partner",
            "record_ids": self.partner.ids,
            "values": {"barcode": "a2"},
        }
        outcome = self.answer(self.make_call("update_records", values, **more))
        self.env.invalidate_all()
        return outcome

    def test_a_preview_and_a_change_set_show_no_value_of_another_company(self):
        (row,) = self.assertAnswers(self.write(dry_run=True))["preview"]["records"]
        self.assertEqual(row["fields"]["barcode"], ["a1", "a2"])
        self.assertAnswers(self.write())
        change = self.env["mcp.change"].search([], limit=1)
        told = self.call("list_changes", change_id=change.id)
        self.assertIn("a2", told.text)
        self.assertNotIn("b1", str(told.structured) + told.text)

    def test_undo_leaves_what_another_company_wrote_since(self):
        self.assertAnswers(self.write())
        self.theirs.barcode = "b2"
        self.env.flush_all()
        answer = self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertEqual((self.partner.barcode, self.theirs.barcode), ("a1", "b2"))
        self.assertFalse(answer.get("not_as_before"))

    def test_a_conflict_shows_no_value_of_another_company(self):
        self.assertAnswers(self.write())
        self.partner.barcode = "a3"
        self.theirs.barcode = "b2"
        self.env.flush_all()
        refused = self.call("undo")
        self.assertRefused(refused, "a3")
        self.assertNotIn("b2", str(refused.structured) + refused.text)

    def test_undo_writes_no_field_that_its_caller_may_not(self):
        tag = self.env["res.partner.category"].create({"name": "Before"})
        self.env.flush_all()
        values = {"model": tag._name, "ids": tag.ids, "values": {"name": "After"}}
        self.assertAnswers(self.call("update_records", **values))
        self.patch(tag._fields["name"], "groups", "base.group_system")
        self.assertRefused(self.call("undo"), "name")
        self.env.invalidate_all()
        self.assertEqual(tag.sudo().name, "After")
