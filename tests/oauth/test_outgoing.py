import socket
import sys
import threading
import urllib.error
import urllib.request
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest.mock import patch

from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...services import outgoing
from ...services.errors import PreviewStopped
from ...services.outgoing import client, phone_home
from ...services.outgoing.destinations import Destination, resolve
from ...services.server import system
from ...services.transactions import egress
from ..common import McpCase

sys.path.append(str(Path(__file__).resolve().parents[2] / "dev"))

REFUSED = [
    "http://example.com/",
    "ftp://example.com/",
    "https://user:pass@example.com/",
    "https://example.com/#fragment",
    "https://exam ple.com/",
    "https://example.com/\r\nX: y",
    "https:///nohost",
    "https://example.com:99999/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "https://example.com\\@evil.test/",
    "",
]
INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "192.168.1.1",
    "172.16.0.1",
    "100.64.0.1",
    "::1",
    "fc00::1",
    "::ffff:127.0.0.1",
]
NEVER = [
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "fe80::1",
    "ff02::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "::10.0.0.1",
    "::ffff:0:127.0.0.1",
    "168.63.129.16",
]


def answers(*addresses):
    """A look-up that answers these addresses for every name."""

    def lookup(host, port, **_options):
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port))
            for a in addresses
        ]

    return lookup


@tagged("post_install", "-at_install")
class TestDestinations(BaseCase):
    def test_a_url_of_another_form_is_refused(self):
        for url in REFUSED:
            with self.subTest(url=url), self.assertRaises(outgoing.OutgoingError):
                resolve(url, lookup=answers("93.184.216.34"))

    def test_a_public_address_passes_and_is_the_one_connected_to(self):
        target = resolve("https://example.com/a?b=c", lookup=answers("93.184.216.34"))
        self.assertEqual(target.address, "93.184.216.34")
        self.assertEqual((target.host, target.port), ("example.com", 443))
        self.assertEqual(target.path, "/a?b=c")

    def test_the_name_is_not_looked_up_again_and_the_certificate_is_its_own(self):
        """Else a second answer of its name server would lead elsewhere."""
        for scheme in ("https", "http"):
            target = Destination(scheme, "example.com", 8443, "/", "93.184.216.34")
            pool = client._pool(target, 1)
            self.assertEqual((pool.host, pool.port), (target.address, 8443))
            if scheme == "https":
                self.assertEqual(pool.assert_hostname, "example.com")
                self.assertEqual(pool.conn_kw["server_hostname"], "example.com")

    def test_of_an_endless_answer_no_more_is_read_than_is_kept(self):
        class Endless:
            read = 0

            def read1(self, size):
                self.read += size
                return b"x" * size if self.read < 2**22 else b""

        answer = Endless()
        client._read(answer)
        self.assertEqual(answer.read, client.MOST_ANSWER)

    def test_half_a_document_is_none(self):
        answer = client.Answer(200, b"x" * client.MOST_ANSWER)
        url = "http://127.0.0.1/"
        with (
            patch.object(client, "_send", lambda *_args: answer),
            self.assertRaisesRegex(outgoing.OutgoingError, "too large"),
        ):
            client.get(url, timeout=1, private=True)

    def test_in_a_preview_not_even_a_name_is_looked_up(self):
        token = egress._notes.set([])
        self.addCleanup(egress._notes.reset, token)
        for request in (partial(outgoing.post_json, payload={}), client.get):
            with self.assertRaises(PreviewStopped):
                request("https://example.invalid/", timeout=1)

    def test_an_inside_address_passes_only_when_allowed(self):
        for address in INSIDE:
            with self.subTest(address=address):
                with self.assertRaises(outgoing.OutgoingError):
                    resolve("https://x.test/", lookup=answers(address))
                resolve("https://x.test/", private=True, lookup=answers(address))
        with self.assertRaisesRegex(outgoing.OutgoingError, "only https"):
            resolve("http://x.test/", private=True, lookup=answers("93.184.216.34"))

    def test_link_local_and_the_like_never_pass(self):
        for address in NEVER:
            with (
                self.subTest(address=address),
                self.assertRaises(outgoing.OutgoingError),
            ):
                resolve("https://x.test/", private=True, lookup=answers(address))

    def test_every_address_of_a_name_must_pass(self):
        lookup = answers("93.184.216.34", "127.0.0.1")
        with self.assertRaises(outgoing.OutgoingError):
            resolve("https://x.test/", lookup=lookup)

    def test_odd_spellings_of_loopback_are_seen_through(self):
        for host in ("2130706433", "0177.0.0.1", "0x7f.1", "127.1"):
            with self.subTest(host=host), self.assertRaises(outgoing.OutgoingError):
                resolve(f"https://{host}/")


