"""What was deleted comes back whole, or nothing does and it is said."""

from contextlib import suppress

from odoo.tests import tagged

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

    def test_an_id_that_is_taken_is_no_success_even_by_force(self):
        change = self.changed(lambda env: self.tag.with_env(env).unlink())
        self.env.cr.execute(
            "INSERT INTO res_partner_category (id, name) VALUES (%s, %s)",
            [self.tag.id, '{"en_US": "Other"}'],
        )
        refused = self.undo(change_id=change.id, force=True)
        self.assertRefused(
            refused, "Nothing was undone", f"1 deleted record(s) of {TAG}"
        )
        self.assertFalse(change.undone_by_id)

    def test_a_unique_value_that_is_taken_is_no_success(self):
        values = {"name": "Loreland", "code": "QQ"}
        country = self.env["res.country"].create(values)
        change = self.changed(lambda env: country.with_env(env).sudo().unlink())
        self.env["res.country"].create({**values, "name": "Newland"})
        refused = self.undo(change_id=change.id)
        self.assertRefused(refused, "Nothing was undone", "unique")
        self.assertFalse(country.exists())
