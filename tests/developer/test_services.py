import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import config

from ...services.audit.masking import masked, masked_text
from ...services.audit.redaction import clean
from ...services.oauth import secrets
from ...services.route import FILES
from ...services.server import service_control, system
from ...services.stopping import process_mark
from ...services.supervised import SUPERVISOR, Supervised
from ..common import McpCase

LONG = "a" * 40
TOKENS = (secrets.ACCESS, secrets.REFRESH, secrets.CODE, secrets.CLIENT)
# texts that are secrets wherever they stand, and what of them must not be seen
SHAPES = [
    *((f"x {prefix}{LONG} y", LONG) for prefix in TOKENS),
    (f"GET {FILES}/abc-def_0?db=x HTTP/1.1", "abc-def_0"),
    ("postgresql://odoo:hunter2@db/odoo", "hunter2"),
    ("-H 'Authorization: Basic YWRtaW46YWRtaW4='", "YWRtaW46"),
    ("-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----", "MIIE"),
]


@tagged("post_install", "-at_install")
class TestServices(McpCase):
    def test_the_status_of_odoo_names_this_very_process(self):
        found = self.assertAnswers(self.call("service_status"))
        self.assertTrue(found["running"])
        self.assertIn(os.getpid(), [p["pid"] for p in found["processes"]])

    def test_what_does_not_exist_is_left_out(self):
        self.patch(service_control, "unit_state", lambda service: None)
        found = self.assertAnswers(self.call("service_status"))
        self.assertEqual(set(found), {"service", "action", "running", "processes"})

    def test_postgresql_runs_also_when_none_of_its_processes_is_here(self):
        self.patch(system, "named", lambda name: [])
        found = self.assertAnswers(self.call("service_status", service="postgresql"))
        self.assertTrue(found["running"])
        self.assertIn("not on this machine", found["note"])
        found = self.assertAnswers(self.call("service_status", service="nginx"))
        self.assertFalse(found["running"])

    def test_odoo_itself_is_shown_and_not_what_runs_for_a_call(self):
        started = system.started_at() + 60
        self.patch(system, "started_at", lambda: started)
        self.mcp_caller.tz = "Asia/Tokyo"
        with Supervised(["/bin/sleep", "60"], env={}):
            found = self.assertAnswers(self.call("service_status"))
        (odoo,) = [p for p in found["processes"] if p["pid"] == os.getpid()]
        shown = datetime.fromisoformat(odoo["started_at"])
        self.assertEqual(shown.timestamp(), int(started))
        self.assertEqual(shown.utcoffset().total_seconds(), 9 * 3600)
        names = [p.cmdline() for p in system.odoo_processes()]
        self.assertNotIn(str(SUPERVISOR), str(names))

    def test_stopping_the_database_says_what_stops_with_it(self):
        self.patch(service_control, "check", lambda *_args: None)
        arguments = {"service": "postgresql", "action": "stop"}
        principal = self.principal(trusted=False)
        call = self.make_call("service_status", arguments, principal=principal)
        self.assertIn("cannot work without it", self.preview(call).preview)

    def test_a_log_that_nobody_knows_is_no_empty_log(self):
        self.patch(config, "options", {**config.options, "logfile": ""})
        if os.path.isdir("/run/systemd/system"):
            self.skipTest("this machine has a journal")
        outcome = self.call("service_status", action="logs")
        self.assertRefused(outcome, "logfile")

    def test_a_service_that_is_not_allowed_is_refused_with_the_setting(self):
        outcome = self.call("service_status", service="sshd")
        self.assertRefused(outcome, "mcp.allowed_services")

    def test_a_restart_is_confirmed_and_a_look_is_not(self):
        principal = self.principal(trusted=False)
        look = self.make_call("service_status", {}, principal=principal)
        self.assertAnswers(self.answer(look))
        restart = self.make_call(
            "service_status", {"action": "restart"}, principal=principal
        )
        self.assertIn("restart", self.preview(restart).preview)

    def test_what_is_refused_is_not_asked_about(self):
        if os.path.isdir("/run/systemd/system"):
            self.skipTest("this machine has systemd")
        for service, action in (("nginx", "restart"), ("postgresql", "stop")):
            arguments = {"service": service, "action": action}
            principal = self.principal(trusted=False)
            call = self.make_call("service_status", arguments, principal=principal)
            self.assertRefused(self.answer(call), "systemd", service)

    def test_a_restart_that_odoo_would_not_survive_is_refused(self):
        done = []
        self.patch(service_control, "_soon", done.append)
        self.patch(service_control.server, "server", self)
        self.patch(sys, "prefix", "/somewhere/venv")
        for path in ("/nonexistent", "/nonexistent:/usr/bin:/bin"):
            self.patch(system, "main_environment", lambda path=path: {"PATH": path})
            outcome = self.call("service_status", action="restart")
            self.assertRefused(outcome, "PATH", os.path.dirname(sys.executable))
        self.assertFalse(done)
        path = os.path.dirname(sys.executable)
        self.patch(system, "main_environment", lambda: {"PATH": path})
        found = self.assertAnswers(self.call("service_status", action="restart"))
        self.assertIn("restarts", found["note"])
        self.assertEqual(len(done), 1)

    def test_a_restart_waits_for_jobs_that_live(self):
        done = []
        self.patch(service_control, "_soon", done.append)
        self.patch(service_control.server, "server", self)
        path = os.path.dirname(sys.executable)
        self.patch(system, "main_environment", lambda: {"PATH": path})
        job = self.env["mcp.job"].create(
            {
                "name": "Install x",
                "user_id": self.env.uid,
                "process": process_mark.own(),
            }
        )
        outcome = self.call("service_status", action="restart")
        self.assertRefused(outcome, "Install x", str(job.id))
        self.assertFalse(done)
        earlier = f"{process_mark.of(os.getpid())} an-earlier-life"
        for job.process in (earlier, "elsewhere 1 1"):
            self.assertAnswers(self.call("service_status", action="restart"))
        self.assertEqual(len(done), 2)

    def test_a_worker_knows_when_odoo_was_started(self):
        reading, writing = os.pipe()
        if (pid := os.fork()) == 0:
            os.write(writing, repr(system.started_at()).encode())
            os._exit(0)
        os.waitpid(pid, 0)
        os.close(writing)
        with os.fdopen(reading) as said:
            self.assertAlmostEqual(float(said.read()), system.started_at(), 3)

    def test_the_log_is_odoos_real_file_with_secrets_masked(self):
        path = Path(tempfile.mkdtemp()) / "odoo.log"
        path.write_text("one\ntwo password=hunter2\nthree\n")
        self.patch(config, "options", {**config.options, "logfile": str(path)})
        found = self.call("service_status", action="logs", log_lines=2)
        lines = self.assertAnswers(found)["log_lines"]
        self.assertEqual(lines, ["two password=***", "three"])

    def test_secrets_of_the_configuration_are_masked_nested_too(self):
        found = masked(
            {
                "admin_passwd": "x",
                "db_password": False,
                "nested": {"smtp_password": "y", "url": "https://a:b@host/"},
            }
        )
        self.assertEqual(found["admin_passwd"], "***")
        self.assertEqual(found["db_password"], False)
        self.assertEqual(
            found["nested"], {"smtp_password": "***", "url": "https://***@host/"}
        )

    def test_secrets_in_a_line_of_a_log_are_masked(self):
        for line, secret in (
            ('{"password": "hunter2", "x": 1}', "hunter2"),
            ("Authorization: Bearer abc.def", "abc.def"),
            ("token='s3cret'", "s3cret"),
            ('password = "two words"', "words"),
            ("Authorization: Basic YWRtaW46YWRtaW4=", "YWRtaW46"),
            ("GET /web?session_id=0123abc HTTP/1.1", "0123abc"),
            ("mcp_" + "a" * 40, "a" * 40),
            *SHAPES,
        ):
            self.assertNotIn(secret, masked_text(line))
            self.assertIn("***", masked_text(line))

    def test_the_audit_knows_the_same_shapes(self):
        for line, secret in SHAPES:
            self.assertNotIn(secret, clean(line))
            self.assertIn("***", clean(line))

    def test_one_option_is_read_and_an_unknown_one_is_an_error(self):
        found = self.assertAnswers(self.call("read_config", key="data_dir"))
        self.assertEqual(found["config"], {"data_dir": config["data_dir"]})
        self.assertRefused(self.call("read_config", key="data_dri"), "data_dir")

    def test_an_option_of_ours_that_is_not_set_is_null(self):
        found = self.assertAnswers(self.call("read_config", key="mcp_ro_dsn"))
        self.assertEqual(found["config"], {"mcp_ro_dsn": None})

    def test_the_whole_configuration_holds_no_secret(self):
        found = self.assertAnswers(self.call("read_config"))["config"]
        self.assertIn(found["admin_passwd"], ("***", None, False, ""))

    def resource(self, name, **arguments):
        call = self.make_call(name, arguments, kind="resource")
        outcome = self.answer(call)
        self.assertFalse(outcome.is_error, outcome.text)
        return outcome.raw

    def test_the_system_resource_has_memory_disk_load_and_versions(self):
        facts = self.resource("system").system
        self.assertGreater(facts["memory"]["total"], facts["memory"]["available"])
        self.assertEqual(len(facts["load"]), 3)
        self.assertIn(os.getpid(), [p["pid"] for p in facts["processes"]])

    def test_the_modules_resource_lists_installed_ones(self):
        names = [module["name"] for module in self.resource("modules").modules]
        self.assertIn("odoo_mcp", names)
