import os
from pathlib import Path

import psutil

from odoo.tests import tagged
from odoo.tools import config

from ...services import files
from ...services.answers import fitting
from ...services.call import Client
from ..common import McpCase
from ..patience import with_time


@tagged("-at_install", "post_install")
class TestExecuteCommand(McpCase):
    def setUp(self):
        super().setUp()
        self.allow_root(True)
        self.set_param("mcp.rate_commands", "1000")

    def allow_root(self, allowed):
        before = config.options.get("mcp_allow_root")
        config["mcp_allow_root"] = allowed
        self.addCleanup(config.__setitem__, "mcp_allow_root", before)

    def set_param(self, name, value):
        # sudo: what an administrator does in Settings
        self.env["ir.config_parameter"].sudo().set_param(name, value)

    def run_command(self, command, **arguments):
        return self.call("execute_command", command=command, **arguments)

    def test_a_command_answers_output_and_exit_code(self):
        answer = self.run_command("echo out; echo err >&2; exit 3")
        said = self.assertAnswers(answer)
        self.assertEqual(
            (said["stdout"], said["stderr"], said["exit_code"], said["timed_out"]),
            ("out\n", "err\n", 3, False),
        )
        for word in ("exit_code=3", "out", "stderr:\nerr"):
            self.assertIn(word, answer.text)

    def test_it_runs_in_the_scratch_folder_unless_told_otherwise(self):
        said = self.assertAnswers(self.run_command("pwd"))
        self.assertEqual(said["stdout"].strip(), os.path.realpath(files.scratch()))
        folder = str(Path(__file__).parent)
        said = self.assertAnswers(self.run_command("pwd", working_directory=folder))
        self.assertEqual(said["stdout"].strip(), os.path.realpath(folder))

    def test_a_folder_outside_the_roots_is_refused(self):
        for folder in (
            "/",
            "/etc",
            "relative",
            f"{Path(__file__).parent}/../../../../..",
        ):
            with self.subTest(folder):
                answer = self.run_command("pwd", working_directory=folder)
                self.assertRefused(answer, "working_directory")

    def test_a_folder_that_does_not_exist_is_refused(self):
        folder = f"{files.scratch()}/none"
        answer = self.run_command("pwd", working_directory=folder)
        self.assertRefused(answer, "does not exist")

    def test_the_timeout_ends_the_command_and_is_an_answer(self):
        answer = with_time(
            lambda seconds: self.run_command("echo begun; sleep 600", timeout=seconds),
            lambda answer: self.assertAnswers(answer)["stdout"],
        )
        said = self.assertAnswers(answer)
        self.assertEqual((said["exit_code"], said["timed_out"]), (-1, True))
        rows = self.env["mcp.audit.log"].search([("tool", "=", "execute_command")])
        self.assertIn("error", rows.mapped("result"))
        self.assertEqual(said["stdout"], "begun\n")
        self.assertIn(f"timed out after {said['timeout']} s", answer.text)

    def test_a_timeout_over_the_setting_is_capped_and_said(self):
        self.set_param("mcp.command_max_timeout", "2")
        said = self.assertAnswers(self.run_command("true", timeout=1_000_000_000))
        self.assertEqual(said["timeout"], 2)
        self.assertIn("capped to 2 s", said["note"])

    def test_a_timeout_over_what_odoo_gives_a_request_is_capped_and_said(self):
        before = config["limit_time_real"]
        self.addCleanup(config.__setitem__, "limit_time_real", before)
        config["limit_time_real"] = 40
        said = self.assertAnswers(self.run_command("true", timeout=500))
        self.assertEqual(said["timeout"], 30)
        self.assertIn("limit_time_real", said["note"])

    def test_a_client_that_has_gone_ends_the_command(self):
        class Gone(BaseException):
            pass

        class Channel:
            def progress(self, seconds, total, message):
                raise Gone

            def is_gone(self):
                return False

        mark = f"sleep 60.{os.getpid()}"
        call = self.make_call(
            "execute_command", {"command": mark}, client=Client(channel=Channel())
        )
        with self.assertRaises(Gone):
            self.answer(call)
        running = [
            " ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"])
        ]
        self.assertNotIn(mark, running)

    def test_the_default_timeout_is_the_setting(self):
        self.set_param("mcp.command_timeout", "7")
        self.assertEqual(self.assertAnswers(self.run_command("true"))["timeout"], 7)

    def test_bad_arguments_are_refused(self):
        for bad in (
            {"command": ""},
            {"command": "a\0b"},
            {"command": None},
            {"command": 1},
            {"command": "x" * 1_048_576},
            {"command": "true", "timeout": 0},
            {"command": "true", "timeout": -1},
            {"command": "true", "timeout": "soon"},
            {"command": "true", "extra": 1},
            {"command": "true", "env_vars": {"A=B": "x"}},
            {"command": "true", "env_vars": {"A": "x\0"}},
            {"command": "true", "env_vars": ["A"]},
            {},
        ):
            with self.subTest(str(bad)[:60]):
                answer = self.call("execute_command", **bad)
                self.assertRefused(answer, "Invalid arguments")

    def test_environment_variables_are_added(self):
        said = self.assertAnswers(
            self.run_command('echo "$GREETING"', env_vars={"GREETING": "a 'b' $c"})
        )
        self.assertEqual(said["stdout"], "a 'b' $c\n")

    def test_no_password_of_odoo_is_in_the_environment(self):
        os.environ["PGPASSWORD"] = "hunter2"
        self.addCleanup(os.environ.pop, "PGPASSWORD")
        command = "env; cat /proc/self/environ /proc/$PPID/environ"
        said = self.assertAnswers(self.run_command(command))
        self.assertIn("PATH=", said["stdout"])
        self.assertNotIn("hunter2", said["stdout"])

    def test_long_output_is_cut_and_said_in_both_halves(self):
        answer = self.run_command(
            "yes line | head -c 5000000; yes err | head -c 99999 >&2"
        )
        said = self.assertAnswers(answer)
        self.assertTrue(said["truncated"])
        self.assertEqual((said["stdout_bytes"], said["stderr_bytes"]), (5000000, 99999))
        self.assertTrue(said["stdout"].startswith("line\nline\n"))
        self.assertGreater(len(said["stderr"]), 1000)
        self.assertIn("output cut", answer.text)
        self.assertNotIn("over the budget", answer.text)
        self.assertLessEqual(
            fitting.cost(said["stdout"]) + fitting.cost(said["stderr"]), 60 * 1024
        )

    def test_output_that_is_no_text_is_answered_all_the_same(self):
        said = self.assertAnswers(self.run_command(r"printf '\xff\x00a'"))
        self.assertEqual(said["stdout"], "\ufffd\0a")

    def test_several_lines_are_one_command(self):
        said = self.assertAnswers(self.run_command("A=1\necho $A\ncat <<X\nb\nX"))
        self.assertEqual(said["stdout"], "1\nb\n")

    def test_a_confirmation_shows_what_would_run_and_runs_nothing(self):
        mark = Path(files.scratch()) / "mcp_test_mark"
        self.addCleanup(mark.unlink, missing_ok=True)
        call = self.make_call(
            "execute_command",
            {"command": f"touch {mark}", "env_vars": {"A": "1"}},
            principal=self.principal(trusted=False),
        )
        shown = self.preview(call).preview
        for word in (f"touch {mark}", files.scratch(), "30 s", "variables: A"):
            self.assertIn(word, shown)
        self.assertFalse(mark.exists())

    def test_root_is_refused_unless_odoo_conf_allows_it(self):
        if os.geteuid():
            self.skipTest("not running as root")
        self.allow_root(False)
        self.assertRefused(self.run_command("true"), "mcp_allow_root")
        config["mcp_allow_root"] = "False"
        self.assertRefused(self.run_command("true"), "mcp_allow_root")
        who = self.principal(trusted=False)
        call = self.make_call("execute_command", {"command": "true"}, principal=who)
        self.assertRefused(self.answer(call), "mcp_allow_root")
