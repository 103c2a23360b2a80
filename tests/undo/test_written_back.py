"""Records of one model are read together while they are written back."""

from odoo.tests import tagged

from .test_undo import JournalCase


@tagged("post_install", "-at_install")
class TestWrittenBack(JournalCase):
    def setUp(self):
        super().setUp()
        rows = [{"name": "First", "city": "Old"}, {"name": "Second", "city": "Old"}]
        self.first, self.second = self.both = self.env["res.partner"].create(rows)
        ids = self.both.ids

        def moved(env):
            for partner in env["res.partner"].browse(ids):
                partner.city = "New"

        self.change = self.changed(moved)

    def undone_while(self, hook):
        """Undo, with ``hook`` called for the records of each write."""
        partners = type(self.both)
        write = partners.write

        def hooked(records, values):
            hook(records)
            return write(records, values)

        self.patch(partners, "write", hooked)
        outcome = self.undo(change_id=self.change.id)
        self.env.flush_all()
        self.env.invalidate_all()
        return outcome

    def test_hooks_of_odoo_go_through_the_records_in_either_direction(self):
        seen = []
        outcome = self.undone_while(lambda r: seen.append([*reversed(r._prefetch_ids)]))
        self.assertAnswers(outcome)
        self.assertEqual(self.both.mapped("city"), ["Old", "Old"])
        self.assertTrue(any(set(ids) == set(self.both.ids) for ids in seen), seen)

    def test_what_a_hook_deletes_is_left_alone(self):
        def delete_the_other(records):
            if records == self.second:
                self.env["res.partner"].browse(self.first.id).unlink()

        outcome = self.undone_while(delete_the_other)
        self.assertAnswers(outcome)
        self.assertFalse(self.first.exists())
        self.assertEqual(self.second.city, "Old")
