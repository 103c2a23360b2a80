"""Health, capabilities, and the choice of a database."""

from __future__ import annotations

import time
from unittest.mock import patch

from odoo.http import root
from odoo.tests import tagged
from odoo.tools import config, mute_logger

from ...services.server import system
from ..wire import PATH, WireCase

METADATA = "/.well-known/oauth-authorization-server"
LOGGER = "odoo.addons.odoo_mcp.models.ir_http"


@tagged("post_install", "-at_install")
class TestStatus(WireCase):
    def test_health_says_more_to_who_has_a_key(self):
        self.open_session()
        facts = self.url_open(f"{PATH}/health", headers=self.headers).json()
        self.assertEqual((facts["status"], facts["database"]), ("ok", True))
        self.assertGreaterEqual(facts["sessions"], 1)
        self.assertGreater(facts["uptime_s"], 0)
        self.assertIn("odoo_version", facts)

    def test_a_pool_that_serves_no_call_is_refused_at_once_and_says_why(self):
        few, enough = ({**config.options, "db_maxconn": most} for most in (1, 2))
        with patch.object(config, "options", few), mute_logger(LOGGER):
            called = self.modern("tools/list")
            health = self.url_open(f"{PATH}/health")
        for answer in (called, health):
            self.assertEqual(answer.status_code, 503)
            self.assertIn("db_maxconn", answer.text)
        with patch.object(config, "options", enough):
            self.assertEqual(self.modern("tools/list").status_code, 200)
            self.assertEqual(self.url_open(f"{PATH}/health").json()["status"], "ok")

    def test_health_counts_from_the_start_of_odoo_and_not_of_a_worker(self):
        self.patch(system, "started_at", lambda: time.time() - 10**9)
        facts = self.url_open(f"{PATH}/health", headers=self.headers).json()
        self.assertGreaterEqual(facts["uptime_s"], 10**9)

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

    def test_capabilities_are_what_this_caller_finds(self):
        for query in ("", "?read_only=1", "?toolsets=records,general"):
            path = f"{PATH}/capabilities{query}"
            facts = self.url_open(path, headers=self.headers).json()
            for kind in ("tools", "prompts"):
                listed = self.listed(f"{kind}/list", kind, query)
                self.assertLessEqual({one["name"] for one in listed}, {*facts[kind]})
            uris = [r["uri"] for r in self.listed("resources/list", "resources", query)]
            templates = "resourceTemplates"
            found = self.listed("resources/templates/list", templates, query)
            uris += [template["uriTemplate"] for template in found]
            self.assertEqual(sorted(facts["resources"]), sorted(uris))

    def test_every_tool_of_the_capabilities_is_known_to_the_endpoint(self):
        headers = {**self.headers, **self.key_of("odoo_mcp.group_observer")}
        facts = self.url_open(f"{PATH}/capabilities", headers=headers).json()
        self.assertIn("search_records", facts["tools"])
        self.assertNotIn("create_records", facts["tools"])
        self.assertNotIn("developer", facts["toolsets"])
        for name in facts["tools"]:
            call = {"name": name, "arguments": {"no_such_argument": 1}}
            result = self.rpc("tools/call", call, headers).json()["result"]
            self.assertIn("no_such_argument", result["content"][0]["text"], name)

    def listed(self, method, key, query):
        return self.rpc(method, path=f"{PATH}{query}").json()["result"][key]

    def test_a_header_chooses_the_database(self):
        for name, status in ((self.env.cr.dbname, 200), ("no_such_database", 404)):
            answer = self.asked_of(name, "GET", f"{PATH}/capabilities")
            self.assertEqual(answer.status_code, status, name)

    def test_a_header_chooses_the_database_beside_a_session_of_another(self):
        """Odoo 19.0 refuses both together; a key has no use for a session."""
        own = self.env.cr.dbname
        for of, asked, status in (("another", own, 200), (own, "another", 404)):
            session = root.session_store.new()
            session.db = of
            root.session_store.save(session)
            headers = {**self.headers, "X-Odoo-Database": asked}
            self.opener.cookies.set("session_id", session.sid)
            for path in (f"{PATH}/capabilities", METADATA):
                with mute_logger("odoo.http", "werkzeug"):
                    answer = self.opener.get(self.base_url() + path, headers=headers)
                self.assertEqual(answer.status_code, status, path)
            self.assertEqual(root.session_store.get(session.sid).db, of)

    def test_a_header_chooses_the_database_of_metadata(self):
        for name, status in ((self.env.cr.dbname, 200), ("no_such_database", 404)):
            answer = self.asked_of(name, "GET", METADATA)
            self.assertEqual(answer.status_code, status, name)

    def test_what_there_is_not_below_the_endpoint_is_404_as_json(self):
        answer = self.asked_of(self.env.cr.dbname, "POST", f"{PATH}/nothing/here")
        self.assertEqual(answer.status_code, 404)
        self.assertTrue(answer.json()["error"]["message"])

    def asked_of(self, database, method, path):
        self.opener.cookies.pop("session_id", None)
        headers = {**self.headers, "X-Odoo-Database": database}
        with mute_logger("werkzeug", "odoo.http"):
            return self.opener.request(
                method, self.base_url() + path, headers=headers, data=b"{}"
            )

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
