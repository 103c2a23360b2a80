from threading import BoundedSemaphore
from unittest.mock import patch

import psycopg2

from odoo.tests import TransactionCase, tagged
from odoo.tools import config, mute_logger

from ...services.compat.registry import lends_real_cursors
from ...services.transactions import kept_cursors, own_cursor
from ...services.transactions.own_cursor import at_once

WHO = ("SELECT pg_backend_pid()", ())
TAKEN = "kept cursors"
ADD = ("INSERT INTO mcp_rate VALUES (%s, %s, clock_timestamp())", (TAKEN, 1))
FIND = ("SELECT tokens FROM mcp_rate WHERE bucket = %s", (TAKEN,))
REMOVE = ("DELETE FROM mcp_rate WHERE bucket = %s", (TAKEN,))


@tagged("post_install", "-at_install")
class TestKeptCursors(TransactionCase):
    def setUp(self):
        super().setUp()
        self.assertTrue(lends_real_cursors(self.registry))
        self.addCleanup(at_once, self.registry, REMOVE)

    def test_the_next_call_has_the_same_connection(self):
        self.assertEqual(at_once(self.registry, WHO), at_once(self.registry, WHO))

    def test_it_is_not_the_connection_of_the_request(self):
        self.env.cr.execute(*WHO)
        self.assertNotEqual(at_once(self.registry, WHO), self.env.cr.fetchall())

    def test_what_one_call_writes_is_committed(self):
        at_once(self.registry, ADD)
        with self.registry.cursor() as cr:
            cr.execute(*FIND)
            self.assertEqual(cr.fetchall(), [(1.0,)])

    def test_statements_of_one_call_are_done_together_or_not_at_all(self):
        with self.assertRaises(psycopg2.DataError), mute_logger("odoo.sql_db"):
            at_once(self.registry, ADD, ("SELECT 1 / %s::integer", (0,)))
        self.assertEqual(at_once(self.registry, FIND), [])

    def test_a_connection_that_postgresql_closed_is_replaced(self):
        [(gone,)] = at_once(self.registry, WHO)
        # waits until it has ended
        self.env.cr.execute("SELECT pg_terminate_backend(%s, 60000)", [gone])
        [(other,)] = at_once(self.registry, WHO)
        self.assertNotEqual(gone, other)

    def test_a_connection_that_odoo_closed_is_replaced(self):
        kept = kept_cursors.take(self.cr.dbname) or kept_cursors.Kept(
            self.registry.cursor()
        )
        kept.cr._cnx.close()
        kept_cursors.keep(kept)
        self.assertTrue(at_once(self.registry, WHO))

    def test_it_sees_what_others_have_committed_meanwhile(self):
        at_once(self.registry, FIND)
        with self.registry.cursor() as cr:
            cr.execute(*ADD)
        self.assertEqual(at_once(self.registry, FIND), [(1.0,)])

    def test_few_at_a_time_have_a_connection(self):
        turns = BoundedSemaphore(1)

        def run(_kept, _statements):
            return turns.acquire(blocking=False)

        with (
            patch.object(own_cursor, "AT_A_TIME", turns),
            patch.object(kept_cursors.Kept, "run", run),
        ):
            self.assertIs(at_once(self.registry, WHO), False)

    def test_where_the_pool_is_small_none_is_kept(self):
        with patch.dict(config.options, {"db_maxconn": 7}):
            at_once(self.registry, WHO)
        self.assertIsNone(kept_cursors.take(self.cr.dbname))
