"""What a file has as it is stored already is not written again."""

from __future__ import annotations

from odoo.tests import tagged

from .import_case import ImportCase


@tagged("post_install", "-at_install")
class TestImportUnchanged(ImportCase):
    def setUp(self):
        super().setUp()
        self.tag = self.env["res.partner.category"].create({"name": "Same Import"})
        belgium = {"country_id": self.env.ref("base.be").id, "phone": "1"}
        self.one, self.other = self.partners.create(
            [
                {"name": "One", "ref": "S1", "category_id": self.tag.ids, **belgium},
                {"name": "Other", "ref": "S2", "is_company": True},
            ]
        )
        self.writes = []

    def seen(self):
        """From now on note what is written on which contact."""
        write, writes = type(self.partners).write, self.writes

        def noted(records, values):
            writes.append((records.ids, sorted(values)))
            return write(records, values)

        self.patch(type(self.partners), "write", noted)

    def test_rows_that_are_stored_are_counted_and_not_written(self):
        self.env.flush_all()
        changes = self.env["mcp.change"].search_count([])
        self.seen()
        file = "ref,name,phone,country_id,category_id,is_company\n"
        file += "S1,One,1,Belgium,Same Import,false\nS2,Other,,,,true\n"
        answer = self.imported(file, key=["ref"])
        self.assertEqual((answer["updated"], answer["unchanged"]), (0, 2))
        self.assertEqual(answer.get("updated_ids", ""), "")
        self.assertEqual(self.writes, [])
        self.assertEqual(self.env["mcp.change"].search_count([]), changes)

    def test_of_the_others_only_what_changes_is_written(self):
        self.seen()
        file = "ref,name,phone,country_id,is_company\n"
        file += "S1,One,2,Belgium,false\nS2,Other,,,true\n"
        answer = self.imported(file, key=["ref"])
        self.assertEqual((answer["updated"], answer["unchanged"]), (1, 1))
        self.assertEqual(answer["updated_ids"], str(self.one.id))
        self.assertEqual(self.writes, [([self.one.id], ["phone"])])

    def test_it_is_said_before_one_agrees(self):
        call = self.make_call(
            "import_data",
            self.given("ref,name\nS1,One\nS2,Else\n", key=["ref"]),
            dry_run=True,
        )
        told = self.assertAnswers(self.answer(call))["preview"]["summary"]
        self.assertIn("updates 1", told)
        self.assertIn("1 have these values already", told)

    def test_a_row_above_may_change_what_was_the_same(self):
        house = {"name": "House", "ref": "S3", "is_company": True, "street": "A"}
        house = self.partners.create(house)
        inside = {
            "name": "Inside",
            "ref": "S4",
            "parent_id": house.id,
            "type": "contact",
        }
        inside = self.partners.create(inside)
        self.assertEqual(inside.street, "A")
        self.imported("ref,street\nS3,B\nS4,A\n", key=["ref"])
        self.assertEqual(inside.street, "A")

    def test_lines_that_are_as_stored_are_no_change(self):
        self.one.child_ids = [(0, 0, {"name": "Ann", "email": "a@x.com"})]
        ann = self.one.child_ids
        file = "ref,name,child_ids/.id,child_ids/name,child_ids/email\n"
        row = f"S1,One,{ann.id},Ann,%s\n"
        answer = self.imported(file + row % "a@x.com", key=["ref"])
        self.assertEqual((answer["updated"], answer["unchanged"]), (0, 1))
        answer = self.imported(file + row % "b@x.com", key=["ref"])
        self.assertEqual((answer["updated"], answer["unchanged"]), (1, 0))
        self.assertEqual(ann.email, "b@x.com")

    def test_what_is_computed_from_a_change_is_written_with_it(self):
        # the language follows the parent unless it is given
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["res.lang"]._activate_lang("en_US")
        self.assertEqual(self.one.lang, "en_US")
        self.other.lang = "fr_FR"
        self.seen()
        file = f"ref,name,lang,parent_id/.id\nS1,One,en_US,{self.other.id}\n"
        self.imported(file, key=["ref"])
        self.assertEqual(self.one.parent_id, self.other)
        self.assertEqual(self.one.lang, "en_US")
        ((_ids, names),) = [w for w in self.writes if w[0] == self.one.ids][:1]
        self.assertNotIn("name", names)
