"""Bodies that do to the transaction what they must not: nothing of it is kept."""

from contextlib import suppress

from psycopg2 import DataError, ProgrammingError
from psycopg2.errors import InFailedSqlTransaction, ReadOnlySqlTransaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from pydantic import ValidationError

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services.declarations import Content, Effect
from ...services.errors import EndsTransaction
from ...services.external_effect import undone_on_error
from ...services.guards.audited import audited
from ...services.guards.isolated import isolated
from ...services.guards.reading import reading
from ...services.outcome import Outcome
from ...services.transactions.call_savepoint import (
    SAVEPOINT,
    flushed,
    within,
)
from ..common import McpCase

WRITE = "UPDATE res_partner SET comment = 'sneaky' WHERE id = 1"


@tagged("post_install", "-at_install")
class TestMisbehaving(McpCase):
    """On a connection of its own, as a server lends it."""

    def setUp(self):
        super().setUp()
        self.own = db_connect(self.cr.dbname).cursor()
        self.addCleanup(self.own.close)
        mute = mute_logger("odoo.sql_db")
        mute.__enter__()
        self.addCleanup(mute.__exit__)
        self.made = self.make_call("count_records", {"model": "res.partner"})
        self.made.env = api.Environment(self.own, self.ref("base.user_admin"), {})
        self.made.effect = self.made.declaration.effect_of(self.made.arguments)

    def swallow(self, statement, error):
        with suppress(error):
            self.own.execute(statement)

    def assertNothingKept(self):
        self.assertFalse(self.own._cnx.autocommit)
        status = self.own._cnx.get_transaction_status()
        self.assertEqual(status, TRANSACTION_STATUS_IDLE)
        self.own.execute("SELECT comment FROM res_partner WHERE id = 1")
        self.assertNotEqual(self.own.fetchone(), ("sneaky",))
        self.own.execute("SHOW transaction_read_only")
        self.assertEqual(self.own.fetchone(), ("off",))

    def test_a_write_after_a_statement_that_does_not_parse_is_refused(self):
        with self.assertRaises(ReadOnlySqlTransaction), reading(self.made):
            # PostgreSQL has not begun anything then
            self.swallow("SELEC 1", ProgrammingError)
            self.own.execute(WRITE)
        self.assertNothingKept()

    def test_a_cursor_of_psycopg2_is_held_to_reading_too(self):
        with self.assertRaises(ReadOnlySqlTransaction), reading(self.made):
            self.own._cnx.cursor().execute(WRITE)
        self.assertNothingKept()

    def test_a_cursor_of_psycopg2_writes_within_the_savepoint(self):
        with self.assertRaises(ValueError), within(self.made, SAVEPOINT):
            self.own._cnx.cursor().execute(WRITE)
            raise ValueError
        self.own.commit()
        self.assertNothingKept()

    def test_a_tool_that_ends_its_transaction_by_sql_has_failed(self):
        with self.assertRaises(RuntimeError), reading(self.made):
            self.own.execute("COMMIT")
        self.assertNothingKept()

    def test_the_error_is_told_where_there_is_no_savepoint_to_go_back_to(self):
        with self.assertRaisesRegex(ProgrammingError, "SELEC"):
            with within(self.made, SAVEPOINT):
                self.own.execute("SELEC 1")
        self.assertNothingKept()

    def test_a_body_that_closed_its_cursor_keeps_nothing(self):
        with self.assertRaises(ValueError), within(self.made, SAVEPOINT):
            self.own.execute(WRITE)
            self.own._obj.close()
            raise ValueError
        status = self.own._cnx.get_transaction_status()
        self.assertEqual(status, TRANSACTION_STATUS_IDLE)

    def test_an_error_of_postgresql_that_is_swallowed_is_one_at_the_end(self):
        for block in (flushed(self.made), undone_on_error(self.made.env)):
            with self.subTest(block), self.assertRaises(RuntimeError), block:
                self.own.execute(f"SAVEPOINT mcp_outside; {WRITE}")
                self.swallow("SELECT 1 / 0", DataError)
            self.own.rollback()

    def test_an_outcome_that_cannot_be_written_with_the_effect_is_written_anyway(self):
        # Odoo's assertRaises would take the rows of the audit back
        with suppress(InFailedSqlTransaction), audited(self.made):
            self.made.transaction.commit_pending()
            self.own.execute(WRITE)
            self.swallow("SELECT 1 / 0", DataError)
        # what is written down of it may have read on this connection
        self.own._cnx.commit()
        self.assertNothingKept()
        rows = self.env["mcp.audit.log"].search([("call_id", "=", self.made.id)])
        self.assertEqual(sorted(rows.mapped("result")), ["error", "intent"])

    def test_what_a_body_did_goes_with_an_answer_that_cannot_be_given(self):
        self.made.effect = Effect.ADD
        with suppress(ValueError), audited(self.made):
            with isolated(self.made):
                self.own.execute(WRITE)
            # as a guard does that is outside the savepoint
            raise ValueError("half a character")
        # what is written down of it may have read on this connection
        self.own._cnx.commit()
        self.assertNothingKept()

    def test_what_is_stored_after_a_body_is_kept_with_it_or_not_at_all(self):
        self.made.effect = Effect.ADD
        self.made.after_body.append(lambda: self.own.execute("SELECT 1 / 0"))
        with suppress(DataError), audited(self.made), isolated(self.made):
            self.own.execute(WRITE)
        self.own._cnx.commit()
        self.assertNothingKept()

    def test_what_fails_at_the_commit_of_an_effect_outside_fails_before_it(self):
        def hook():
            raise ValueError("before the commit")

        self.own.execute("SAVEPOINT mcp_outside")
        with self.assertRaises(ValueError), undone_on_error(self.made.env):
            self.own.execute(WRITE)
            self.own.precommit.add(hook)
        self.own._cnx.commit()
        self.assertNothingKept()

    def test_a_body_does_not_close_the_cursor(self):
        with self.assertRaises(EndsTransaction), flushed(self.made):
            self.own.close()
        self.assertFalse(self.own.closed)

    def test_what_is_no_answer_of_mcp_is_refused_while_it_can_be_undone(self):
        for blocks in ([{"type": "text", "text": {}}], [{"type": "smell"}], [{}]):
            with self.subTest(blocks), self.assertRaises(ValidationError):
                Outcome.of(Content(blocks))
        with self.assertRaises(TypeError):
            Outcome.of(Content([], structured=["a list"]))

    def test_a_body_that_goes_through_the_pipeline_again_is_refused(self):
        if "mcp.tools.probe" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        inner = self.make_call("count_records", {"model": "res.partner"})
        probe = type(self.env["mcp.tools.probe"])
        again = self.env["mcp.pipeline"]._run
        self.patch(probe, "_mcp_probe_search", lambda _probe: again(inner))
        with mute_logger("odoo.addons.odoo_mcp.services.pipeline"):
            outcome = self.call("probe_search")
        self.assertRefused(outcome, "Something went wrong")
        self.assertIsNone(inner.outcome)
