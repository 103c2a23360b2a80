"""The kill switches, over HTTP: the very next call is refused."""

from __future__ import annotations

import os
from contextlib import closing
from threading import Thread
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...services.current_call import inside_a_call
from ...services.errors import Stopped
from ...services.guards.stoppable import stoppable
from ...services.outcome import Outcome
from ...services.stopping import stop_watcher, under_way
from ..callers.test_authentication import AuthenticationCase
from ..common import McpCase

GROUPS = "odoo_mcp.group_operator"


@tagged("post_install", "-at_install")
class TestStopOverHttp(AuthenticationCase):
    def setUp(self):
        super().setUp()
        self.stops = self.env(user=self.env.ref("base.user_admin"))["mcp.stop"]
        self.one, self.other = self.mcp_user(GROUPS), self.mcp_user(GROUPS)
        self.keys = [self.key(self.one), self.key(self.one), self.key(self.other)]

    def statuses(self) -> list[int]:
        return [self.ask(key).status_code for key in self.keys]

    def test_the_switch_for_all_refuses_every_call_until_it_is_lifted(self):
        self.assertEqual(self.statuses(), [200, 200, 200])
        self.stops._stop("all")
        self.assertAnswered(403, self.ask(self.keys[0]), "stopped MCP for everybody")
        self.assertEqual(self.statuses(), [403, 403, 403])
        self.stops._allow("all")
        self.assertEqual(self.statuses(), [200, 200, 200])

    def test_the_switch_of_a_user_refuses_all_his_keys_and_no_others(self):
        self.stops._stop(f"user:{self.one.id}")
        self.assertEqual(self.statuses(), [403, 403, 200])
        self.stops._allow(f"user:{self.one.id}")
        self.assertEqual(self.statuses(), [200, 200, 200])

    def test_the_switch_of_a_key_refuses_that_key_alone(self):
        record = self.record_of(self.keys[0])
        record.with_user(self.env.ref("base.user_admin")).action_stop()
        self.assertEqual(record.state, "stopped")
        self.assertAnswered(403, self.ask(self.keys[0]), "stopped this key")
        self.assertEqual(self.statuses(), [403, 200, 200])
        record.with_user(self.env.ref("base.user_admin")).action_allow()
        self.assertEqual(self.statuses(), [200, 200, 200])

    def test_revoking_a_key_acts_at_once_and_for_good(self):
        record = self.record_of(self.keys[0]).with_user(self.one)
        record.action_revoke()
        self.assertEqual(self.statuses(), [401, 200, 200])

    def test_the_endpoint_itself_is_closed_and_says_why(self):
        self.stops._stop("all")
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        answer = self.opener.post(
            f"{self.base_url()}/mcp/v1",
            json=message,
            headers={"Authorization": f"Bearer {self.keys[0]}"},
        )
        self.assertAnswered(403, answer, "stopped MCP for everybody")


@tagged("post_install", "-at_install")
class TestStop(McpCase):
    def stops(self, groups: str):
        return self.env(user=self.mcp_user(groups))["mcp.stop"]

    def test_only_administrators_of_mcp_stop_and_allow(self):
        administrator = self.stops("odoo_mcp.group_administrator")
        administrator._stop("all")
        with self.assertRaises(AccessError):
            self.stops(GROUPS)._stop("user:1")
        with self.assertRaises(AccessError):
            self.stops(GROUPS)._allow("all")
        self.assertEqual(administrator._names(), {"all"})

    def test_an_assistant_of_an_administrator_neither_stops_nor_allows(self):
        stops = self.stops("odoo_mcp.group_administrator")
        stops._stop("user:1")
        call = self.make_call("search_tools", user=stops.env.user)
        for act in (stops._stop, stops._allow):
            with inside_a_call(call), self.assertRaises(AccessError):
                act("user:1")
        self.assertEqual(stops._names(), {"user:1"})

    def test_what_is_no_credential_cannot_be_stopped(self):
        with self.assertRaises(ValidationError):
            self.stops("odoo_mcp.group_administrator")._stop("; drop table")

    def test_who_stopped_what_stands_in_the_audit(self):
        self.stops("odoo_mcp.group_administrator")._stop("key:7")
        row = self.env["mcp.audit.log"].search([("tool", "=", "stopped")], limit=1)
        self.assertIn("key:7", row.arguments)

    def test_everybody_who_calls_is_shown_with_user_client_and_last_use(self):
        user = self.mcp_user(GROUPS)
        self.env["mcp.key"]._mcp_generate(user, "Shown", mode="observer")
        page = self.stops("odoo_mcp.group_administrator").env["mcp.page.connected"]
        (found,) = [u for u in page.describe()["users"] if u["id"] == user.id]
        (key,) = found["credentials"]
        self.assertEqual((key["name"], key["mode"]), ("Shown", "Observer"))
        self.assertFalse(key["last_use"] or key["stopped"] or key["calls"])
        with self.assertRaises(AccessError):
            page.with_user(user).describe()


