"""The transaction of a reading tool, on a connection as a server lends it."""

from contextlib import suppress

from psycopg2.errors import (
    ActiveSqlTransaction,
    ReadOnlySqlTransaction,
    SerializationFailure,
)
from psycopg2.extensions import (
    ISOLATION_LEVEL_REPEATABLE_READ,
    TRANSACTION_STATUS_IDLE,
    TRANSACTION_STATUS_INTRANS,
)

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ...services.guards.audited import audited
from ...services.guards.reading import reading
from ...services.transactions import reading_transaction
from ..common import McpCase

WRITE = "UPDATE res_partner SET comment = 'sneaky' WHERE id = 1"


@tagged("post_install", "-at_install")
class TestReadingTransaction(McpCase):
    def setUp(self):
        super().setUp()
        self.own = db_connect(self.cr.dbname).cursor()
        self.addCleanup(self.own.close)
        call = self.make_call("count_records", {"model": "res.partner"})
        call.env = api.Environment(self.own, self.ref("base.user_admin"), {})
        call.effect = call.declaration.effect_of(call.arguments)
        self.reading = call

    def assertGivenBack(self):
        """Odoo's transaction again: repeatable read, writable, rolled back at will."""
        connection = self.own._cnx
        self.assertEqual(connection.get_transaction_status(), TRANSACTION_STATUS_IDLE)
        self.assertFalse(connection.autocommit)
        self.assertEqual(connection.isolation_level, ISOLATION_LEVEL_REPEATABLE_READ)
        self.own.execute("SHOW transaction_isolation")
        self.assertEqual(self.own.fetchone(), ("repeatable read",))
        self.own.execute(WRITE)
        self.own.rollback()
        self.own.execute("SELECT comment FROM res_partner WHERE id = 1")
        self.assertNotEqual(self.own.fetchone(), ("sneaky",))

    def refused(self, statement, error):
        with mute_logger("odoo.sql_db"), self.assertRaises(error):
            with reading(self.reading):
                self.own.execute(statement)

    def test_postgresql_refuses_writes_from_the_first_statement_on(self):
        self.refused(WRITE, ReadOnlySqlTransaction)
        self.assertGivenBack()

    def test_nothing_lifts_the_restriction(self):
        self.refused("SET TRANSACTION READ WRITE", ActiveSqlTransaction)
        self.assertGivenBack()

    def test_it_sees_the_database_as_it_was_at_its_beginning(self):
        with reading(self.reading):
            self.own.execute("SHOW transaction_isolation")
            self.assertEqual(self.own.fetchone(), ("repeatable read",))
            self.own.execute("SHOW transaction_read_only")
            self.assertEqual(self.own.fetchone(), ("on",))
        self.reading.transaction.flush()
        self.assertGivenBack()

    def test_its_limits_and_its_end_travel_with_other_statements(self):
        self.reading.transaction.queued.append(
            SQL("SET LOCAL statement_timeout = 7000")
        )
        before = self.own.sql_log_count
        with reading(self.reading):
            self.own.execute("SHOW statement_timeout")
            self.assertEqual(self.own.fetchone(), ("7s",))
        self.reading.transaction.flush(SQL("SELECT 1"))
        self.assertEqual(self.own.sql_log_count - before, 2)
        self.assertGivenBack()

    def test_the_last_statement_is_committed_by_itself(self):
        with reading(self.reading):
            pass
        self.reading.transaction.flush(SQL("SHOW transaction_read_only"))
        self.assertEqual(self.own.fetchone(), ("off",))
        self.assertGivenBack()

    def test_what_is_stored_afterwards_is_in_a_transaction_of_odoo(self):
        found = []

        def store():
            self.own.execute(WRITE)
            found.append(self.own._cnx.get_transaction_status())

        with reading(self.reading):
            self.reading.after_body.append(store)
        self.assertEqual(found, [TRANSACTION_STATUS_INTRANS])
        self.own.rollback()
        self.assertGivenBack()

    def test_what_fails_leaves_nothing_for_after_the_commit(self):
        with suppress(ValueError), reading(self.reading):
            self.own.postcommit.add(self.fail)
            raise ValueError
        self.assertFalse(self.own.postcommit._funcs)

    def test_an_error_of_a_guard_around_it_ends_it(self):
        with reading(self.reading):
            pass
        with mute_logger("odoo.sql_db"), suppress(Exception):
            self.own.execute("SELECT 1 / 0")
        self.reading.transaction.end_after_error()
        self.assertGivenBack()

    def test_a_conflict_after_it_leaves_the_connection_to_the_next_run(self):
        with self.assertRaises(SerializationFailure), audited(self.reading):
            with reading(self.reading):
                pass
            raise SerializationFailure
        self.assertGivenBack()

    def test_a_request_that_has_begun_keeps_its_transaction(self):
        self.own.execute(WRITE)
        self.assertFalse(reading_transaction.can_begin(self.own))
        with reading(self.reading):
            self.own.execute("SHOW transaction_read_only")
            self.assertEqual(self.own.fetchone(), ("on",))
        self.reading.transaction.flush()
        self.own.execute("SELECT comment FROM res_partner WHERE id = 1")
        self.assertEqual(self.own.fetchone(), ("sneaky",))
        self.own.rollback()
        self.assertGivenBack()

    def test_a_connection_that_only_reads_is_left_as_it_is(self):
        self.own._cnx.set_session(readonly=True)
        self.assertFalse(reading_transaction.can_begin(self.own))
