"""What commits halfway stays in the transaction of the call."""

from odoo.tests import TransactionCase, tagged

from ...services.transactions.commit_savepoints import commits_as_savepoints


@tagged("post_install", "-at_install")
class TestCommitSavepoints(TransactionCase):
    def partner(self, name):
        return self.env["res.partner"].create({"name": name})

    def test_a_rollback_reaches_to_the_commit_before_it(self):
        cr = self.env.cr
        with commits_as_savepoints(cr):
            commit, rollback = cr.commit, cr.rollback
            first = self.partner("First")
            commit()
            second = self.partner("Second")
            rollback()
            self.assertTrue(first.exists())
            self.assertFalse(second.exists())
            third = self.partner("Third")
            commit()
        self.assertTrue(third.exists())

    def test_what_was_committed_is_undone_with_the_call(self):
        cr, made = self.env.cr, self.env["res.partner"]
        try:
            with cr.savepoint(), commits_as_savepoints(cr):
                commit = cr.commit
                made = self.partner("First")
                commit()
                made += self.partner("Second")
                commit()
                raise InterruptedError
        except InterruptedError:
            self.env.invalidate_all()
        self.assertTrue(made)
        self.assertFalse(made.exists())

    def test_the_cursor_is_as_before(self):
        cr = self.env.cr
        before = cr.commit, cr.rollback
        with commits_as_savepoints(cr):
            self.assertNotEqual(cr.commit, before[0])
        self.assertEqual((cr.commit, cr.rollback), before)
