"""What is told to a database about itself."""

from __future__ import annotations

import os
import unittest
from contextlib import ExitStack

from lib.databases import Databases
from lib.postgres import postgres

MINE, HERE = f"odoo_mcp_selftest_{os.getpid()}", "http://localhost:8070"
TABLE = "CREATE TABLE ir_config_parameter (key text, value text)"


class TestDatabases(unittest.TestCase):
    def setUp(self):
        # not enterContext, which Python 3.10 lacks
        leaving = ExitStack()
        self.addCleanup(leaving.close)
        self.databases = Databases(leaving.enter_context(postgres()))
        self.databases.clone("template0", MINE)
        self.addCleanup(self.databases.drop, MINE)
        self.databases.rows(MINE, TABLE)

    def keep(self, key, value):
        row = f"INSERT INTO ir_config_parameter VALUES ('{key}', '{value}')"
        self.databases.rows(MINE, row)

    def told(self, base):
        """Where links of ``base`` lead once it is served at HERE."""
        self.databases.rows(MINE, "DELETE FROM ir_config_parameter WHERE value ~ '/'")
        self.keep("web.base.url", base)
        self.databases.is_reached_at(MINE, HERE)
        query = "SELECT value FROM ir_config_parameter WHERE key = 'web.base.url'"
        return self.databases.rows(MINE, query)[0][0]

    def test_links_follow_the_port_that_is_served_unless_they_lead_elsewhere(self):
        self.assertEqual(self.told("http://localhost:8069"), HERE)
        self.assertEqual(self.told("http://127.0.0.1:8069/"), HERE)
        for other in ("https://odoo.example.com", "http://localhost.example.com:8069"):
            self.assertEqual(self.told(other), other)
        self.keep("web.base.url.freeze", "True")
        self.assertEqual(self.told("http://localhost:8069"), "http://localhost:8069")
