from odoo.tests import tagged

from ..services.python import shell
from .common import McpCase


@tagged("post_install", "-at_install")
class TestShell(McpCase):
    """A real child process on the real database: it sees what is committed."""

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.rate_shell", "1000")

    @classmethod
    def tearDownClass(cls):
        shell.end(cls.env.cr.dbname)
        super().tearDownClass()

    def shell(self, code, **values):
        # the caller of a test exists in this transaction alone, the child sees admin
        admin = self.env.ref("base.user_admin")
        call = self.make_call(
            "odoo_shell",
            {"code": code, **values},
            user=admin,
            principal=self.principal(admin),
        )
        return self.assertAnswers(self.answer(call))

    def test_the_value_of_the_last_expression_and_the_output_are_answered(self):
        answer = self.shell("print('hello')\nx = 20\nx + 22")
        self.assertEqual(answer["value"], 42)
        self.assertEqual(answer["output"], "hello\n")
        self.assertIsNone(answer["error"])

    def test_env_is_the_callers(self):
        answer = self.shell(
            "[env.user.login, self.id == uid, env['res.country'].search_count([]) > 9]"
        )
        self.assertEqual(answer["value"], ["admin", True, True])

    def test_changes_roll_back_unless_commit(self):
        code = "env['res.partner'].create({'name': 'Shell %s'}).exists().name"
        self.assertEqual(self.shell(code % "one")["value"], "Shell one")
        found = "env['res.partner'].search_count([('name', '=', 'Shell one')])"
        self.assertEqual(self.shell(found)["value"], 0)

    def test_a_commit_is_kept_and_said(self):
        name = "mcp.test.shell"
        code = f"env['ir.config_parameter'].set_param('{name}', 'kept')"
        self.assertTrue(self.shell(code, commit=True)["committed"])
        read = f"env['ir.config_parameter'].get_param('{name}')"
        self.assertEqual(self.shell(read)["value"], "kept")
        self.shell(
            f"env['ir.config_parameter'].set_param('{name}', False)", commit=True
        )

    def test_cr_commit_in_the_code_is_refused(self):
        self.assertIn("commit", self.shell("env.cr.commit()")["error"])

    def test_an_exception_is_answered_from_the_callers_code_on_and_rolls_back(self):
        answer = self.shell("x = 1\n1 / 0", commit=True)
        self.assertIn("ZeroDivisionError", answer["error"])
        self.assertIn("line 2", answer["error"])
        self.assertFalse(answer["committed"])

    def test_nothing_outlives_its_time(self):
        endless = (
            "while True: pass",
            "env.cr.execute('SELECT pg_sleep(60)')",
            "import time\nwhile True:\n    try:\n        time.sleep(9)\n"
            "    except BaseException:\n        pass",
            "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)\n"
            "time.sleep(60)",
        )
        for code in endless:
            with self.subTest(code=code):
                answer = self.shell(code, timeout=1)
                self.assertTrue(answer["error"])
                self.assertLess(answer["duration_ms"], 15_000)
        self.assertEqual(self.shell("1")["value"], 1)

    def test_a_process_that_the_code_left_behind_is_ended(self):
        mark = "mcp-left-behind-4711"
        self.shell(
            "import subprocess\nsubprocess.Popen(['/bin/sh', '-c', "
            f"'exec -a {mark} sleep 300 || sleep 300; : {mark}'], "
            "start_new_session=True).pid > 0"
        )
        code = (
            "import subprocess\nsubprocess.run(['pgrep', '-f', '%s sleep']).returncode"
        )
        self.assertEqual(self.shell(code % mark[:-1])["value"], 1)

    def test_output_belongs_to_its_own_call_and_is_cut(self):
        self.assertEqual(self.shell("1")["output"], "")
        answer = self.shell("print('x' * 300000)")
        self.assertIn("cut", answer["output"])
        self.assertLess(len(answer["output"]), 21_000)

    def test_the_environment_holds_no_database_password(self):
        answer = self.shell("import os\nsorted(k for k in os.environ if 'PASS' in k)")
        self.assertEqual(answer["value"], [])

    def test_a_preview_runs_and_rolls_back(self):
        admin = self.env.ref("base.user_admin")
        call = self.make_call(
            "odoo_shell",
            {"code": "40 + 2", "commit": True},
            user=admin,
            principal=self.principal(admin, trusted=False),
        )
        asked = self.preview(call)
        self.assertIn("value: 42", asked.preview)
        self.assertIn("rolled back", asked.preview)
