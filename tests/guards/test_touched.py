"""What counts as a bulk write: all records that a call touches, in lists too."""

from odoo.tests import tagged

from ...services.orm.writes import touched
from ...services.orm.writes.input import read_many
from ...services.orm.writes.updates import read_updates
from ..common import McpCase

PARTNERS = ",base.group_partner_manager"


@tagged("post_install", "-at_install")
class TestTouched(McpCase):
    mcp_groups = "odoo_mcp.group_operator" + PARTNERS

    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"]
        self.parent = self.partners.create({"name": "Parent"})
        rows = [{"name": f"Child {n}", "parent_id": self.parent.id} for n in range(4)]
        self.children = self.partners.create(rows)
        tags = [{"name": f"Tag {n}"} for n in range(4)]
        self.tags = self.env["res.partner.category"].create(tags)

    def touched_by(self, values, *records):
        ids = [record.id for record in records or [self.parent]]
        return touched.by_updates(read_updates(self.partners, ids, values))

    def limit(self, most):
        self.env["ir.config_parameter"].set_param("mcp.bulk_threshold", str(most))

    def test_new_records_count_at_every_level(self):
        inner = {"name": "x", "child_ids": [{"name": "y"}, {"name": "z"}]}
        rows = [{"name": "a", "child_ids": [inner, inner]}, {"name": "b"}]
        self.assertEqual(touched.by_creates(read_many(self.partners, rows)), 8)

    def test_changed_lines_count(self):
        commands = [[1, child.id, {"phone": "1"}] for child in self.children]
        self.assertEqual(self.touched_by({"child_ids": commands}), 5)

    def test_what_is_linked_or_taken_out_counts_and_what_stays_does_not(self):
        self.parent.category_id = self.tags[:2]
        for value, count in (
            (self.tags[:2].ids, 1),
            (self.tags[1:].ids, 4),
            ({"add": self.tags[:3].ids}, 2),
            ({"remove": self.tags[:2].ids}, 3),
            ([], 3),
            ([[5]], 3),
            ([{"name": "New"}], 4),
        ):
            with self.subTest(value=value):
                self.assertEqual(self.touched_by({"category_id": value}), count)

    def test_an_archived_member_of_a_list_counts_too(self):
        self.parent.category_id = self.tags
        self.tags[0].active = False
        self.assertEqual(self.touched_by({"category_id": []}), 5)

    def test_a_record_counts_once_however_often_it_is_named(self):
        tags = self.tags[:2].ids
        line = {"name": "x", "category_id": tags}
        rows = [{"name": "a", "child_ids": [line] * 10}]
        self.assertEqual(touched.by_creates(read_many(self.partners, rows)), 13)
        self.assertEqual(self.touched_by({"category_id": tags}, *self.children), 6)

    def test_each_of_several_records_has_new_lines_of_its_own(self):
        value = [[0, 0, {"name": "x", "child_ids": [{"name": "y"}]}]]
        count = self.touched_by({"child_ids": value}, *self.children)
        self.assertEqual(count, 4 + 4 * 2)

    def test_lists_of_many_records_are_read_with_few_queries(self):
        rows = [{"id": c.id, "category_id": self.tags.ids} for c in self.children]
        wanted = read_updates(self.partners, None, rows)
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            touched.by_updates(wanted)

    def test_an_operator_goes_round_no_limit_by_a_list(self):
        self.limit(3)
        rows = [{"name": f"New {n}"} for n in range(3)]
        made = self.call(
            "create_records",
            model="res.partner",
            values={"name": "New", "child_ids": rows},
        )
        self.assertRefused(made, "4 records in one call", "Importer")
        changed = self.call(
            "update_records",
            model="res.partner",
            record_ids=self.parent.ids,
            values={"child_ids": [[1, c.id, {"phone": "1"}] for c in self.children]},
        )
        self.assertRefused(changed, "5 records in one call")
        self.assertFalse(self.partners.search_count([("name", "=like", "New%")]))

    def test_a_copy_with_lines_is_no_way_round_it_either(self):
        self.limit(3)
        row = {"name": "New", "child_ids": [{"name": "New"}]}
        copied = self.call(
            "execute_method",
            model="res.partner",
            method="copy",
            record_ids=self.parent.ids,
            kwargs={"default": {"child_ids": [row, row]}},
        )
        self.assertRefused(copied, "4 records in one call")

    def test_a_document_of_thirty_lines_is_none(self):
        line = {"name": "Line", "category_id": self.tags.ids}
        answer = self.call(
            "create_records",
            model="res.partner",
            values={"name": "Document", "child_ids": [line] * 30},
        )
        self.assertAnswers(answer)

    def test_names_among_arguments_are_no_records(self):
        self.assertEqual(touched.by_arguments({"fields": ["a", "b", "c"]}), 0)
        self.assertEqual(touched.by_arguments([[[6, 0, [4, 5, 6, 7]]]]), 4)
