"""What create, update, delete and execute did, undone through the real pipeline."""

from odoo.tests import tagged

from ..common import McpCase

TAG = "res.partner.category"


@tagged("post_install", "-at_install")
class TestUndoOfWrites(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.tags = self.env[TAG].create([{"name": "Quokka"}, {"name": "Numbat"}])
        self.partner = self.env["res.partner"].create(
            {
                "name": "Azure",
                "phone": "1",
                "is_company": True,
                "category_id": [(6, 0, self.tags[:1].ids)],
                "child_ids": [(0, 0, {"name": "Line", "function": "old"})],
            }
        )

    def undone(self, tool, **arguments):
        """Call a tool, then undo it; the tool's answer."""
        answer = self.assertAnswers(self.call(tool, **arguments))
        self.env.invalidate_all()
        self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        return answer

    def shown(self):
        line = self.partner.child_ids
        return (
            self.partner.name,
            self.partner.phone,
            self.partner.active,
            self.partner.category_id.ids,
            line.mapped("name"),
            line.mapped("function"),
        )

    def test_a_create_goes_again_with_its_lines(self):
        values = {"name": "Made", "child_ids": [{"name": "Child"}]}
        answer = self.undone("create_records", model="res.partner", values=values)
        names = ("Made", "Child")
        self.assertFalse(self.env["res.partner"].search([("name", "in", names)]))
        self.assertFalse(self.env["res.partner"].browse(answer["ids"]).exists())

    def test_a_create_that_writes_columns_on_the_way_goes_again(self):
        if "test.mcp.order" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        values = {"name": "Made", "code": "M"}
        arguments = {"model": "test.mcp.order", "values": values}
        outcome = self.answer(self.make_call("create_records", arguments, dry_run=True))
        self.assertNotIn("write test.mcp.order", outcome.text)
        answer = self.undone("create_records", **arguments)
        self.assertFalse(self.env["test.mcp.order"].browse(answer["ids"]).exists())

    def test_an_update_with_lists_and_lines_is_taken_back(self):
        before = self.shown()
        line = self.partner.child_ids
        values = {
            "phone": "2",
            "category_id": {"add": ["Numbat"], "remove": ["Quokka"]},
            "child_ids": [[1, line.id, {"function": "new"}], [0, 0, {"name": "More"}]],
        }
        arguments = {"model": "res.partner", "record_ids": self.partner.ids}
        answer = self.undone("update_records", **arguments, values=values)
        changed = {change["field"] for change in answer["changes"]}
        told = {"phone", "category_id", "child_ids", f"child_ids[{line.id}].function"}
        self.assertEqual(changed, told)
        self.assertEqual(self.shown(), before)

    def test_a_record_whose_empty_value_became_false_goes_again(self):
        mark = self.assertAnswers(self.call("create_checkpoint", name="here"))
        made = self.env["ir.filters"]
        owner = "user_id" if "user_id" in made._fields else "user_ids"
        values = {"name": "Filter", "model_id": "res.partner"}
        values[owner] = (
            self.mcp_caller.id if owner == "user_id" else self.mcp_caller.ids
        )
        arguments = {"model": "ir.filters"}
        answer = self.assertAnswers(
            self.call("create_records", **arguments, values=values)
        )
        change = {"record_ids": answer["ids"], "values": {"is_default": True}}
        self.assertAnswers(self.call("update_records", **arguments, **change))
        self.assertAnswers(self.call("undo", checkpoint=mark["checkpoint"]))
        self.assertFalse(made.browse(answer["ids"]).exists())

    def test_a_deleted_record_comes_back_as_it_was(self):
        before = self.shown()
        arguments = {"model": TAG, "record_ids": self.tags.ids}
        token = self.preview(self.make_call("delete_records", arguments)).token
        control = {"confirmation": token, "consent": True}
        call = self.make_call("delete_records", arguments, **control)
        self.assertAnswers(self.answer(call))
        self.assertFalse(self.tags.exists())
        self.assertAnswers(self.call("undo"))
        self.env.invalidate_all()
        self.assertEqual(self.tags.exists(), self.tags)
        self.assertEqual(self.shown(), before)
