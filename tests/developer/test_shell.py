import psutil

from odoo.tests import tagged
from odoo.tools import config

from ...services.protocol import confirming
from ...services.protocol.calling import RoundTrip
from ...services.protocol.confirming import KEY
from ...services.python import shell
from ...services.supervised import readable
from ..patience import LONG, with_time
from .shell_case import ShellCase


@tagged("post_install", "-at_install")
class TestShell(ShellCase):
    def child(self):
        return shell._children[self.env.cr.dbname]

    def test_the_value_of_the_last_expression_and_the_output_are_answered(self):
        answer = self.shell("print('hello')\nx = 20\nx + 22")
        self.assertEqual(answer["value"], 42)
        self.assertEqual(answer["output"], "hello\n")
        self.assertIsNone(answer["error"])

    def test_a_value_that_json_cannot_say_is_answered_as_text(self):
        for code, value in (
            ("float('nan')", "nan"),
            ("[float('inf')]", "[inf]"),
            ("'\\ud800'", "'\\ud800'"),
            ("env.user", "res.users("),
        ):
            self.assertIn(value, self.shell(code)["value"])
        answer = self.shell("raise ValueError('\\ud800')")
        self.assertIn("ud800", answer["error"].encode().decode())

    def test_a_child_that_died_between_calls_is_replaced_unnoticed(self):
        self.shell("1")
        supervisor = psutil.Process(self.child().pid)
        (main,) = supervisor.children()
        main.kill()
        psutil.wait_procs([main], timeout=LONG)
        self.assertEqual(self.shell("40 + 2")["value"], 42)
        self.assertFalse(supervisor.is_running())

    def test_a_child_that_died_and_was_not_yet_reported_is_replaced_unnoticed(self):
        self.shell("1")
        (main,) = psutil.Process(self.child().pid).children()
        main.kill()
        psutil.wait_procs([main], timeout=LONG)
        # its supervisor tells a moment later: the order meets a closed pipe
        self.patch(shell.Supervised, "has_ended", lambda _child: False)
        self.assertEqual(self.shell("40 + 2")["value"], 42)

    def test_a_child_that_nobody_needs_ends_by_itself(self):
        self.patch(shell, "IDLE_S", 0.2)
        self.patch(shell, "LINGER_S", 0)
        # the next test must not meet one that is about to end
        self.addCleanup(shell.end, self.env.cr.dbname)
        self.shell("1")
        child = self.child()
        self.assertTrue(readable(child.report, 10))
        self.assertEqual(self.shell("40 + 2")["value"], 42)
        self.assertIsNot(self.child(), child)

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
        for keep in (False, True):
            answer = self.shell("env.cr.commit()", commit=keep)
            self.assertIn(
                "cr.commit() is refused" if keep else "refused", answer["error"]
            )
            self.assertFalse(answer["committed"])

    def test_without_commit_another_cursor_keeps_nothing_either(self):
        code = (
            "with env.registry.cursor() as cr2:\n"
            "    env(cr=cr2)['res.partner'].create({'name': 'Shell other'})"
        )
        self.assertIn("nothing is kept", self.shell(code)["error"])
        found = "env['res.partner'].search_count([('name', '=', 'Shell other')])"
        self.assertEqual(self.shell(found)["value"], 0)

    def test_what_runs_before_a_commit_runs_before_the_rollback_too(self):
        answer = self.shell("env.cr.precommit.add(lambda: 1 / 0)")
        self.assertIn("ZeroDivisionError", answer["error"])

    def test_a_timeout_in_the_commit_says_that_the_outcome_is_not_known(self):
        code = "import time\nenv.cr.postcommit.add(lambda: time.sleep(600))"
        answer = with_time(
            lambda seconds: self.shell(code, commit=True, timeout=seconds),
            lambda answer: answer["committed"] is None,
        )
        self.assertIn("not known", answer["error"])
        self.assertIsNone(answer["committed"])

    def test_a_fork_of_the_code_has_no_say(self):
        for child in ("0", "1 / 0", "exit()"):
            answer = self.shell(f"import os\nos.wait()[1] if os.fork() else {child}")
            self.assertEqual((answer["value"], answer["error"]), (0, None), child)

    def test_a_query_of_killed_code_ends_in_postgresql_too(self):
        mark = "mcp-killed-query"
        sleep = f"env.cr.execute(\"SET statement_timeout = 0; SELECT pg_sleep(600), '{mark}'\")"
        answer = self.shell(sleep, timeout=1)
        self.assertIn("rolled back", answer["error"])
        running = (
            "import time\nfor _n in range(600):\n"
            "    env.cr.execute('SELECT pg_stat_clear_snapshot()')\n"
            '    env.cr.execute("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '
            "%s AND state = 'active' AND pid != pg_backend_pid() "
            f"AND datname = current_database()\", ['%{mark}%'])\n"
            "    found = env.cr.fetchone()[0]\n"
            "    if not found: break\n"
            "    time.sleep(0.1)\nfound"
        )
        self.assertEqual(self.shell(running, timeout=LONG)["value"], 0)

    def test_every_connection_of_the_code_has_the_time_of_the_call(self):
        code = (
            "from contextlib import closing\n"
            "with closing(env.registry.cursor()) as cr2:\n"
            "    cr2.execute('SHOW statement_timeout')\n"
            "    found = cr2.fetchone()[0]\nfound"
        )
        self.assertEqual(self.shell(code, timeout=77)["value"], "77s")

    def test_a_timeout_over_odoos_own_is_capped_and_said(self):
        self.patch(config, "options", {**config.options, "limit_time_real": 60})
        self.assertIn("limit_time_real", self.shell("1", timeout=200)["note"])
        self.assertIsNone(self.shell("1", timeout=40)["note"])

    def test_the_language_and_companies_of_the_caller_are_those_of_the_code(self):
        admin = self.env.ref("base.user_admin")
        env = self.env(user=admin.id, context={"lang": "en_US", "tz": "Asia/Tokyo"})
        answer = shell.run(env, "env.context['tz']", timeout=LONG, commit=False)
        self.assertEqual(answer["value"], "Asia/Tokyo")

    def test_a_company_that_the_code_makes_is_the_callers_at_once(self):
        admin = self.env.ref("base.user_admin")
        code = (
            "made = env['res.company'].create({'name': 'Made'})\n"
            "values = {'name': 'Of it', 'company_id': made.id}\n"
            "env['res.partner'].create(values).company_id == made"
        )
        env = self.env(user=admin.id, context=dict(allowed_company_ids=[1]))
        self.assertEqual(admin.company_ids.ids, [1])
        answer = shell.run(env, code, timeout=LONG, commit=False)
        self.assertEqual(answer["value"], True)

    def test_code_stays_in_the_companies_to_which_a_key_is_limited(self):
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.env["res.company"].create({"name": "Not its own"})
        env = self.env(user=admin.id, context=dict(allowed_company_ids=[1]))
        code = "env.context['allowed_company_ids']"
        answer = shell.run(env, code, timeout=LONG, commit=False)
        self.assertEqual(answer["value"], [1])

    def test_an_exception_is_answered_from_the_callers_code_on_and_rolls_back(self):
        answer = self.shell("x = 1\n1 / 0", commit=True)
        self.assertIn("ZeroDivisionError", answer["error"])
        self.assertIn("line 2", answer["error"])
        self.assertFalse(answer["committed"])

    def test_nothing_outlives_its_time(self):
        endless = (
            "while True: pass",
            "env.cr.execute('SELECT pg_sleep(600)')",
            "import time\nwhile True:\n    try:\n        time.sleep(99)\n"
            "    except BaseException:\n        pass",
            "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)\n"
            "time.sleep(600)",
        )
        for code in endless:
            with self.subTest(code=code):
                answer = self.shell(code, timeout=1)
                self.assertTrue(answer["error"])
                self.assertLess(answer["duration_ms"], LONG * 1000)
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
        self.assertIn("40 + 2", asked.preview)
        self.assertIn("rolled back", asked.preview)
        # another time it would say another time
        self.assertEqual(call.preview.state, "")

    def test_the_code_is_inside_the_call_where_only_persons_change_keys_and_stops(self):
        for code in (
            "env['mcp.key'].sudo()._mcp_generate(env.user, 'x', trusted=True)",
            "env['mcp.stop']._stop('user:424242')",
        ):
            self.assertIn("AccessError", self.shell(code)["error"] or "", code)

    def untrusted(self, code, **values):
        admin = self.env.ref("base.user_admin")
        arguments = {"code": code, "commit": True}
        who = {"user": admin, "principal": self.principal(admin, trusted=False)}
        return self.make_call("odoo_shell", arguments, **who, **values)

    def test_code_that_fails_in_the_preview_is_answered_and_not_asked_about(self):
        outcome = self.answer(self.untrusted("1/0"))
        self.assertRefused(outcome, "ZeroDivisionError", "rolled back")
        self.assertFalse(outcome.structured["committed"])

    def test_a_dry_run_says_that_the_code_was_run(self):
        outcome = self.answer(self.untrusted("6 * 7", dry_run=True))
        found = self.assertAnswers(outcome)
        self.assertTrue(found["dry_run"])
        self.assertIn("value: 42", found["preview"])
        self.assertNotIn("nothing was changed", outcome.text)
        self.assertIn("the code was run", outcome.text)

    def test_who_declines_is_told_that_the_code_was_run(self):
        call = self.untrusted("open('/dev/null', 'w').close()")
        self.preview(call)
        trip = RoundTrip("tools/call", {}, {KEY: {"action": "decline"}})
        trip.state = {"token": "x", "keys": ["confirm"]}
        outcome = confirming.declined(call, trip)
        self.assertRefused(outcome, "Declined", "the code was run")
