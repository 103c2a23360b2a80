"""A client that closes its connection; ``tests/external/leaving.py`` closes real ones."""

from __future__ import annotations

import socket
from contextlib import closing
from unittest.mock import patch

from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...services.call import Client
from ...services.errors import Abandoned
from ...services.guards.stoppable import stoppable
from ...services.protocol.connection import is_closed
from ...services.python import shell
from ...services.stopping import stop_watcher, under_way
from ..common import McpCase


class Channel:
    """A client that stays or goes."""

    def __init__(self) -> None:
        self.gone, self.told = False, []

    def is_gone(self) -> bool:
        return self.gone

    def progress(self, *said) -> None:
        self.told.append(said)


@tagged("post_install", "-at_install")
class TestLeft(McpCase):
    def look(self, *works):
        """As the thread does; in a test it leaves calls alone."""
        real = patch.object(stop_watcher, "lends_real_cursors", lambda registry: True)
        with real, patch.object(stop_watcher, "_stopped", lambda registry: set()):
            stop_watcher.look(list(works))

    def test_a_connection_is_closed_once_the_client_has_closed_it(self):
        ours, theirs = socket.socketpair()
        with closing(ours), closing(theirs):
            self.assertFalse(is_closed(ours))
            theirs.send(b"the next request")
            self.assertFalse(is_closed(ours))
            # all that a client on the network is heard of when it closes
            theirs.shutdown(socket.SHUT_WR)
            self.assertTrue(is_closed(ours))
            self.assertEqual(ours.recv(16), b"the next request")
        self.assertTrue(is_closed(ours))
        self.assertFalse(is_closed(None))

    def test_of_a_call_that_its_client_has_left_nothing_is_kept(self):
        channel = Channel()
        call = self.make_call("search_tools", client=Client(channel=channel))
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            call.env = call.env(cr=cr)
            with self.assertRaisesRegex(Abandoned, "nothing of it was kept"):
                with stoppable(call):
                    cr.execute("CREATE TEMP TABLE mcp_left (number integer)")
                    self.look(under_way.current.get())
                    cr.execute("SELECT 1")
                    channel.gone = True
                    self.look(under_way.current.get())
                    cr.execute("SELECT 1")
            cr.execute("SELECT to_regclass('pg_temp.mcp_left')")
            self.assertEqual(cr.fetchall(), [(None,)])

    def test_what_an_administrator_stopped_first_is_told_as_stopped(self):
        work = under_way.begin(
            self.registry, self.principal(), list, is_left=lambda: True
        )
        self.addCleanup(work.finish)
        work.stop()
        self.look(work)
        self.assertFalse(work.left)

    def test_long_work_is_told_while_it_lasts_and_by_who_listens_no_more_once(self):
        told = []
        work = under_way.begin(self.registry, self.principal(), list)
        self.addCleanup(work.finish)
        with work.told_by(told.append), work.told_by(self.fail):
            self.look(work)
            self.assertEqual(len(told), 1)
        self.look(work)
        self.assertEqual(len(told), 1)

    def test_sql_says_the_seconds_that_it_has(self):
        channel = Channel()
        self.env["ir.config_parameter"].set_param("mcp.query_timeout", "17")

        def run(*_args):
            under_way.current.get().tell()
            raise under_way.Interrupted

        for name in ("read", "write"):
            tool, key = {
                "read": ("query_database", "query"),
                "write": ("execute_sql", "statement"),
            }[name]
            place = f"{under_way.__name__.rpartition('.services')[0]}.services.sql"
            call = self.make_call(
                tool, {key: "SELECT 1"}, client=Client(channel=channel)
            )
            with patch(f"{place}.{name}.run", run):
                with self.assertRaises(under_way.Interrupted):
                    self.answer(call)
        self.assertEqual([total for _passed, total, _said in channel.told], [17, 17])

    def test_who_waits_for_other_python_is_told_since_when_and_how_long(self):
        self.patch(shell, "TURN_S", 0)
        self.patch(shell, "LOOK_S", 0.01)
        with shell._turn(self.env, 123):
            outcome = self.call("odoo_shell", code="1")
        self.assertRefused(outcome)
        self.assertRegex(outcome.text, r"for \d+ s by now and for 123 s at most")
