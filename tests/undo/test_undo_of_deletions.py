"""What was deleted comes back whole, or nothing does and it is said."""

import json
from contextlib import suppress

from odoo.tests import tagged

from ...services.journal import images
from .test_undo import JournalCase

TAG = "res.partner.category"


@tagged("post_install", "-at_install")
class TestUndoOfDeletions(JournalCase):
    def setUp(self):
        super().setUp()
        self.tag = self.env[TAG].create({"name": "Quokka"})
        values = {"category_id": [(6, 0, self.tag.ids)]}
        names = ({"name": "Gone"}, {"name": "Kept"})
        self.gone, self.kept = self.env["res.partner"].create(
            [{**values, **name} for name in names]
        )

    def unlinked(self, *records):
        """Delete records of a call's own, the last in a savepoint that is rolled back."""

        def body(env):
            *gone, refused = [record.with_env(env) for record in records]
            for record in gone:
                record.unlink()
            with suppress(ValueError), env.cr.savepoint():
                refused.unlink()
                raise ValueError

        return self.changed(body)

    def test_links_of_what_went_come_back_though_another_deletion_was_refused(self):
        change = self.unlinked(self.gone, self.kept)
        self.assertTrue(self.kept.exists())
        rows = [line.before for line in change._lines() if line.kind == "row"]
        self.assertEqual([row["partner_id"] for row in rows], self.gone.ids)
        self.assertAnswers(self.undo())
        self.assertEqual(self.gone.category_id, self.tag)

    def occupied(self, record, name="Other"):
        """Another record under the id of a deleted one."""
        self.env.cr.execute(
            f"INSERT INTO {record._table} (id, name) VALUES (%s, %s)",
            [record.id, json.dumps({"en_US": name})],
        )
        record.invalidate_recordset()

    def new_id(self, record, answer):
        """Under which ``record`` is back, as the answer tells."""
        told = {(x["model"], x["id"]): x["new_id"] for x in answer["new_ids"]}
        return told[record._name, record.id]

    def test_under_an_id_that_is_taken_it_comes_back_under_a_new_one(self):
        self.changed(lambda env: self.tag.with_env(env).unlink())
        self.occupied(self.tag)
        answer = self.assertAnswers(self.undo())
        back = self.env[TAG].browse(self.new_id(self.tag, answer))
        self.assertNotEqual(back, self.tag)
        self.assertEqual((back.name, self.tag.name), ("Quokka", "Other"))
        self.assertEqual((self.gone | self.kept).category_id, back)

    def test_what_hung_on_it_hangs_on_the_new_id(self):
        parent = self.env[TAG].create({"name": "Marsupials"})
        self.tag.parent_id = parent
        about = {"res_model": TAG, "res_id": parent.id, "name": "a.txt", "raw": b"a"}
        file = self.env["ir.attachment"].create(about)
        names = {"module": "t", "name": "x", "model": TAG, "res_id": parent.id}
        external = self.env["ir.model.data"].create(names)
        self.changed(lambda env: parent.with_env(env).sudo().unlink())
        for gone in (self.tag, file, external):
            self.assertFalse(gone.exists())
        self.occupied(parent)
        answer = self.assertAnswers(self.undo())
        back = self.env[TAG].browse(self.new_id(parent, answer))
        self.assertEqual(len(answer["new_ids"]), 1)
        self.assertEqual(self.tag.parent_id, back)
        self.assertEqual(self.tag.parent_path, f"{back.id}/{self.tag.id}/")
        self.assertEqual((file.res_id, external.res_id), (back.id, back.id))
        self.assertEqual(self.gone.category_id, self.tag)

    def test_older_changes_are_undone_on_the_record_that_is_back(self):
        mark = self.assertAnswers(self.call("create_checkpoint", name="here"))
        self.changed(lambda env: self.tag.with_env(env).write({"name": "Wombat"}))
        self.changed(lambda env: self.tag.with_env(env).unlink())
        self.occupied(self.tag, "Wombat")
        answer = self.assertAnswers(self.undo(checkpoint=mark["checkpoint"]))
        back = self.env[TAG].browse(self.new_id(self.tag, answer))
        self.assertEqual((back.name, self.tag.name), ("Quokka", "Wombat"))

    def test_undoing_the_undo_deletes_the_record_that_is_back_and_no_other(self):
        change = self.changed(lambda env: self.tag.with_env(env).unlink())
        self.occupied(self.tag)
        answer = self.assertAnswers(self.undo())
        back = self.env[TAG].browse(self.new_id(self.tag, answer))
        self.assertAnswers(self.undo(change_id=change.undone_by_id.id))
        self.assertFalse(back.exists())
        self.assertTrue(self.tag.exists())

    def test_a_new_id_is_none_that_the_sequence_has_yet_to_reach(self):
        self.changed(lambda env: self.tag.with_env(env).unlink())
        self.occupied(self.tag)
        self.env.cr.execute("SELECT nextval('res_partner_category_id_seq')")
        (drawn,) = self.env.cr.fetchone()
        ahead = self.env[TAG].browse([drawn + 1, drawn + 2])
        for record in ahead:
            self.occupied(record)
        answer = self.assertAnswers(self.undo())
        self.assertEqual(self.new_id(self.tag, answer), drawn + 3)
        self.assertEqual(ahead.mapped("name"), ["Other", "Other"])

    def test_a_record_that_is_back_already_is_a_conflict_and_not_made_twice(self):
        change = self.changed(lambda env: self.tag.with_env(env).unlink())
        (line,) = (x for x in change._lines() if x.model == TAG)
        images.insert(self.env.cr, "res_partner_category", [line.before])
        refused = self.undo(change_id=change.id)
        self.assertRefused(refused, "Nothing was undone")
        self.assertEqual(refused.structured["conflicts"][0]["found"], self.tag.id)
        forced = self.undo(change_id=change.id, force=True)
        self.assertRefused(forced, f"1 deleted record(s) of {TAG}", "there already")
        self.assertFalse(change.undone_by_id)

    def test_a_default_that_links_to_it_links_to_the_new_id(self):
        title = self.env["res.partner.industry"].create({"name": "Burrows"})
        self.env["ir.default"].set("res.partner", "industry_id", title.id)
        self.changed(lambda env: title.with_env(env).sudo().unlink())
        defaults = self.env["ir.default"]
        self.assertIsNone(defaults._get("res.partner", "industry_id"))
        self.occupied(title)
        answer = self.assertAnswers(self.undo())
        linked = defaults._get("res.partner", "industry_id")
        self.assertEqual(linked, self.new_id(title, answer))

    def test_a_unique_value_that_is_taken_is_no_success(self):
        values = {"name": "Loreland", "code": "QQ"}
        country = self.env["res.country"].create(values)
        change = self.changed(lambda env: country.with_env(env).sudo().unlink())
        self.env["res.country"].create({**values, "name": "Newland"})
        refused = self.undo(change_id=change.id)
        self.assertRefused(refused, "Nothing was undone", "unique")
        self.assertFalse(country.exists())
