"""What was created can be undone, or it is said before that it cannot."""

from odoo.tests import tagged

from .made import MatrixCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestUndoOfCreations(MatrixCase):
    def dry(self, tool, **arguments):
        call = self.make_call(tool, arguments, user=self.boss, dry_run=True)
        return self.assertAnswers(self.answer(call))["preview"]["irreversible"]

    def done(self, tool, user=None, **arguments):
        outcome = self.answer(self.make_call(tool, arguments, user=user or self.boss))
        data = self.assertAnswers(outcome)
        self.env.cr.flush()
        self.env.invalidate_all()
        return data

    def newest(self, user=None):
        changes = self.env["mcp.change"].with_user(user or self.boss)
        return changes.search([], limit=1)

    def assertGoesAgain(self, tool, user=None, **arguments):
        """What the call made; it can be undone, as was said."""
        made = self.done(tool, user, **arguments)
        self.assertTrue(self.newest(user).can_undo)
        self.assertNotIn("Undo", self.newest(user).irreversible or "")
        self.assertFalse(self.done("undo", user)["not_as_before"])
        return made.get("id") or made["ids"][0]

    def assertStays(self, words, tool, **arguments):
        """It is said before, and the undo is refused in the same words."""
        self.assertIn(words, str(self.dry(tool, **arguments)))
        self.done(tool, **arguments)
        change = self.newest()
        self.assertFalse(change.can_undo)
        self.assertIn(words, change.irreversible)
        self.assertTrue(change.line_ids)
        outcome = self.answer(self.make_call("undo", {}, user=self.boss))
        self.assertRefused(outcome, f"Change set {change.id} ", words)

    def test_a_purchase_order(self):
        line = {"product_id": self.desk.id, "product_qty": 2}
        values = {"partner_id": self.vendor.id, "order_line": [line]}
        for user in (self.boss, self.user("purchaser")):
            arguments = {"model": "purchase.order", "values": values}
            made = self.assertGoesAgain("create_records", user, **arguments)
            self.assertFalse(self.env["purchase.order"].browse(made).exists())

    def test_a_production_with_its_moves(self):
        self.make_bom()
        moves = self.env["stock.move"]
        for user in (self.boss, self.user("maker")):
            before = moves.search_count([])
            values = {"product_id": self.desk.id}
            arguments = {"model": "mrp.production", "values": values}
            made = self.assertGoesAgain("create_records", user, **arguments)
            self.assertFalse(self.env["mrp.production"].browse(made).exists())
            self.assertEqual(moves.search_count([]), before)

    def test_the_first_task_of_a_user(self):
        stages = self.env["project.task.type"]
        project = self.make_plain_project()
        user = self.new_user("project.group_project_user")
        # 19.0 makes them with the user
        stages.search([("user_id", "=", user.id)]).user_id = False
        self.env.flush_all()
        arguments = {"model": "project.task"}
        arguments["values"] = {"name": "First", "project_id": project.id}
        arguments["values"]["user_ids"] = user.ids
        made = self.done("create_records", user, **arguments)["ids"]
        own = stages.search([("user_id", "=", user.id)])
        self.assertTrue(own)
        self.assertIn("personal stages", self.newest(user).irreversible or "")
        self.assertTrue(self.newest(user).can_undo)
        own[0].name = "Renamed by the user since"
        self.done("undo", user)
        self.assertFalse(self.env["project.task"].browse(made).exists())
        self.assertTrue(own.exists())

    def test_a_line_of_a_confirmed_order_is_said_to_stay(self):
        order = self.sale((self.desk, 1))
        values = {"order_id": order.id, "product_id": self.leg.id}
        arguments = {"model": "sale.order.line", "values": values}
        self.assertStays("Once a sales order", "create_records", **arguments)
        self.assertEqual(len(order.order_line), 2)

    def test_employees_with_the_contacts_that_odoo_makes_for_them(self):
        rows = [{"name": "First Employee"}, {"name": "Second Employee"}]
        arguments = {"model": "hr.employee", "values": rows}
        made = self.done("create_records", **arguments)["ids"]
        self.assertEqual(len(made), 2)
        told = "Undo" in (self.newest().irreversible or "")
        self.assertEqual(self.newest().can_undo, not told)
        undone = self.answer(self.make_call("undo", {}, user=self.boss))
        self.assertEqual(undone.is_error, told)

    def test_a_note_of_an_author_without_accounting_rights(self):
        """On 19.0 accounting looks for entries before a message goes."""
        author = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        partner = self.env["res.partner"].create({"name": "Noted"})
        arguments = {"model": "res.partner", "record_id": partner.id, "body": "note"}
        made = self.done("post_message", author, **arguments)["message_id"]
        self.assertNotIn("Undo", self.newest(author).irreversible or "")
        self.done("undo", author)
        self.assertFalse(self.env["mail.message"].browse(made).exists())
