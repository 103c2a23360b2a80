"""Health, capabilities, and the choice of a database."""

from __future__ import annotations

from odoo.tests import tagged
from odoo.tools import mute_logger

from .wire import PATH, WireCase


@tagged("post_install", "-at_install")
class TestStatus(WireCase):
    def test_health_says_more_to_who_has_a_key(self):
        self.open_session()
        facts = self.url_open(f"{PATH}/health", headers=self.headers).json()
        self.assertEqual((facts["status"], facts["database"]), ("ok", True))
        self.assertGreaterEqual(facts["sessions"], 1)
        self.assertGreater(facts["uptime_s"], 0)
        self.assertIn("odoo_version", facts)

    def test_health_with_a_wrong_key_is_401(self):
        wrong = {"Authorization": "Bearer mcp_" + "x" * 43}
        self.assertEqual(
            self.url_open(f"{PATH}/health", headers=wrong).status_code, 401
        )

    def test_the_version_of_the_surface_changes_with_what_is_shown(self):
        def version(query=""):
            answer = self.url_open(f"{PATH}/capabilities{query}", headers=self.headers)
            return answer.json()["surface_version"]

        self.assertEqual(version(), version())
        self.assertNotEqual(version(), version("?read_only=1"))

    def test_a_header_chooses_the_database(self):
        self.opener.cookies.pop("session_id", None)
        for name, status in ((self.env.cr.dbname, 200), ("no_such_database", 404)):
            headers = {**self.headers, "X-Odoo-Database": name}
            with mute_logger("werkzeug", "odoo.http"):
                answer = self.opener.get(
                    f"{self.base_url()}{PATH}/capabilities", headers=headers
                )
            self.assertEqual(answer.status_code, status, name)

    def test_a_chunked_body_over_the_limit_is_413(self):
        def chunks():
            for _turn in range(5):
                yield b" " * 1024 * 1024

        with mute_logger("werkzeug"):
            answer = self.opener.post(
                self.base_url() + PATH, data=chunks(), headers=self.headers
            )
        self.assertEqual(answer.status_code, 413)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
