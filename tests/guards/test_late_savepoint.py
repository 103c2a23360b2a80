"""What only reads needs no savepoint; what writes is taken back, on whatever way."""

from io import StringIO

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ...services.transactions.late_savepoint import taken_back
from ..records.test_queries import statements

WRITE = "UPDATE res_country SET phone_code = 4711 WHERE code = 'BE'"


@tagged("post_install", "-at_install")
class TestLateSavepoint(TransactionCase):
    def codes(self):
        self.cr.execute("SELECT phone_code FROM res_country WHERE code = 'BE'")
        return self.cr.fetchall()

    def test_reading_sends_nothing_else(self):
        with statements(self) as sent, taken_back(self.cr):
            self.codes()
        self.assertEqual(len(sent), 1)

    def test_what_is_written_is_taken_back(self):
        before = self.codes()
        for query in (WRITE, SQL(WRITE), f"SELECT 1; {WRITE}", f"  {WRITE}"):
            with self.subTest(query=query), taken_back(self.cr):
                self.cr.execute(query)
                self.assertEqual(self.codes(), [(4711,)])
            self.assertEqual(self.codes(), before)

    def test_so_is_what_goes_past_execute(self):
        self.cr.execute("CREATE TEMPORARY TABLE late (x int) ON COMMIT DROP")
        with taken_back(self.cr):
            self.cr.copy_from(StringIO("1\n2\n"), "late")
        self.cr.execute("SELECT count(*) FROM late")
        self.assertEqual(self.cr.fetchone(), (0,))

    def test_after_an_error_what_was_before_is_there(self):
        before = self.codes()
        with self.assertRaises(ValueError), taken_back(self.cr):
            self.cr.execute(WRITE)
            raise ValueError
        self.assertEqual(self.codes(), before)
        self.assertNotIn("execute", vars(self.cr))
