"""What is old goes, however much of it there is, and without looking through it all."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...services import purging
from ..common import McpCase

# foreign keys between tables of this addon of which no index begins with the column
SLOW = """
SELECT c.conrelid::regclass || '.' || a.attname
  FROM pg_constraint c
  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
 WHERE c.contype = 'f'
   AND c.conrelid::regclass::text LIKE 'mcp\\_%'
   AND c.conrelid::regclass::text NOT LIKE 'mcp\\_test\\_%'
   AND c.confrelid::regclass::text LIKE 'mcp\\_%'
   AND NOT EXISTS (SELECT FROM pg_index i
                    WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])
"""


@tagged("post_install", "-at_install")
class TestPurging(McpCase):
    def test_all_old_change_sets_go_whatever_their_number(self):
        changes = self.env["mcp.change"]
        values = {"kind": "change", "user_id": self.env.uid}
        old, young = changes.create([values] * 5), changes.create(values)
        self.env.cr.execute(
            "UPDATE mcp_change SET create_date = %s WHERE id IN %s",
            [fields.Datetime.now() - timedelta(days=365), old._ids],
        )
        with patch.object(purging, "PART", 2):
            changes._gc_old()
        self.assertFalse(old.exists())
        self.assertTrue(young.exists())

    def test_what_is_deleted_is_not_looked_for_row_by_row(self):
        self.env.cr.execute(SLOW)
        slow = {name for (name,) in self.env.cr.fetchall()}
        tables = {model._table for model in self.env.values() if model._transient}
        self.assertFalse({name for name in slow if name.split(".")[0] not in tables})
