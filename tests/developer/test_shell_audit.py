"""What the audit and the worker know of a call of ``odoo_shell`` afterwards."""

from odoo.tests import tagged

from ..patience import with_time
from .shell_case import ShellCase

LOG = "mcp.audit.log"


@tagged("post_install", "-at_install")
class TestShellAudit(ShellCase):
    def setUp(self):
        super().setUp()
        self.told = []
        conclude = type(self.env[LOG])._conclude

        def noted(log, call, result, reason="", **how):
            self.told.append((result, reason))
            return conclude(log, call, result, reason, **how)

        self.patch(type(self.env[LOG]), "_conclude", noted)

    def line(self):
        rows = self.env[LOG].search([("tool", "=", "odoo_shell")], limit=1)
        return rows.line

    def test_code_that_raised_is_an_error_in_the_audit_with_its_reason(self):
        self.shell("x = 1\n1 / 0", commit=True)
        ((result, reason),) = self.told
        self.assertEqual(result, "error")
        self.assertIn("ZeroDivisionError", reason)
        self.assertIn("RESULT=error", self.line())
        self.assertIn("COMMITTED=false", self.line())

    def test_code_that_was_stopped_is_an_error_in_the_audit(self):
        self.shell("import time\ntime.sleep(600)", timeout=1)
        ((result, reason),) = self.told
        self.assertEqual(result, "error")
        self.assertIn("rolled back", reason)

    def test_a_commit_of_which_nobody_knows_is_unknown_in_the_audit(self):
        code = "import time\nenv.cr.postcommit.add(lambda: time.sleep(600))"
        with_time(
            lambda seconds: self.shell(code, commit=True, timeout=seconds),
            lambda answer: answer["committed"] is None,
        )
        self.assertEqual(self.told[-1][0], "unknown")

    def test_code_that_ran_is_ok_in_the_audit(self):
        self.shell("1")
        self.assertEqual(self.told, [("ok", "")])

    def test_a_commit_is_not_taken_for_seen_in_the_calls_older_transaction(self):
        looks = []
        registry = type(self.env.registry)
        self.patch(registry, "check_signaling", lambda self, *a: looks.append(self))
        self.assertTrue(self.shell("1", commit=True)["committed"])
        self.assertFalse(looks)

    def test_what_was_printed_before_the_timeout_is_answered(self):
        answer = self.shell("import time\nprint('before')\ntime.sleep(600)", timeout=2)
        self.assertEqual(answer["output"], "before\n")

    def test_what_was_printed_and_logged_is_told_in_its_order(self):
        code = (
            "import logging, subprocess\nprint('one')\n"
            "logging.getLogger('thing').error('two')\nprint('three')\n"
            "subprocess.run(['echo', 'four'])\nprint('five')"
        )
        output = self.shell(code)["output"]
        self.assertEqual(
            output.splitlines(), ["one", "ERROR thing: two", "three", "four", "five"]
        )
