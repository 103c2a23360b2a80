"""Numbers of closed rows: others count meanwhile, and a text that sets them is seen."""

from odoo.tests import tagged

from ...services.errors import ToolError
from ...services.sql.residue import FAR, Residue
from .sql_case import SqlCase

SEQUENCE = "mcp_audit_log_id_seq"


@tagged("post_install", "-at_install")
class TestSqlSequences(SqlCase):
    def setUp(self):
        super().setUp()
        self.cr.execute("SELECT nextval(%s)", [SEQUENCE])
        self.residue = Residue(self.cr)
        self.before = self.residue.sequences[SEQUENCE]

    def set_to(self, number):
        self.cr.execute("SELECT setval(%s, %s)", [SEQUENCE, number])

    def test_what_others_count_while_a_statement_runs_is_no_change(self):
        self.assertGreaterEqual(FAR, 100_000)
        self.set_to(self.before + FAR - 1)
        self.residue.refuse_changes()
        self.assertEqual(self.residue._moved(), [])

    def test_a_number_set_further_than_others_count_is_refused_and_put_right(self):
        for number in (self.before + FAR, self.before - 1):
            self.set_to(number)
            with self.assertRaises(ToolError):
                self.residue.refuse_changes()
            self.residue.remove()
            self.cr.execute(f"SELECT last_value FROM {SEQUENCE}")
            self.assertEqual(self.cr.fetchone(), (self.before + FAR,))
            self.residue = Residue(self.cr)
            self.before = self.residue.sequences[SEQUENCE]
