"""What a form keeps read-only for a record as it is now is not written bare."""

from odoo.tests import tagged

from ...services.describing.conditions import Conditions
from ...services.orm.writes import same
from ..common import McpCase

FORM = """
<form>
  <field name="color" readonly="name == 'Fixed'"/>
  <field name="active" readonly="1"/>
  <field name="parent_path" readonly="1"/>
  <field name="child_ids" readonly="color == 8">
    <list editable="bottom">
      <field name="name" readonly="parent.color == 7 or color == 7"/>
      <field name="color" invisible="active"/>
    </list>
  </field>
</form>
"""


@tagged("post_install", "-at_install")
class TestLocked(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.tags = self.env["res.partner.category"]
        values = {"model": self.tags._name, "name": "locked", "priority": 1}
        listed = '<list><field name="name"/></list>'
        self.env["ir.ui.view"].create([{**values, "arch": a} for a in (FORM, listed)])
        self.parent = self.tags.create({"name": "Parent", "color": 1})
        self.child = self.tags.create(
            {"name": "Child", "color": 1, "parent_id": self.parent.id}
        )

    def update(self, record, **values):
        arguments = {"model": record._name, "record_ids": record.ids}
        return self.call("update_records", **arguments, values=values)

    def test_a_field_is_written_only_while_the_form_opens_it(self):
        self.assertAnswers(self.update(self.parent, color=3))
        self.parent.name = "Fixed"
        refused = self.update(self.parent, color=4)
        self.assertRefused(refused, "color", "name == 'Fixed'", "detail=actions")
        self.assertEqual(self.parent.color, 3)

    def test_of_many_records_one_that_keeps_it_is_enough(self):
        fixed = self.tags.create({"name": "Fixed", "color": 1})
        refused = self.update(self.parent + fixed, color=4)
        self.assertRefused(refused, "Fixed")
        self.assertEqual(self.parent.color, 1)

    def test_a_line_is_as_open_as_the_form_of_what_it_belongs_to(self):
        self.assertAnswers(self.update(self.child, name="One"))
        for color in (7, 8):
            with self.subTest(color=color):
                self.parent.color = color
                self.assertRefused(self.update(self.child, name="Two"), f"== {color}")
        self.parent.color = 0
        self.child.color = 7
        self.assertRefused(self.update(self.child, name="Two"), "color == 7")

    def test_a_line_is_no_more_open_through_its_list(self):
        self.parent.color = 7
        changed = [[1, self.child.id, {"name": "Two"}]]
        refused = self.update(self.parent, child_ids=changed)
        self.assertRefused(refused, "child_ids[0].name", "color == 7")
        self.parent.color = 8
        self.assertRefused(self.update(self.parent, child_ids=changed), "color == 8")

    def test_what_it_has_already_is_no_change(self):
        self.parent.write({"name": "Fixed", "color": 4})
        answer = self.assertAnswers(self.update(self.parent, color=4))
        self.assertEqual((answer["changes"], answer["not_applied"]), ([], []))
        self.assertAnswers(self.update(self.parent, color=4, parent_id=None))
        self.assertRefused(self.update(self.parent, color=5), "color")
        self.child.color = 2
        both = self.update(self.parent + self.child, color=4)
        self.assertAnswers(both)
        self.assertEqual(self.child.color, 4)
        self.assertRefused(self.update(self.parent + self.child, color=6), "Fixed")

    def test_what_cannot_be_read_is_refused_for_being_locked(self):
        self.parent.name = "Fixed"
        self.assertRefused(self.update(self.parent, color="red"), "name == 'Fixed'")

    def test_lines_are_sent_back_as_they_are(self):
        self.parent.color = 8
        as_it_is = [[1, self.child.id, {"name": "Child"}]]
        for said in (as_it_is, self.child.ids, {"add": self.child.ids}):
            with self.subTest(said):
                answer = self.assertAnswers(self.update(self.parent, child_ids=said))
                self.assertEqual(answer["changes"], [])
        for other in (
            [],
            [*as_it_is, [0, 0, {"name": "New"}]],
            {"add": [{"name": "N"}]},
        ):
            with self.subTest(other):
                refused = self.update(self.parent, child_ids=other)
                self.assertRefused(refused, "child_ids", "color == 8")
        self.assertEqual(self.parent.child_ids, self.child)

    def test_where_nothing_is_locked_nothing_is_compared(self):
        compared = []
        is_stored = same.is_stored
        self.patch(same, "is_stored", lambda *a: compared.append(a) or is_stored(*a))
        self.assertAnswers(self.update(self.parent, color=3))
        self.assertEqual(compared, [])
        self.parent.name = "Fixed"
        self.assertAnswers(self.update(self.parent, color=3))
        self.assertTrue(compared)

    def test_what_belongs_to_nothing_follows_its_own_form(self):
        self.parent.color = 7
        self.assertAnswers(self.update(self.parent, name="Alone"))

    def test_what_is_hidden_now_or_read_only_for_all_decides_nothing(self):
        self.child.name = "Fixed"
        self.assertAnswers(self.update(self.child, color=2))
        self.assertAnswers(self.update(self.parent, active=False))

    def test_a_new_record_has_no_state_yet(self):
        values = {"name": "Fixed", "color": 5}
        answer = self.call("create_records", model=self.tags._name, values=values)
        self.assertAnswers(answer)

    def test_a_condition_that_cannot_be_told_locks_nothing(self):
        asked = Conditions()
        for condition in ("nowhere == 1", "name ==", "1 / 0", "parent.color == 7"):
            with self.subTest(condition):
                self.assertIsNone(asked.holds(condition, self.parent))
        self.assertTrue(asked.holds("id and color == 1", self.parent))
