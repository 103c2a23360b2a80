"""What is remembered between calls follows a change from its commit on."""

from contextlib import closing, contextmanager
from threading import Thread

from odoo import api
from odoo.sql_db import db_connect
from odoo.tests import TransactionCase, tagged

from ...services import settings
from ...services.sql import write

NAME = "mcp.max_limit"


@tagged("post_install", "-at_install")
class TestCacheInvalidation(TransactionCase):
    """On connections as a server lends them: one changes, others read meanwhile."""

    @contextmanager
    def another(self):
        with closing(db_connect(self.cr.dbname).cursor()) as cr:
            yield api.Environment(cr, self.ref("base.user_root"), {})

    def most(self):
        with self.another() as env:
            return settings.get(env, "max_limit")

    def setting(self, value):
        with self.another() as env:
            env["ir.config_parameter"].set_param(NAME, value)
            env.cr.commit()

    def test_a_setting_read_before_the_commit_is_forgotten_with_it(self):
        self.addCleanup(self.setting, False)
        self.setting("70")
        with self.another() as env:
            env["ir.config_parameter"].set_param(NAME, "77")
            env.flush_all()
            # this thread is another one to Odoo's cache: all of a process share it
            self.assertEqual(self.most(), 70)
            env.cr.commit()
            self.assertEqual(self.most(), 77)

    def test_what_sql_changed_is_forgotten_with_its_commit(self):
        self.addCleanup(self.setting, False)
        self.setting("70")
        change = "UPDATE ir_config_parameter SET value = '77' WHERE key = %s"
        with self.another() as env:
            write.run(env, change, [NAME])
            self.assertEqual(self.most(), 70)
            env.cr.commit()
            self.assertEqual(self.most(), 77)

    def test_what_is_read_of_a_user_before_the_commit_is_forgotten_with_it(self):
        groups = [(4, self.ref("odoo_mcp.group_observer"))]
        with self.another() as env:
            values = {"name": "x", "login": "mcp_emptying", self.groups: groups}
            user = env["res.users"].with_context(no_reset_password=True).create(values)
            env.cr.commit()
            self.addCleanup(self.gone, user.id)
            self.assertEqual(self.mode(user.id), "OBSERVER")
            env["res.groups"].browse(groups[0][1]).write({self.users: [(3, user.id)]})
            env.flush_all()
            self.assertEqual(self.mode(user.id), "OBSERVER")
            env.cr.commit()
            self.assertEqual(self.mode(user.id), "NONE")
            # as at the end of a request, when other processes are told
            self.registry.cache_invalidated.clear()
            # Odoo forgets this after it has written, where it forgot the groups before
            user.write({"tz": "Asia/Kolkata"})
            env.flush_all()
            # Odoo may have looked itself; another thread makes room for ours
            other = Thread(target=self.registry.clear_cache)
            other.start()
            other.join()
            self.assertNotEqual(self.zone(user.id), "Asia/Kolkata")
            env.cr.commit()
            self.assertEqual(self.zone(user.id), "Asia/Kolkata")

    def zone(self, uid):
        with self.another() as env:
            return env(user=uid)["res.users"]._mcp_context(uid).get("tz")

    @property
    def groups(self):
        fields = self.env["res.users"]._fields
        return "group_ids" if "group_ids" in fields else "groups_id"

    @property
    def users(self):
        fields = self.env["res.groups"]._fields
        return "user_ids" if "user_ids" in fields else "users"

    def mode(self, uid):
        with self.another() as env:
            return env["mcp.policy"]._mode_by_id(uid).name

    def gone(self, uid):
        with self.another() as env:
            env["res.users"].browse(uid).unlink()
            env.cr.commit()

    def test_a_stop_read_before_the_commit_is_forgotten_with_it(self):
        # what is committed here would be rows of the audit for other tests
        self.patch(type(self.env["mcp.audit.log"]), "_note", lambda *_args: None)
        self.addCleanup(self.allow)
        with self.another() as env:
            boss = env(user=self.ref("base.user_admin"))
            boss["mcp.stop"]._stop("user:424242")
            env.flush_all()
            self.assertIsNone(self.reason())
            env.cr.commit()
            self.assertIn("stopped", self.reason())

    def reason(self):
        with self.another() as env:
            return env["mcp.stop"]._reason(424242, "key:0")

    def allow(self):
        with self.another() as env:
            env(user=self.ref("base.user_admin"))["mcp.stop"]._allow("user:424242")
            env.cr.commit()
