"""The page Doctor: what it finds, and the remedy that it names."""

from __future__ import annotations

from contextlib import nullcontext
from urllib.parse import urlsplit

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from ...services.doctor import (
    address,
    assistants,
    server,
    well_known,
)
from ...services.doctor.check import Seen
from ...services.outgoing.client import Answer
from ..oauth_case import OauthCase

# 19.0 refuses requests to a server under test that lack a cookie of the test
KEYED = hasattr(HttpCase, "allow_requests")
HOST = "odoo.example.com"
BASE = f"https://{HOST}"
ALL = dict.fromkeys(address.FORWARDED, "x")


@tagged("post_install", "-at_install")
class TestDoctor(OauthCase):
    def seen(self, base=BASE, scheme="https", forwarded=ALL, proxy_mode=True):
        found = Seen(base, scheme, HOST, forwarded, proxy_mode)
        return [check.data["state"] for check in address.checks(found, str)]

    def read(self, url):
        """As the server reads its own documents, but by the test's own client."""
        answer = self.opener.get(url)
        if answer.status_code != 200:
            raise well_known.Unreadable(f"HTTP {answer.status_code}")
        return answer.json()

    def test_a_proxy_that_forwards_and_is_believed_is_well(self):
        self.assertEqual(self.seen(), ["ok", "ok", "ok"])

    def test_plain_http_is_an_error_and_on_this_machine_a_warning(self):
        plain = self.seen(f"http://{HOST}", "http", {}, False)
        self.assertEqual(plain, ["ok", "error", "ok"])
        self.assertEqual(self.seen("http://127.0.0.1:8069")[1], "warning")

    def test_another_address_than_the_requests_is_an_error(self):
        self.assertEqual(self.seen("https://other.example.com")[0], "error")
        self.assertEqual(self.seen(scheme="http")[0], "error")

    def test_what_the_browser_asked_for_tells_whether_the_proxy_is_to_be_mended(self):
        for host, origin, mend in (
            ("127.0.0.1:8069", BASE, "Fix the proxy"),
            (HOST, BASE, "set the system parameter web.base.url"),
            (HOST, "", "set the system parameter web.base.url"),
        ):
            seen = Seen("https://other.example.com", "https", host, {}, True, origin)
            found = address.base_url(seen, str)
            self.assertEqual(found.data["state"], "error")
            self.assertIn(mend, found.data["remedy"])

    def test_proxy_headers_and_proxy_mode_must_go_together(self):
        self.assertEqual(self.seen(proxy_mode=False)[2], "error")
        self.assertEqual(self.seen(forwarded={"x-forwarded-for": "x"})[2], "error")
        self.assertEqual(self.seen(forwarded={})[2], "warning")

    def test_the_documents_are_found_and_name_this_odoo(self):
        found = well_known.checks(self.base, str, self.read)
        self.assertEqual([check.ok for check in found], [True, True], found)

    def test_the_server_reads_its_own_documents_over_its_own_address(self):
        with self.allow_requests(all_requests=True) if KEYED else nullcontext():
            found = well_known.checks(self.base, str)
        self.assertEqual([check.ok for check in found], [True, True], found)

    def test_documents_that_name_another_address_are_shown(self):
        other = f"http://localhost:{urlsplit(self.base).port}"

        def read(url):
            return self.read(url.replace(other, self.base))

        (_found, metadata) = well_known.checks(other, str, read)
        self.assertIs(metadata.ok, False)
        self.assertIn(f"{self.base} ≠ {other}", metadata.found)

    def test_documents_that_cannot_be_read_have_a_remedy(self):
        (found,) = well_known.checks("http://127.0.0.1:1", str)
        self.assertEqual(found.data["state"], "error")
        self.assertIn(".well-known", found.data["remedy"])

    def test_assistants_are_heard_as_they_call_themselves(self):
        with self.allow_requests(all_requests=True) if KEYED else nullcontext():
            (found,) = assistants.checks(self.base, str)
        self.assertIs(found.ok, True, found)

    def test_a_firewall_that_knows_assistants_by_name_is_an_error(self):
        def ask(url, agent):
            return Answer(403 if agent.startswith("Claude") else 405, b"")

        (found,) = assistants.checks(BASE, str, ask)
        self.assertEqual(found.data["state"], "error")
        self.assertEqual(found.data["found"], "Claude-User: HTTP 403")
        self.assertIn("Cloudflare", found.data["remedy"])

    def test_what_cannot_be_asked_from_here_is_told_once(self):
        self.assertEqual(assistants.checks("http://127.0.0.1:1", str), [])

    def test_clock_workers_databases_and_version_are_judged(self):
        self.assertIs(server.clock(0.1, str).ok, True)
        self.assertIs(server.clock(6, str).ok, False)
        self.assertIs(server.version("19.0.1", "19.0.2", str).ok, False)
        self.assertIs(server.version("19.0.2", "19.0.2", str).ok, True)
        self.assertEqual([server.workers(n, str).ok for n in (0, 1, 2)], [1, None, 1])
        self.assertIs(server.database("a", ["a"], str).ok, True)
        for names in ([], ["a", "b"], ["b"]):
            found = server.database("a", names, str)
            self.assertEqual((found.ok, found.name), (False, "Database"))

    def test_the_page_asks_everything_for_administrators_alone(self):
        # nobody listens there, so that the page waits for no answer of this test
        set_param = self.env["ir.config_parameter"].set_param
        set_param("web.base.url", "http://127.0.0.1:1")
        page = self.env["mcp.page.doctor"]
        names = {row["name"]: row["state"] for row in page.describe()}
        self.assertEqual(names["Well-known addresses"], "error")
        self.assertEqual(names["Clock"], "ok")
        self.assertLessEqual({"Workers", "Database"}, set(names))
        with self.assertRaises(AccessError):
            page.with_user(self.person).describe()

    def test_the_page_knows_the_request_that_it_came_by(self):
        admin = self.mcp_user("odoo_mcp.group_administrator")
        self.env["ir.config_parameter"].set_param("web.base.url", "http://127.0.0.1:1")
        self.login(admin)
        params = {"model": "mcp.page.doctor", "method": "describe"}
        body = {"params": {**params, "args": [], "kwargs": {}}}
        url = f"{self.base}/web/dataset/call_kw"
        rows = self.opener.post(url, json=body).json()["result"]
        self.assertEqual(rows[0]["name"], "Base URL")
        self.assertEqual(rows[0]["state"], "error")
        self.assertIn(self.base, rows[0]["found"])
