"""A list drops its parts; what lives on its own is deleted by delete_records alone."""

from contextlib import contextmanager

from odoo.tests import tagged

from ...services.orm.writes.input import InputError, read_values
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestListDeletions(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        tags = self.env["res.partner.category"]
        self.top = tags.create({"name": "Top"})
        rows = [{"name": name, "parent_id": self.top.id} for name in ("A", "B")]
        self.kept, self.gone = self.children = tags.create(rows)

    def leaving(self):
        """Every way in which the second child leaves the list."""
        kept, gone = self.children.ids
        return (
            {"remove": [gone]},
            [kept],
            [],
            None,
            [{"name": "New"}],
            [[2, gone]],
            [[3, gone]],
            [[5]],
            [[6, 0, [kept]]],
        )

    def update(self, records, values):
        return self.call(
            "update_records",
            model=records._name,
            record_ids=records.ids,
            values=values,
        )

    def test_records_of_a_tree_are_deleted_by_no_list(self):
        for value in self.leaving():
            with self.subTest(value=value):
                outcome = self.update(self.top, {"child_ids": value})
                said = f"[{self.gone.id}]", "delete_records, or archive"
                if value in ([], None, [[5]], [{"name": "New"}]):
                    said = str(self.children.ids), "delete_records, or archive"
                self.assertRefused(outcome, *said)
        self.assertEqual(self.top.child_ids, self.children)

    def test_nor_at_a_deeper_level(self):
        leaf = self.children.create({"name": "Leaf", "parent_id": self.gone.id})
        nested = [[1, self.gone.id, {"child_ids": {"remove": [leaf.id]}}]]
        outcome = self.update(self.top, {"child_ids": nested})
        self.assertRefused(outcome, f"[{leaf.id}]", "delete_records")
        self.assertTrue(leaf.exists())

    def test_such_a_list_is_edited_as_long_as_nothing_leaves_it(self):
        other = self.children.create({"name": "Other"})
        for value in (
            self.children.ids,
            {"add": [other.id]},
            [*self.children.ids, other.id, {"name": "New"}],
            [[1, self.kept.id, {"name": "Renamed"}]],
        ):
            with self.subTest(value=value):
                self.assertAnswers(self.update(self.top, {"child_ids": value}))
        self.assertEqual(self.kept.name, "Renamed")

    def test_an_archived_child_does_not_leave_a_list_that_does_not_name_it(self):
        self.gone.active = False
        self.assertAnswers(self.update(self.top, {"child_ids": self.kept.ids}))
        self.assertTrue(self.gone.exists())

    def test_children_that_odoo_only_lets_go_leave_their_list(self):
        parent = self.env["res.partner"].create({"name": "Parent"})
        for value in ({"remove": ["Child"]}, []):
            child = parent.create({"name": "Child", "parent_id": parent.id})
            self.assertAnswers(self.update(parent, {"child_ids": value}))
            self.assertFalse(child.parent_id)
            child.name = "Grown up"

    def test_a_part_leaves_by_every_form(self):
        sequence = self.env["ir.sequence"].create({"name": "S", "use_date_range": True})
        dates = [("2026-01-01", "2026-06-30"), ("2026-07-01", "2026-12-31")]
        for form in range(len(self.leaving()) - 1):
            rows = [{"date_from": a, "date_to": b} for a, b in dates]
            sequence.date_range_ids = [(5,), *((0, 0, row) for row in rows)]
            kept, gone = sequence.date_range_ids.ids
            value = (
                {"remove": [gone]},
                [kept],
                [],
                None,
                [rows[0]],
                [[2, gone]],
                [[3, gone]],
                [[5]],
            )[form]
            read = read_values(sequence, {"date_range_ids": value})
            sequence.write(read.for_odoo())
            self.assertFalse(sequence.date_range_ids.browse(gone).exists())

    def test_of_others_the_form_decides(self):
        value = {"child_ids": {"remove": [self.gone.id]}}
        for attributes, allowed in (
            ("", True),
            ("readonly='1'", False),
            ("invisible='1'", False),
            ("><list delete='0'/></field", False),
        ):
            with self.subTest(attributes=attributes), self.shown(attributes):
                if allowed:
                    self.assertTrue(read_values(self.top, value))
                else:
                    self.assertRaises(InputError, read_values, self.top, value)

    @contextmanager
    def shown(self, attributes):
        """The children in the form of a tag, as another app might show them."""
        end = "" if attributes.startswith(">") else "/"
        node = f"<field name='child_ids' {attributes}{end}>"
        view = self.env["ir.ui.view"].create(
            {
                "name": "tree in the form",
                "model": self.top._name,
                "inherit_id": self.env.ref("base.view_partner_category_form").id,
                "arch": f"<field name='name' position='after'>{node}</field>",
            }
        )
        yield
        view.unlink()
