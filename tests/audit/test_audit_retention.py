"""What retention forgets is written down; what somebody else takes away is missing."""

from __future__ import annotations

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...models.mcp_audit_beginning import BEGUN, FORGOTTEN
from ...models.mcp_audit_log import OUTCOME
from ..common import McpCase

COPIED = """
INSERT INTO mcp_audit_log SELECT (jsonb_populate_record(l, jsonb_build_object(
    'id', nextval('mcp_audit_log_id_seq'), 'seal_id', NULL))).*
  FROM mcp_audit_log l WHERE id = %s
"""


@tagged("post_install", "-at_install")
class TestAuditRetention(McpCase):
    def setUp(self):
        super().setUp()
        self.log, self.seals = self.env["mcp.audit.log"], self.env["mcp.audit.seal"]
        self.owner("DELETE FROM mcp_audit_log")
        self.owner("DELETE FROM mcp_audit_seal")

    def owner(self, statement, *parameters):
        """What somebody does who owns the database."""
        self.env.cr.execute("ALTER TABLE mcp_audit_log DISABLE TRIGGER USER")
        self.env.cr.execute(statement, parameters)
        self.env.cr.execute("ALTER TABLE mcp_audit_log ENABLE TRIGGER USER")

    def wrote(self, *days):
        """A seal for each: one row so many days old."""
        for ago in days:
            time = fields.Datetime.now() - timedelta(days=ago)
            values = {"time": time, "tool": "greet", "kind": "tool", "result": "ok"}
            row = self.log._row({**values, "phase": "outcome", "call_id": f"{ago}"})
            self.env.cr.execute(OUTCOME, row)
            self.log._seal()

    def forget(self, days):
        self.log._forget_before(fields.Datetime.now() - timedelta(days=days))

    def left(self):
        """How many days old the rows are that remain, those of acts left out."""
        rows = self.log.search([("kind", "=", "tool")], order="id")
        return [int(call_id) for call_id in rows.mapped("call_id")]

    def notes(self):
        return self.log.search([("tool", "in", (FORGOTTEN, BEGUN))], order="id")

    def take_away(self, count):
        """The oldest seals, with their rows."""
        for seal in self.seals.search([], order="id", limit=count):
            self.owner("DELETE FROM mcp_audit_log WHERE seal_id = %s", seal.id)
            self.owner("DELETE FROM mcp_audit_seal WHERE id = %s", seal.id)

    def assertMissing(self):
        oldest = self.seals.search([], order="id", limit=1)
        problems = self.log._verify()
        self.assertIn(f"what was before seal {oldest.id} is missing", problems)

    def test_what_retention_forgets_is_written_down(self):
        self.wrote(9, 8, 3)
        seals = self.seals.search([], order="id")
        second, link = seals[1].id, seals[1].chain
        self.forget(5)
        self.assertEqual(self.left(), [3])
        facts = json.loads(self.notes().arguments)
        self.assertEqual((facts["seal"], facts["link"]), (second, link))
        counts = (facts["seals"], facts["rows"], facts["faults"])
        self.assertEqual(counts, (2, 2, 0))
        self.assertEqual(self.log._verify(), [])
        self.notes().invalidate_recordset()
        self.assertTrue(self.notes().seal_id)

    def test_where_nothing_is_old_nothing_is_written(self):
        self.wrote(3, 2)
        self.forget(5)
        self.assertEqual((self.left(), len(self.notes())), ([3, 2], 0))

    def test_retention_goes_on_day_by_day(self):
        for day in (9, 8, 7):
            self.wrote(day)
        for limit in (9, 8, 7):
            self.forget(limit - 0.5)
            self.assertEqual(self.log._verify(), [])
        self.assertEqual((self.left(), len(self.notes())), ([], 3))

    def test_after_everything_was_forgotten_the_next_seal_follows_the_last(self):
        self.wrote(9, 8)
        self.forget(5)
        self.assertFalse(self.seals.search_count([]))
        self.wrote(1, 0)
        self.assertEqual(self.log._verify(), [])
        self.take_away(1)
        self.assertMissing()

    def test_an_audit_that_never_forgot_begins_with_its_first_seal(self):
        self.wrote(3, 2, 1)
        self.assertEqual(self.log._verify(), [])
        self.take_away(1)
        self.assertMissing()

    def test_the_oldest_seals_are_missed_after_retention_too(self):
        self.wrote(9, 3, 2, 1)
        self.forget(5)
        self.log._seal()
        self.take_away(1)
        self.assertMissing()

    def test_a_check_that_stops_early_has_looked_at_the_beginning(self):
        self.wrote(3, 2, 1)
        self.take_away(1)
        verdict = self.log._verified(0)
        self.assertFalse(verdict.whole)
        self.assertEqual(len(verdict.problems), 1)

    def test_rows_and_the_note_of_retention_cannot_go_together(self):
        self.wrote(9, 3)
        self.forget(5)
        self.log._seal()
        self.wrote(1)
        note = self.notes()
        note.invalidate_recordset()
        lacking = f"seal {note.seal_id.id}: 1 rows are missing"
        self.owner("DELETE FROM mcp_audit_log WHERE id = %s", note.id)
        self.assertMissing()
        self.assertIn(lacking, self.log._verify())

    def test_an_older_note_written_again_is_found(self):
        self.wrote(9, 8, 3, 2)
        self.forget(8.5)
        self.forget(5)
        self.owner(COPIED, self.notes()[0].id)
        again = self.notes()[-1].id
        self.assertEqual(
            self.log._verify(), [f"row {again} repeats what was written down before"]
        )

    def test_a_note_that_was_changed_counts_for_nothing(self):
        self.wrote(9, 3, 2)
        self.forget(5)
        self.log._seal()
        facts = json.loads(self.notes().arguments)
        oldest = self.seals.search([], order="id", limit=1)
        facts |= {"seal": oldest.id, "link": oldest.chain}
        self.take_away(1)
        self.owner(
            "UPDATE mcp_audit_log SET arguments = %s WHERE id = %s",
            json.dumps(facts),
            self.notes().id,
        )
        self.assertMissing()

    def test_retention_covers_nothing_up(self):
        self.wrote(9, 8, 7, 2)
        self.take_away(1)
        self.forget(5)
        self.assertEqual(json.loads(self.notes().arguments)["faults"], 1)
        problem = f"row {self.notes().id}: 1 of the rows and seals that were forgotten"
        self.assertIn(problem, self.log._verify()[0])

    def test_a_row_made_older_is_forgotten_and_counted(self):
        self.wrote(3, 2)
        old = "UPDATE mcp_audit_log SET time = time - %s::interval WHERE call_id = '3'"
        self.owner(old, "30 days")
        self.forget(5)
        self.assertEqual(json.loads(self.notes().arguments)["faults"], 1)
        self.assertTrue(self.log._verify())

    def test_a_seal_made_older_is_not_forgotten(self):
        self.wrote(3, 2)
        self.owner("UPDATE mcp_audit_seal SET time = time - interval '1 year'")
        self.forget(5)
        self.assertEqual((self.left(), len(self.notes())), ([3, 2], 0))

    def test_a_seal_without_rows_at_the_end_stays_and_is_found(self):
        self.wrote(9, 3)
        newest = self.seals.search([], limit=1)
        self.owner("DELETE FROM mcp_audit_log WHERE seal_id = %s", newest.id)
        self.forget(5)
        self.assertTrue(newest.exists())
        self.assertIn(f"seal {newest.id}: 1 rows are missing", self.log._verify())

    def test_what_was_forgotten_before_the_upgrade_is_not_missed(self):
        self.wrote(9, 8, 7, 2)
        self.take_away(2)  # as retention did, that left no trace
        self.assertMissing()
        self.log._begin_here()
        self.assertEqual(self.log._verify(), [])
        self.assertEqual(self.notes().tool, BEGUN)
        self.forget(5)
        self.assertEqual((self.left(), self.log._verify()), ([2], []))

    def test_after_the_upgrade_the_oldest_seals_are_missed(self):
        self.wrote(9, 8, 7)
        self.take_away(1)
        self.log._begin_here()
        self.take_away(1)
        self.assertMissing()
        self.log._begin_here()
        self.assertEqual(len(self.notes()), 1)
        self.assertMissing()

    def test_the_upgrade_writes_nothing_where_nothing_was_forgotten(self):
        self.log._begin_here()
        self.wrote(2)
        self.log._begin_here()
        self.assertFalse(self.notes())
