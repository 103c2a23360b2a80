from threading import Timer
from unittest.mock import patch

from psycopg2.pool import PoolError

from odoo.sql_db import ConnectionPool, Cursor, connection_info_for
from odoo.tests import TransactionCase, tagged

from ...services.transactions import own_cursor


class Small:
    """Lends out cursors as a registry does, from a pool of one connection."""

    def __init__(self, database):
        self.database, self.dsn = connection_info_for(database)
        self.pool = ConnectionPool(1)

    def cursor(self):
        return Cursor(self.pool, self.database, self.dsn)


@tagged("post_install", "-at_install")
class TestOwnCursor(TransactionCase):
    def setUp(self):
        super().setUp()
        self.small = Small(self.cr.dbname)
        self.addCleanup(self.small.pool.close_all)
        self.other = self.small.cursor()
        self.addCleanup(self.other.close)

    def test_it_waits_for_a_connection(self):
        with self.assertRaises(PoolError):
            self.small.cursor()
        Timer(0.2, self.other.close).start()
        self.assertEqual(own_cursor.at_once(self.small, ("SELECT 1", ())), [(1,)])

    @patch.object(own_cursor, "PATIENCE", 0.1)
    def test_it_does_not_wait_for_ever(self):
        with self.assertRaises(PoolError), own_cursor.own_cursor(self.small):
            self.fail("there is no connection")