@tagged("post_install", "-at_install")
class TestUnderWay(McpCase):
    """``tests/external/stopping.py`` stops real calls."""

    def begin(self, end):
        work = under_way.begin(self.registry, self.principal(), end)
        self.addCleanup(work.finish)
        return work

    def test_what_is_stopped_does_nothing_more_and_may_take_back(self):
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            cr.execute("SAVEPOINT before")
            under_way.close(cr)
            for statement in ("SELECT 1", "SAVEPOINT another", " COMMIT"):
                with self.assertRaises(under_way.Interrupted):
                    cr.execute(statement)
            cr.execute("ROLLBACK TO SAVEPOINT before")
            under_way.open_again(cr)
            cr.execute("SELECT 1")
            self.assertEqual(cr.fetchall(), [(1,)])

    def test_what_is_over_is_not_ended(self):
        ended = []
        work = self.begin(lambda: ended.append(True))
        self.assertFalse(work.finish())
        work.stop()
        self.assertFalse(ended or work.stopped)

    def test_nothing_is_over_while_it_is_being_ended(self):
        """Else the next request on the connection would be cancelled."""
        order = []

        def end():
            finishing.start()
            finishing.join(0.3)
            order.append("ended")

        work = self.begin(end)
        finishing = Thread(
            target=lambda: order.append(f"over, stopped: {work.finish()}")
        )
        work.stop()
        finishing.join()
        self.assertEqual(order, ["ended", "over, stopped: True"])

    def test_what_is_stopped_in_one_database_runs_on_in_another(self):
        """One process serves several; ids of users and keys are those of each."""
        here, there = object(), object()
        works = {
            place: under_way.begin(place, self.principal(), list)
            for place in (here, there)
        }
        names = {here: works[here].names, there: set()}
        with (
            patch.object(stop_watcher, "lends_real_cursors", lambda registry: True),
            patch.object(stop_watcher, "_stopped", names.get),
        ):
            stop_watcher.look(list(works.values()))
        self.assertTrue(works[here].finish())
        self.assertFalse(works[there].finish())

    def test_what_is_over_is_watched_no_more(self):
        work = self.begin(list)
        self.assertIn(work, under_way.longer_than(-1))
        work.finish()
        self.assertNotIn(work, under_way.longer_than(-1))

    def test_a_fork_begins_with_no_work_and_no_watching_thread(self):
        stop_watcher.see_to(self.begin(list))
        process = os.fork()
        if not process:
            left = under_way.longer_than(-1) or stop_watcher._thread
            os._exit(1 if left else 0)
        self.assertEqual(os.waitpid(process, 0)[1], 0)
        self.assertTrue(under_way.longer_than(-1))

    def test_a_further_connection_is_ended_only_while_the_call_has_it(self):
        ended = []
        work = self.begin(lambda: ended.append("call"))
        token = under_way.current.set(work)
        self.addCleanup(under_way.current.reset, token)
        with under_way.ended_by(lambda: ended.append("connection")):
            work.stop()
        work.stop()
        self.assertEqual(ended, ["call", "connection", "call"])
        with self.assertRaises(under_way.Interrupted):
            under_way.check()

    def test_a_thread_that_could_not_start_is_asked_for_by_the_next_call(self):
        self.patch(stop_watcher, "_thread", None)
        work = self.begin(lambda: None)
        with patch.object(Thread, "start", side_effect=RuntimeError("no thread")):
            with self.assertRaisesRegex(RuntimeError, "no thread"):
                stop_watcher.see_to(work)
        with patch.object(Thread, "start") as start:
            stop_watcher.see_to(work)
        start.assert_called_once_with()

    def test_of_a_call_that_was_stopped_nothing_is_kept(self):
        """Whatever its body made of being interrupted."""
        call = self.make_call("search_tools")
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            call.env = call.env(cr=cr)
            with self.assertRaisesRegex(Stopped, "nothing of it was kept"):
                with stoppable(call):
                    cr.execute("CREATE TEMP TABLE mcp_stopped (number integer)")
                    call.outcome = Outcome.of("done")
                    under_way.current.get().stop()
            self.assertIsNone(call.outcome)
            self.assertIsNone(under_way.current.get())
            cr.execute("SELECT to_regclass('pg_temp.mcp_stopped')")
            self.assertEqual(cr.fetchall(), [(None,)])
