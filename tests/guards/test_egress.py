"""A preview sends nothing: no mail, no request, and it says where it stopped."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import requests

from odoo.tests import tagged

from odoo.addons.base.tests.common import MockSmtplibCase

from ...services.transactions.egress import held_back
from ..common import McpCase


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen += 1
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *args):
        """Nothing."""


@tagged("post_install", "-at_install")
class TestEgress(McpCase, MockSmtplibCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"
    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Azure"})
        # mails to new users are not what is looked at
        self.operator = self.mcp_user(
            "odoo_mcp.group_operator,base.group_partner_manager"
        )
        self.assertTrue(self.mcp_caller)
        gateway = self.mock_smtplib_connection()
        gateway.__enter__()
        self.addCleanup(gateway.__exit__, None, None, None)

    @property
    def sent(self):
        """Who got an e-mail."""
        return [to for mail in self.emails for to in mail["smtp_to_list"]]

    def listening(self):
        """URL of an HTTP server of this test."""
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.seen = 0
        Thread(target=self.http.serve_forever, daemon=True).start()
        self.addCleanup(self.http.server_close)
        self.addCleanup(self.http.shutdown)
        return f"http://127.0.0.1:{self.http.server_port}/"

    def leave(self, way, *, dry_run=True, url=""):
        arguments = {"id": self.partner.id, "way": way, "url": url}
        call = self.make_call("probe_leave", arguments, dry_run=dry_run)
        outcome = self.answer(call)
        self.env.invalidate_all()
        answer = self.assertAnswers(outcome) if dry_run else {}
        return answer.get("preview", {}), outcome.text

    def fields_of(self, shown):
        """The new values of the partner's fields."""
        (record,) = [r for r in shown["records"] if r["model"] == "res.partner"]
        return {name: new for name, (_old, new) in record["fields"].items()}

    def test_a_mail_stays_in_a_preview_that_shows_it_and_what_follows(self):
        shown, text = self.leave("mail")
        self.assertEqual(self.sent, [])
        self.assertEqual(shown["counts"]["create mail.mail"], 1)
        self.assertIn("E-mails sent: 1", text)
        self.assertEqual(self.fields_of(shown)["function"], "after")
        self.assertNotIn("partial", shown)

    def test_the_same_call_for_real_sends_it_and_keeps_that_it_cannot_come_back(self):
        self.leave("mail", dry_run=False)
        self.assertEqual(self.sent, ["a@example.com"])
        change = self.env["mcp.change"].search([], limit=1)
        self.assertIn("no undo calls them back", change.irreversible)

    def test_mails_that_waited_already_are_named(self):
        self.env["mail.mail"].create({"email_to": "c@example.com", "state": "outgoing"})
        shown, text = self.leave("queued")
        self.assertEqual(self.sent, [])
        self.assertTrue(shown["partial"])
        self.assertRegex(text, r"partial: held back \d+ e-mail\(s\)")

    def test_a_mail_past_the_queue_stops_the_preview_there(self):
        shown, text = self.leave("server")
        self.assertEqual(self.sent, [])
        self.assertEqual(shown["stopped_at"], ["an e-mail to b@example.com"])
        self.assertIn("partial: held back an e-mail to b@example.com", text)
        self.assertIn("before", self.fields_of(shown)["comment"])
        self.assertNotIn("function", self.fields_of(shown))

    def test_a_request_stops_the_preview_there(self):
        shown, _text = self.leave("request", url="http://127.0.0.1:9/")
        self.assertEqual(shown["stopped_at"], ["a request to 127.0.0.1"])
        self.assertNotIn("function", self.fields_of(shown))

    def test_a_connection_that_was_kept_open_is_no_way_out(self):
        url = self.listening()
        self.leave("request", dry_run=False, url=url)
        self.assertEqual(self.http.seen, 1)
        shown, _text = self.leave("request", url=url)
        self.assertEqual(shown["stopped_at"], ["a request to 127.0.0.1"])
        self.assertEqual(self.http.seen, 1)

    def test_a_request_whose_failure_is_caught_is_noted_all_the_same(self):
        shown, _text = self.leave("caught", url="http://127.0.0.1:9/")
        self.assertTrue(shown["partial"])
        self.assertEqual(self.fields_of(shown)["function"], "after")

    def test_what_odoo_sends_right_before_the_commit_is_shown_and_not_sent(self):
        shown, _text = self.leave("before_commit")
        self.assertEqual(shown["counts"]["create mail.mail"], 1)
        self.env.cr.flush()
        self.assertEqual(self.sent, [])

    def test_a_confirmation_shows_where_its_preview_stopped(self):
        call = self.make_call(
            "probe_leave",
            {"id": self.partner.id, "way": "server"},
            user=self.operator,
            principal=self.principal(self.operator, trusted=False),
        )
        self.assertIn("partial: held back an e-mail", self.preview(call).preview)
        self.assertEqual(self.sent, [])

    def ruled(self, way, **leave):
        """A call of an administrator, whom only the rule about its effect asks."""
        rules = self.env["mcp.rule"]
        rules.search([("name", "=", "probe_after")]).unlink()
        rule = {"name": "probe_after", "approval": True}
        rules.create({**rule, "approver_ids": self.operator.ids})
        arguments = {"id": self.partner.id, "way": way, **leave}
        return self.make_call("probe_leave", arguments)

    def test_what_a_rule_is_found_to_be_about_sends_nothing_before_it_is_asked(self):
        url = self.listening()
        for way in ("mail", "caught", "before_commit"):
            with self.subTest(way):
                question = self.preview(self.ruled(way, url=url))
                self.assertFalse(question.in_client)
                self.assertEqual((self.sent, self.http.seen), ([], 0))
                self.assertFalse(self.partner.function)

    def test_what_no_rule_is_found_to_be_about_is_sent_once(self):
        self.partner.function = "after"
        url = self.listening()
        for way in ("mail", "request", "server", "before_commit"):
            self.assertAnswers(self.answer(self.ruled(way, url=url)))
            self.env.cr.flush()
        mails = ["a@example.com", "b@example.com", "a@example.com"]
        self.assertEqual(self.sent, mails)
        self.assertEqual(self.http.seen, 1)
        domain = [("tool", "=", "probe_leave"), ("phase", "=", "outcome")]
        rows = self.env["mcp.audit.log"].search(domain, order="id")
        self.assertEqual(rows.mapped("result")[-2:], ["preview", "ok"])

    def test_where_only_mails_are_held_a_request_passes(self):
        with held_back(self.cr, network=False) as notes:
            answer = requests.get(self.listening(), timeout=5)
            values = {"email_to": "a@example.com", "subject": "S", "body_html": "B"}
            self.env["mail.mail"].create(values).send()
        self.assertEqual((answer.text, self.sent), ("ok", []))
        self.assertEqual(notes, ["1 e-mail(s)"])
