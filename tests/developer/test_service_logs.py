"""The last lines of a log: the newest are there, and what is left out is said."""

import tempfile
from pathlib import Path

from odoo.tests import tagged
from odoo.tools import config

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestServiceLogs(McpCase):
    def setUp(self):
        super().setUp()
        self.path = Path(tempfile.mkdtemp()) / "odoo.log"
        options = {**config.options, "logfile": str(self.path)}
        self.patch(config, "options", options)

    def logs(self, **values):
        outcome = self.call("service_status", action="logs", **values)
        return self.assertAnswers(outcome), outcome.text

    def resource(self):
        call = self.make_call("service_logs", {"service": "odoo"}, kind="resource")
        return self.answer(call).raw

    def fill(self, length):
        lines = [f"{n} {'x' * length}" for n in range(1000)]
        self.path.write_text("\n".join([*lines, "THE NEWEST LINE", ""]))

    def test_over_the_budget_the_newest_lines_stay_and_are_counted(self):
        self.fill(950)
        found, text = self.logs(log_lines=400)
        self.assertEqual(found["log_lines"][-1], "THE NEWEST LINE")
        self.assertEqual(found["line_count"], len(found["log_lines"]))
        self.assertGreater(found["line_count"], 20)
        left_out = str(400 - found["line_count"])
        self.assertIn(left_out, found["note"])
        self.assertIn(found["note"], text)
        self.assertIn("\nTHE NEWEST LINE", text)

    def test_the_resource_ends_with_the_newest_line_too(self):
        self.fill(950)
        self.assertTrue(self.resource().endswith("\nTHE NEWEST LINE"))

    def test_a_line_that_is_too_long_is_cut_and_takes_no_other_away(self):
        self.path.write_text("older\n" + "y" * 900_000 + "\nnewest\n")
        found, _text = self.logs()
        self.assertEqual(found["log_lines"][-1], "newest")
        self.assertRegex(found["log_lines"][-2], r"^y+ … cut by \d+ characters$")
        self.assertEqual(found["log_lines"][0], "older")

    def test_a_log_of_one_endless_line_is_not_empty(self):
        self.path.write_text("z" * 3_000_000)
        found, text = self.logs()
        self.assertEqual(found["line_count"], 1)
        self.assertIn("zzz", text)
        self.assertIn("cut", text)

    def test_a_secret_is_masked_where_the_beginning_of_an_endless_line_is_cut(self):
        for name, end in (("password=", "z"), ("password='", "'"), ("://joe:", "@x")):
            secret = "q" * 8500
            self.path.write_text("z" * 3_000_000 + " " + name + secret + end)
            _found, text = self.logs()
            self.assertNotIn("qqq", text)
            self.assertIn("***", text)

    def test_a_key_over_several_lines_is_masked_where_its_beginning_is_not_shown(self):
        key = [
            "-----BEGIN RSA PRIVATE KEY-----",
            *["MIIEpAIBAAKCAQEA" * 4] * 25,
            "aGVsbG8=",
            "-----END RSA PRIVATE KEY-----",
        ]
        self.path.write_text("\n".join(["before", *key, "after", ""]))
        for count in (10, 200):
            found, text = self.logs(log_lines=count)
            self.assertNotIn("MIIE", text)
            self.assertNotIn("aGVs", text)
            self.assertEqual(found["log_lines"][-1], "after")
        self.path.write_text("\n".join(["before", *key[:-1]]))
        self.assertNotIn("MIIE", self.logs()[1])

    def test_only_a_line_break_ends_a_line(self):
        self.path.write_text("before\na\x0cb\u2028c\x85d\n", encoding="utf-8")
        found, _text = self.logs(log_lines=1)
        self.assertEqual(found["log_lines"], ["a\x0cb\u2028c\x85d"])

    def test_after_a_rotation_the_older_file_is_read_and_named(self):
        self.path.with_name("odoo.log.1").write_text("of yesterday\n")
        self.path.with_name("odoo.log.2.gz").write_bytes(b"packed")
        for _missing in (True, False):
            found, text = self.logs()
            self.assertEqual(found["log_lines"], ["of yesterday"])
            self.assertIn("odoo.log.1", found["note"])
            self.assertIn("odoo.log.1", text)
            self.path.write_text("")

    def test_an_empty_log_is_said_to_be_empty(self):
        self.path.write_text("")
        found, text = self.logs()
        self.assertEqual(found["line_count"], 0)
        self.assertIn("empty", found["note"])
        self.assertIn("empty", text)
