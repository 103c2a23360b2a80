import os
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import tagged

from ...services.server import module_change, modules, system
from ..common import McpCase

HOOK = """\
2026-11-22 22:00:00,000 7 CRITICAL db odoo.service.server: Failed to initialize database.
Traceback (most recent call last):
  File "/odoo/service/server.py", line 1361, in preload_registries
    registry = Registry.new(dbname)
  File "/addons/wg/hooks.py", line 12, in post_init_hook
    raise ValueError(text)
ValueError: hook says no
because of its second line
2026-11-22 22:00:01,000 7 INFO db odoo.service.server: Stopping"""
SYNTAX = """\
Traceback (most recent call last):
  File "/odoo/modules/module.py", line 369, in load
    __import__(qualname)
  File "/addons/wg/models/wg.py", line 3
    def broken(
              ^
SyntaxError: invalid syntax
"""


@tagged("post_install", "-at_install")
class TestModuleChange(McpCase):
    """What is told of a change in a second process, without running one."""

    def work(self, problem=None, is_over=True):
        job_id = self.env["mcp.job"]._start("a change")
        found = module_change.Change(self.env.cr.dbname, job_id, "-u", "mail")
        found.problem = problem
        if is_over:
            found.done.set()
        return found

    def upgrade(self, work):
        with patch.object(modules, "change", return_value=work):
            return self.call("upgrade_module", module_name="mail")

    def test_a_failure_is_told_with_its_place_and_all_of_its_message(self):
        self.assertEqual(
            module_change._why(HOOK.splitlines()),
            "ValueError: hook says no\nbecause of its second line "
            "(/addons/wg/hooks.py:12)",
        )
        self.assertEqual(
            module_change._why(SYNTAX.splitlines()),
            "SyntaxError: invalid syntax (/addons/wg/models/wg.py:3)",
        )

    def test_a_process_that_says_nothing_is_told_by_how_it_ended(self):
        for code, said in ((3, "exit code 3"), (137, "signal 9")):
            report = SimpleNamespace(exit_code=code, error=None)
            work = self.work()
            with patch.object(module_change, "follow", return_value=report):
                work._install()
            self.assertIn(said, work.problem)

    def test_a_failure_says_where_its_log_is(self):
        work = self.work("ValueError: no")
        self.assertRefused(
            self.upgrade(work), "ValueError", "get_job", str(work.job_id)
        )

    def test_a_change_under_way_does_not_read_as_one_that_ended(self):
        work = self.work(is_over=False)
        found = self.assertAnswers(self.upgrade(work))
        self.assertIn("still under way", found["note"])
        self.assertIn(str(work.job_id), found["note"])
        self.assertNotIn("note", self.assertAnswers(self.upgrade(self.work())))

    def test_the_job_tells_the_state_that_was_reached(self):
        work = self.work()
        work._note("done")
        found = self.env["mcp.job"].browse(work.job_id)
        found.invalidate_recordset()
        self.assertEqual(found.result["state"], "installed")
        self.assertTrue(found.result["installed_version"])

    def test_a_manifest_is_no_python_that_odoo_has_imported(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "__manifest__.py")
            file.touch()
            later = system.started_at() + 1000
            os.utime(file, (later, later))
            with patch.object(modules, "get_module_path", return_value=folder):
                self.assertFalse(modules.is_newer_than_server("x"))
                Path(folder, "a.py").touch()
                os.utime(Path(folder, "a.py"), (later, later))
                self.assertTrue(modules.is_newer_than_server("x"))
