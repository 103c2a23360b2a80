"""A call that takes too long as a whole; ``tests/external/stopping.py`` has real ones."""

from __future__ import annotations

import time
from contextlib import closing
from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...services.errors import TookTooLong
from ...services.guards.stoppable import stoppable
from ...services.outcome import Outcome
from ...services.stopping import stop_watcher, under_way
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestLate(McpCase):
    mcp_groups = (
        "odoo_mcp.group_administrator,odoo_mcp.group_developer,"
        "base.group_partner_manager"
    )

    def look(self):
        """As the thread does; in a test it leaves calls alone."""
        real = patch.object(stop_watcher, "lends_real_cursors", lambda registry: True)
        with real, patch.object(stop_watcher, "_stopped", lambda registry: set()):
            stop_watcher.look([under_way.current.get()])

    def rest(self, tool):
        """Seconds that a call of ``tool`` has, where its body begins."""
        with stoppable(self.make_call(tool)):
            until = under_way.current.get().until
            return until and until - time.monotonic()

    def test_of_a_call_that_takes_too_long_nothing_is_kept(self):
        call = self.make_call("search_tools")
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            call.env = call.env(cr=cr)
            with self.assertRaisesRegex(TookTooLong, "longer than 110 s.*narrower"):
                with stoppable(call):
                    cr.execute("CREATE TEMP TABLE mcp_late (number integer)")
                    self.look()
                    cr.execute("SELECT 1")
                    under_way.current.get().until -= 1000
                    self.look()
                    call.outcome = Outcome.of("done")
                    cr.execute("SELECT 1")
            self.assertIsNone(call.outcome)
            cr.execute("SELECT to_regclass('pg_temp.mcp_late')")
            self.assertEqual(cr.fetchall(), [(None,)])

    def test_the_time_counts_from_the_beginning_of_the_call(self):
        self.env["ir.config_parameter"].set_param("mcp.call_timeout", "60")
        call = self.make_call("search_tools")
        call.clock -= 20
        with stoppable(call):
            rest = under_way.current.get().until - time.monotonic()
        self.assertLessEqual(rest, 40)

    def test_tools_of_records_safety_and_data_have_the_time_of_the_setting(self):
        for tool in ("search_records", "create_records", "undo", "import_data"):
            with self.subTest(tool):
                self.assertLessEqual(self.rest(tool), 110)

    def test_developer_tools_have_times_of_their_own(self):
        self.open_developer_tools()
        for tool in ("query_database", "odoo_shell", "execute_command"):
            with self.subTest(tool):
                self.assertIsNone(self.rest(tool))

    def test_while_a_person_is_asked_the_time_stands_still(self):
        with stoppable(self.make_call("search_tools")):
            work = under_way.current.get()
            work.until = time.monotonic() + 5
            with under_way.untimed():
                self.assertFalse(work.is_late())
                self.assertIsNone(work.until)
            self.assertLessEqual(work.until - time.monotonic(), 5)
            work.until = None
            with under_way.untimed():
                pass
            self.assertIsNone(work.until)
