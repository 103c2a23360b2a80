"""What ``odoo_shell`` tells of code that fails or logs: little, and what matters."""

from odoo.tests import tagged

from ..things import size
from .shell_case import ShellCase

# both halves: they were 8.8 kB, with every frame of every addon
MOST_BYTES = 2500
UNNAMED = "values = {'name': False}\ndef make():\n    return env['res.partner'].create(values)\nmake()"


@tagged("post_install", "-at_install")
class TestShellFailing(ShellCase):
    def error(self, code):
        return self.shell(code)["error"]

    def test_a_refusal_deep_in_odoo_takes_at_most_2500_bytes(self):
        self.assertLessEqual(size(self.outcome(UNNAMED)), MOST_BYTES)

    def test_the_callers_lines_the_last_frame_and_the_exception_are_told(self):
        error = self.error(UNNAMED)
        for part in (
            'File "<odoo_shell>", line 4, in <module>\n    make()',
            "line 3, in make\n    return env['res.partner'].create(values)",
            "sql_db.py",
            "res_partner_check_name",
        ):
            self.assertIn(part, error)
        self.assertRegex(error, r"… \d+ frames")

    def test_no_frame_of_the_addons_internals_is_told(self):
        for code in (UNNAMED, "1 / 0", "x =\n", "env.cr.execute('SELECT 1 / 0')"):
            for internal in ("odoo_mcp/models", "services/python", "ast.py"):
                self.assertNotIn(internal, self.error(code), code)

    def test_what_a_timeout_rolled_back_is_said_once(self):
        outcome = self.outcome("import time\ntime.sleep(30)", timeout=1)
        self.assertEqual(outcome.text.count("rolled back"), 1, outcome.text)
        self.assertIn("rolled back", self.outcome("1").text)

    def test_a_preview_that_fails_tells_what_was_printed_and_the_error_once(self):
        admin = self.env.ref("base.user_admin")
        call = self.make_call(
            "odoo_shell",
            {"code": "print('printed', 7 * 11)\n1 / 0"},
            principal=self.principal(admin, trusted=False),
            user=admin,
        )
        outcome = self.answer(call)
        self.assertRefused(outcome, "rolled back")
        self.assertEqual(outcome.text.count("printed 77"), 1)
        self.assertEqual(outcome.text.count("Traceback"), 1)

    def test_wrong_syntax_is_told_with_its_line(self):
        error = self.error("y = 1\nx =\n")
        self.assertIn("line 2", error)
        self.assertIn("SyntaxError", error)

    def test_a_recursion_is_told_at_both_ends(self):
        error = self.error("def f(n):\n    return f(n + 1)\nf(0)")
        self.assertIn("RecursionError", error)
        self.assertLess(len(error.splitlines()), 40)

    def test_what_an_exception_came_from_is_told(self):
        code = "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('no')"
        self.assertIn("From: ZeroDivisionError", self.error(code))

    def test_a_long_message_is_cut_and_says_by_how_much(self):
        error = self.error("raise ValueError('x' * 5000)")
        self.assertLess(len(error), 2000)
        self.assertRegex(error, r"cut by 35\d\d characters")

    def test_log_lines_are_short_and_few_and_the_others_are_counted(self):
        code = (
            "import logging\nfor n in range(50):\n"
            "    logging.getLogger('thing').warning('number %s %s', n, 'y' * 1000)\n"
        )
        lines = self.shell(code)["output"].splitlines()
        self.assertEqual(len(lines), 21)
        self.assertTrue(lines[0].startswith("WARNING thing: number 0 yyy"))
        self.assertLess(max(map(len, lines)), 330)
        self.assertEqual(lines[-1], "… 30 more log lines")

    def test_a_logged_exception_is_told_in_a_line(self):
        code = (
            "import logging\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n"
            "    logging.getLogger('thing').exception('it failed')\n"
        )
        output = self.shell(code)["output"]
        self.assertEqual(
            output, "ERROR thing: it failed (ZeroDivisionError: division by zero)\n"
        )

    def test_what_is_printed_is_not_shortened(self):
        output = self.shell("print('z' * 1000)\nfor n in range(40): print(n)")
        self.assertIn("z" * 1000, output["output"])
        self.assertIn("\n39\n", output["output"])
