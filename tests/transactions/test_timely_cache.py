"""Who began before a change leaves nothing behind that others are told."""

from contextlib import closing, contextmanager
from queue import SimpleQueue
from threading import Event, Thread, current_thread
from types import SimpleNamespace
from unittest.mock import patch

from odoo import api
from odoo.sql_db import db_connect, real_time
from odoo.tests import BaseCase, TransactionCase, tagged

from ...services import settings
from ...services.caches.timely_cache import TimelyCache, working
from ...services.compat.user_groups import group_field
from ...services.protocol import streaming
from ..common import PATIENCE
from ..wire import WireCase

NAME = "mcp.max_limit"
TOOL = ("tool", "list_changes")


def elsewhere(function, *args):
    """Do it on another thread."""
    thread = Thread(target=function, args=args)
    thread.start()
    thread.join()


@tagged("post_install", "-at_install")
class TestTimelyCache(BaseCase):
    def setUp(self):
        super().setUp()
        self.cache = TimelyCache(8)

    def keeps(self):
        self.cache["key"] = "value"
        return "key" in self.cache

    def test_it_keeps_what_is_looked_up_by_who_began_since_it_was_emptied(self):
        elsewhere(self.cache.clear)
        with working():
            self.assertTrue(self.keeps())

    def test_it_keeps_nothing_of_who_began_before_another_emptied_it(self):
        with working():
            elsewhere(self.cache.clear)
            self.assertFalse(self.keeps())
            # what he empties himself does not bring him up to date
            self.cache.clear()
            self.assertFalse(self.keeps())
        with working():
            self.assertTrue(self.keeps())

    def test_who_empties_it_himself_sees_his_own_change(self):
        elsewhere(self.cache.clear)
        with working():
            self.cache.clear()
            self.cache.clear()
            self.assertTrue(self.keeps())

    def test_a_clock_that_was_set_back_closes_it_to_nobody(self):
        future = real_time() + 3600
        with patch(f"{TimelyCache.__module__}.real_time", return_value=future):
            elsewhere(self.cache.clear)
        with working():
            self.assertTrue(self.keeps())


@tagged("post_install", "-at_install")
class TestLatecomers(TransactionCase):
    """On connections and threads as a server has them."""

    @contextmanager
    def another(self):
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            yield api.Environment(cr, self.ref("base.user_root"), {})

    def now(self, read):
        with self.another() as env:
            return read(env)

    def change(self, act):
        with self.another() as env:
            found = act(env)
            env.cr.commit()
            return found

    def seen_late(self, read, act):
        """What a request reads after ``act`` that began before it."""
        began, changed, seen = Event(), Event(), []

        def request(env):
            with working():
                began.set()
                changed.wait(PATIENCE)
                seen.append(read(env))

        with self.another() as env:
            env.cr.execute("SELECT 1")
            thread = Thread(target=request, args=[env])
            thread.start()
            began.wait(PATIENCE)
            self.change(act)
            changed.set()
            thread.join()
        return seen[0]

    def assertLeavesNothing(self, read, act, old, new):
        self.assertEqual(self.now(read), old)
        self.assertEqual(self.seen_late(read, act), old)
        self.assertEqual(self.now(read), new)

    def user(self):
        """A committed observer, who is gone after the test."""
        field = group_field(self.env["res.users"])
        groups = [(4, self.ref("odoo_mcp.group_observer"))]
        values = {"name": "x", "login": "mcp_late", field: groups}

        def make(env):
            users = env["res.users"].with_context(no_reset_password=True)
            return users.create(values).id

        uid = self.change(make)
        self.addCleanup(self.gone, "res.users", uid)
        return uid

    def gone(self, model, number):
        self.change(lambda env: env[model].browse(number).exists().unlink())

    def setting(self, value):
        self.change(lambda env: env["ir.config_parameter"].set_param(NAME, value))

    def test_a_latecomer_stores_no_setting(self):
        self.addCleanup(self.setting, False)
        self.setting("70")
        self.assertLeavesNothing(
            lambda env: settings.get(env, "max_limit"),
            lambda env: env["ir.config_parameter"].set_param(NAME, "77"),
            70,
            77,
        )

    def test_a_latecomer_stores_no_groups_of_a_user(self):
        uid, group = self.user(), self.ref("odoo_mcp.group_observer")
        field = group_field(self.env["res.users"])
        self.assertLeavesNothing(
            lambda env: env["mcp.policy"]._mode_by_id(uid).name,
            lambda env: env["res.users"].browse(uid).write({field: [(3, group)]}),
            "OBSERVER",
            "NONE",
        )

    def test_a_latecomer_stores_no_rule(self):
        def act(env):
            kind, name = TOOL
            rule = env["mcp.rule"].create({"kind": kind, "name": name, "hidden": True})
            self.addCleanup(self.gone, "mcp.rule", rule.id)

        self.assertLeavesNothing(
            lambda env: bool(env["mcp.policy"]._rules().get(TOOL)), act, False, True
        )

    def test_a_latecomer_stores_no_access_right(self):
        uid, line = self.user(), self.right()
        self.assertLeavesNothing(
            lambda env: self.may(env, uid),
            lambda env: env["ir.model.access"].browse(line).write({"perm_read": False}),
            True,
            False,
        )

    def test_an_access_right_read_before_the_commit_is_forgotten_with_it(self):
        uid, line = self.user(), self.right()
        with self.another() as env:
            env["ir.model.access"].browse(line).write({"perm_read": False})
            env.flush_all()
            self.assertTrue(self.now(lambda other: self.may(other, uid)))
            env.cr.commit()
        self.assertFalse(self.now(lambda other: self.may(other, uid)))

    def may(self, env, uid):
        return env(user=uid)["ir.config_parameter"].has_access("read")

    def right(self):
        values = {
            "name": "mcp_late",
            "model_id": self.ref("base.model_ir_config_parameter"),
            "group_id": self.ref("odoo_mcp.group_observer"),
            "perm_read": True,
        }
        line = self.change(lambda env: env["ir.model.access"].create(values).id)
        self.addCleanup(self.gone, "ir.model.access", line)
        return line

    def test_odoos_caches_are_of_this_kind(self):
        kinds = {type(cache) for cache in self.registry._Registry__caches.values()}
        self.assertEqual(kinds, {TimelyCache})

    def test_a_scheduled_action_notes_when_it_began(self):
        began, action = [], self.env["ir.cron"]._process_job
        with patch.object(odoos_cron(self.env), "_process_job", noting(began)):
            action({})
        self.assertEqual(len(began), 1)
        self.assertFalse(hasattr(current_thread(), "perf_t0"))

    def test_a_call_that_streams_notes_it_on_its_own_thread(self):
        began, exchange = [], SimpleNamespace(env=self.env)
        work = streaming._Work({}, exchange, None, SimpleQueue())
        work.work = lambda: began.append(current_thread().perf_t0)
        elsewhere(work.run)
        self.assertEqual(len(began), 1)


def odoos_cron(env):
    """Odoo's own class among those of the model."""
    classes = (c for c in type(env["ir.cron"]).__mro__ if "_process_job" in vars(c))
    return [*classes][-1]


def noting(began):
    """A method that notes when its thread began."""
    return classmethod(lambda *_args: began.append(current_thread().perf_t0))


@tagged("post_install", "-at_install")
class TestRequestsBegin(WireCase):
    def test_odoo_notes_it_on_the_thread(self):
        began, before = [], real_time()
        with patch.object(type(self.env["mcp.stop"]), "_refuse", noting(began)):
            self.rpc("ping")
        self.assertTrue(before <= began[0] <= real_time())
