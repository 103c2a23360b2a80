"""What is sent with the next statement of a cursor, on a connection of a server."""

import io

from psycopg2 import ProgrammingError
from psycopg2.errors import QueryCanceled, ReadOnlySqlTransaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, cursor, quote_ident
from psycopg2.sql import Identifier

from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL, mute_logger

from ...services.stopping import under_way
from ...services.transactions import (
    reading_transaction,
    statement_queue,
)

LIMIT = SQL("SET LOCAL statement_timeout = %s", 7000)
WRITE = "UPDATE res_partner SET comment = 'sneaky' WHERE id = 1"
SHOWN = [("7s",)]
# what psycopg2 says of values that it cannot write into a statement
UNWRITABLE = {ValueError: ["\0"], ProgrammingError: [object()], TypeError: [1, 2]}


@tagged("post_install", "-at_install")
class TestStatementQueue(TransactionCase):
    def setUp(self):
        super().setUp()
        self.own = db_connect(self.cr.dbname).cursor()
        self.addCleanup(self.own.close)
        self.waiting = []
        self.again()

    def again(self, statement=LIMIT):
        """A transaction of its own in which ``statement`` waits."""
        self.own.rollback()
        self.waiting[:] = [statement]
        statement_queue.attach(self.own, self.waiting)

    def limit(self):
        self.own.execute("SHOW statement_timeout")
        return self.own.fetchall()

    def assertSent(self):
        self.assertEqual(self.waiting, [])
        self.assertEqual(self.limit(), SHOWN)

    def test_it_goes_with_the_next_statement_on_one_journey(self):
        before = self.own.sql_log_count
        self.assertEqual(self.limit(), SHOWN)
        self.assertEqual((self.own.sql_log_count - before, self.waiting), (1, []))
        self.assertEqual(self.limit(), SHOWN)
        self.assertEqual(self.own.sql_log_count - before, 2)

    def test_every_kind_of_statement_takes_it_along(self):
        for query, values, found in (
            (SQL("SELECT %s", 1), None, (1,)),
            (SQL("SELECT 1"), None, (1,)),
            ("SELECT %s, '%%'", [1], (1, "%")),
            ("SELECT %(n)s", {"n": 1}, (1,)),
            ("SELECT '%'", None, ("%",)),
            ("SELECT 1", (), (1,)),
            (b"SELECT 1", None, (1,)),
        ):
            with self.subTest(query=query):
                self.again()
                self.own.execute(query, values)
                self.assertEqual(self.own.fetchone(), found)
                self.assertSent()

    def test_many_values_take_it_along(self):
        query = "SELECT * FROM (VALUES %s) AS v"
        found = self.own.execute_values(query, [(1,), (2,)], fetch=True)
        self.assertEqual(found, [(1,), (2,)])
        self.assertSent()

    def test_what_goes_past_odoos_cursor_sends_it_first(self):
        for go_past in (
            lambda cr: cr._obj.execute("SELECT 1"),
            lambda cr: cr.copy_from(io.StringIO(), "res_partner", columns=("name",)),
        ):
            self.again()
            go_past(self.own)
            self.assertSent()

    def test_for_code_that_wants_a_cursor_of_psycopg2_it_is_one(self):
        self.assertEqual(quote_ident("x", self.own._obj), '"x"')
        self.assertEqual(Identifier("x").as_string(self.own._obj), '"x"')
        self.assertEqual(self.limit(), SHOWN)

    def test_a_limit_holds_for_the_statement_that_takes_it_along(self):
        self.waiting[:] = [SQL("SET LOCAL statement_timeout = 50")]
        with mute_logger("odoo.sql_db"), self.assertRaises(QueryCanceled):
            self.own.execute("SELECT pg_sleep(20)")

    def test_a_statement_that_cannot_be_written_leaves_it_for_the_next(self):
        for error, wrong in UNWRITABLE.items():
            with self.subTest(wrong=wrong), self.assertRaises(error):
                self.own.execute("SELECT %s", wrong)
            self.assertEqual(self.waiting, [LIMIT])
        self.assertEqual(self.limit(), SHOWN)

    def test_writes_are_refused_whatever_failed_before_and_whichever_way_they_take(
        self,
    ):
        for write in (self.own.execute, lambda query: self.own._obj.execute(query)):
            self.own.rollback()
            reading_transaction.take_over(self.own)
            self.again(reading_transaction.BEGIN)
            with mute_logger("odoo.sql_db"):
                with self.assertRaises(ProgrammingError):
                    self.own.execute("SELECT %s", [object()])
                with self.assertRaises(ReadOnlySqlTransaction):
                    write(WRITE)
            reading_transaction.abandon(self.own)
        status = self.own._cnx.get_transaction_status()
        self.assertEqual(status, TRANSACTION_STATUS_IDLE)

    def test_a_cursor_that_was_closed_meanwhile_stays_closed(self):
        under_way.close(self.own)
        # also for code that goes on whatever happens
        for _ in range(2):
            with self.assertRaises(under_way.Interrupted):
                self.own._obj.execute("SELECT 1")
            with self.assertRaises(under_way.Interrupted):
                self.own._obj.fetchone()
            with self.assertRaises(under_way.Interrupted):
                self.own.execute("SELECT 1")
        self.assertEqual(self.waiting, [LIMIT])
        under_way.open_again(self.own)
        self.own.execute("SELECT 1")
        self.assertEqual(self.own.fetchone(), (1,))

    def test_a_cursor_that_was_closed_is_not_opened_by_what_waits(self):
        statement_queue.detach(self.own)
        under_way.close(self.own)
        with self.assertRaises(under_way.Interrupted):
            statement_queue.attach(self.own, self.waiting)

    def test_a_cursor_is_as_it_was_once_it_is_sent_or_disarmed(self):
        statement_queue.detach(self.own)
        self.assertNotIn("execute", vars(self.own))
        self.assertEqual(self.waiting, [LIMIT])
        statement_queue.attach(self.own, self.waiting)
        statement_queue.attach(self.own, self.waiting)
        self.limit()
        self.assertNotIn("execute", vars(self.own))
        self.assertIsInstance(self.own._obj, cursor)