class Server:
    """A real HTTP server on loopback that answers as told."""

    def __init__(self, answer):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                answer(self)

            def log_message(self, *_arguments):
                """Quiet."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}/"

    def __enter__(self):
        return self.url

    def __exit__(self, *_exception):
        self.http.shutdown()
        self.http.server_close()


@tagged("post_install", "-at_install")
class TestPhoneHome(McpCase):
    def setUp(self):
        super().setUp()
        for name, value in {
            "phone_home_private": "True",
            "phone_home_retry_count": "1",
            "phone_home_timeout": "30",
        }.items():
            self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)

    def receiver(self, secret=None):
        from lib.receiver import Registry

        registry = Registry(("127.0.0.1", 0), secret)
        self.addCleanup(registry.server_close)
        self.addCleanup(registry.shutdown)
        threading.Thread(target=registry.serve_forever, daemon=True).start()
        registry.RequestHandlerClass.log_message = lambda *_arguments: None
        return registry, f"http://127.0.0.1:{registry.server_port}/"

    def test_the_receiver_learns_the_server(self):
        registry, url = self.receiver()
        answer = self.assertAnswers(self.call("register_receiver", receiver_url=url))
        self.assertEqual(answer["status"], 200)
        facts = registry.servers[answer["server_id"]]
        self.assertEqual(facts["database"], self.env.cr.dbname)
        self.assertIn("execute_sql", facts["capabilities"])
        self.assertTrue(facts["url"].endswith("/mcp/v1"))

    def test_the_receiver_refuses_what_is_no_registration(self):
        registry, url = self.receiver()
        for body in (b"{}", b"[]", b"no"):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(url, data=body)
            self.assertEqual(caught.exception.code, 400)
        self.assertEqual(registry.servers, {})

    def test_a_signed_registration_is_accepted_and_an_unsigned_one_is_not(self):
        registry, url = self.receiver("sesame")
        with mute_logger("odoo.addons.odoo_mcp.services.outgoing.phone_home"):
            outcome = self.call("register_receiver", receiver_url=url)
        self.assertRefused(outcome, "401")
        self.env["ir.config_parameter"].set_param("mcp.phone_home_secret", "sesame")
        self.assertAnswers(self.call("register_receiver", receiver_url=url))
        self.assertEqual(len(registry.servers), 1)

    def test_an_address_inside_needs_the_setting(self):
        _registry, url = self.receiver()
        self.env["ir.config_parameter"].set_param("mcp.phone_home_private", False)
        with mute_logger("odoo.addons.odoo_mcp.services.outgoing.phone_home"):
            outcome = self.call("register_receiver", receiver_url=url)
        self.assertRefused(outcome, "mcp.phone_home_private")

    def test_a_url_that_never_works_is_neither_asked_about_nor_tried_again(self):
        for trusted in (True, False):
            call = self.make_call(
                "register_receiver",
                {"receiver_url": "nonsense"},
                principal=self.principal(trusted=trusted),
            )
            with self.assertNoLogs(
                "odoo.addons.odoo_mcp.services.outgoing.phone_home", "WARNING"
            ):
                self.assertRefused(self.answer(call), "https with a host")

    def test_a_redirect_is_not_followed(self):
        def redirect(handler):
            handler.send_response(302)
            handler.send_header("Location", "http://127.0.0.1:1/")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        with Server(redirect) as url:
            answer = outgoing.post_json(url, {}, timeout=30, private=True)
        self.assertEqual(answer.status, 302)

    def test_an_endless_answer_is_cut(self):
        def endless(handler):
            handler.send_response(200)
            handler.end_headers()
            for _turn in range(200):
                handler.wfile.write(b"x" * 8192)

        with Server(endless) as url:
            answer = outgoing.post_json(url, {}, timeout=30, private=True)
        self.assertEqual(len(answer.body), 64 * 1024)

    def test_a_server_that_is_not_there_is_an_error_in_time(self):
        with self.assertRaises(outgoing.OutgoingError):
            outgoing.post_json("http://127.0.0.1:9/", {}, timeout=30, private=True)

    def test_the_cron_registers_once_a_start_and_beats_when_due(self):
        registry, url = self.receiver()
        self.env["ir.config_parameter"].set_param("mcp.phone_home_url", url)
        home = self.env["mcp.phone.home"]
        home._beat()
        (facts,) = registry.servers.values()
        self.assertEqual(facts["event"], "register")
        registry.servers.clear()
        home._beat()
        self.assertFalse(registry.servers)
        self.env["ir.config_parameter"].set_param("mcp.phone_home_beat", "1")
        home._beat()
        (facts,) = registry.servers.values()
        self.assertEqual(facts["event"], "heartbeat")

    def test_a_restart_of_the_same_process_is_a_start(self):
        self.assertEqual(phone_home.start_mark(), phone_home.start_mark())
        before, later = phone_home.start_mark(), system.started_at() + 60
        self.patch(system, "started_at", lambda: later)
        self.assertNotEqual(phone_home.start_mark(), before)
        said = phone_home.payload(self.env)["started_at"]
        self.assertAlmostEqual(datetime.fromisoformat(said).timestamp(), later, delta=1)

    def test_a_failing_registry_is_a_warning_and_no_error(self):
        url = "http://127.0.0.1:9/"
        self.env["ir.config_parameter"].set_param("mcp.phone_home_url", url)
        with self.assertLogs("odoo.addons.odoo_mcp", "WARNING") as logs:
            self.env["mcp.phone.home"]._beat()
        self.assertIn("MCP registry", logs.output[0])

    def test_the_server_id_is_kept_and_renewed_on_a_copy(self):
        first = phone_home.server_id(self.env)
        self.assertEqual(phone_home.server_id(self.env), first)
        self.env["ir.config_parameter"].set_param("database.uuid", "another")
        self.assertNotEqual(phone_home.server_id(self.env), first)
