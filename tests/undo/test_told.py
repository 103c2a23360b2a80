"""A call that writes answers its change set, and what it changed besides."""

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestTold(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.stage", "staging")
        partners = self.env["res.partner"]
        self.company = partners.create({"name": "Told Ltd", "is_company": True})
        people = [{"name": n, "parent_id": self.company.id} for n in ("Ann", "Ben")]
        self.people = partners.create(people)

    def write(self, record, values):
        named = {"model": record._name, "record_ids": record.ids}
        return self.call("update_records", values=values, **named)

    def last(self):
        return self.env["mcp.change"].search([], limit=1)

    def test_what_changed_besides_is_told(self):
        # people have the number of their company
        outcome = self.write(self.company, {"vat": "BE0477472701"})
        answer = self.assertAnswers(outcome)
        told = {"id": self.last().id, "besides": "Changed: 2 × Contact"}
        self.assertEqual(answer["change"], told)
        self.assertEqual(set(self.people.mapped("vat")), {"BE0477472701"})
        line = f"change {told['id']}; besides: Changed: 2 × Contact"
        self.assertIn(line, outcome.text.splitlines())

    def test_the_change_that_is_told_can_be_undone(self):
        answer = self.assertAnswers(self.write(self.people[0], {"function": "Cook"}))
        self.assertEqual(answer["change"], {"id": self.last().id})
        self.assertAnswers(self.call("undo", change_id=answer["change"]["id"]))
        self.env.invalidate_all()
        self.assertFalse(self.people[0].function)

    def test_each_way_to_write_tells_it(self):
        values = {"name": "Told", "child_ids": [[0, 0, {"name": "Cleo"}]]}
        made = self.call("create_records", model="res.partner", values=values)
        made = self.assertAnswers(made)
        self.assertEqual(made["change"]["besides"], "Created: 1 × Contact")
        run = {"model": "res.partner", "record_ids": made["ids"]}
        run = self.call("execute_method", method="action_archive", **run)
        self.assertEqual(self.assertAnswers(run)["change"], {"id": self.last().id})

    def test_what_changes_nothing_tells_no_change(self):
        name = {"name": self.people[0].name}
        self.assertNotIn("change", self.assertAnswers(self.write(self.people[0], name)))
        named = {"model": "res.partner", "record_ids": self.people.ids}
        asked = {**named, "values": {"function": "Cook"}}
        tried = self.answer(self.make_call("update_records", asked, dry_run=True))
        self.assertNotIn("change", self.assertAnswers(tried))
