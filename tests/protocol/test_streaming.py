"""A POST that streams, sessions of handshake clients, and what the server asks."""

from __future__ import annotations

import threading
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...services.protocol import streaming
from ...services.surface import listeners
from ..patience import LONG
from ..wire import HANDSHAKE, META, STREAMED, WireCase, events

PROGRESS = {"progressToken": "p1"}


@tagged("post_install", "-at_install")
class TestStreaming(WireCase):
    mcp_needs = ("mcp.tools.conformance",)

    def call_tool(self, name, session, **arguments):
        meta = arguments.pop("meta", {})
        params = {"name": name, "arguments": arguments, "_meta": meta}
        headers = {**STREAMED, **session}
        return self.rpc("tools/call", params, headers, stream=True)

    def test_progress_is_streamed_before_the_answer(self):
        params = {"name": "test_tool_with_progress", "arguments": {}}
        answer = self.modern("tools/call", params, STREAMED, meta=PROGRESS)
        self.assertEqual(answer.headers["Content-Type"], "text/event-stream")
        self.assertEqual(answer.headers["X-Accel-Buffering"], "no")
        *told, last = events(answer)
        self.assertEqual({m["method"] for m in told}, {"notifications/progress"})
        steps = [m["params"]["progress"] for m in told]
        self.assertEqual(steps, sorted(steps))
        self.assertGreaterEqual(len(steps), 2)
        self.assertEqual({m["params"]["progressToken"] for m in told}, {"p1"})
        self.assertEqual(last["id"], 1)
        self.assertFalse(last["result"]["isError"])

    def test_without_a_token_or_an_open_ear_the_answer_is_plain_json(self):
        params = {"name": "test_tool_with_progress", "arguments": {}}
        for headers, meta in ((STREAMED, {}), ({}, PROGRESS)):
            answer = self.modern("tools/call", params, headers, meta=meta)
            self.assertEqual(answer.headers["Content-Type"], "application/json")
            self.assertFalse(answer.json()["result"]["isError"])

    def test_only_messages_of_the_level_asked_for_are_sent(self):
        session = self.open_session()
        level = self.rpc("logging/setLevel", {"level": "warning"}, session)
        self.assertEqual(level.json()["result"], {})
        *told, _last = events(self.call_tool("test_logging_tool", session))
        self.assertEqual([m["params"]["level"] for m in told], ["warning", "error"])

    def test_a_client_that_cannot_be_asked_gets_a_tool_error(self):
        for session in ({}, self.open_session()):
            params = {"name": "test_elicitation", "arguments": {}}
            result = self.rpc("tools/call", params, session).json()["result"]
            self.assertTrue(result["isError"])

    # a closed stream is noticed by writing on it: soon, before it looks at rights,
    # which would be in the midst of another test
    @patch.object(streaming, "PING_S", 1)
    def test_a_listener_hears_of_changes_and_ends_with_its_stream(self):
        answer, stream = self.listen(toolsListChanged=True)
        self.rpc("tools/call", {"name": "test_trigger_tool_change", "arguments": {}})
        self.assertEqual(next(stream)["method"], "notifications/tools/list_changed")
        listening = [t for t in threading.enumerate() if t.name == "mcp.call"]
        self.assertTrue(listening)
        answer.close()
        for thread in listening:
            thread.join(LONG)
            self.assertFalse(thread.is_alive())

    def test_a_subscription_without_an_open_ear_is_refused(self):
        params = {"notifications": {"toolsListChanged": True}}
        error = self.modern("subscriptions/listen", params).json()["error"]
        self.assertIn("text/event-stream", error["message"])

    def listen(self, **wanted):
        """The answer to a subscription, and its messages after the acknowledgement."""
        meta = {f"{META}subscriptionId": "s1"}
        body = self.modern_body("subscriptions/listen", {"notifications": wanted}, meta)
        routing = {
            "MCP-Protocol-Version": "2026-07-28",
            "Mcp-Method": "subscriptions/listen",
        }
        answer = self.send(body, {**STREAMED, **routing}, stream=True)
        stream = events(answer)
        self.assertIn("acknowledged", next(stream)["method"])
        return answer, stream

    def test_a_listener_hears_when_addons_come_or_go(self):
        heard = []
        listening = [lambda database, what: heard.append((database, what))]
        with patch.object(listeners, "_listeners", listening):
            self.env["mcp.catalog"]._register_hook()
        name = self.env.cr.dbname
        self.assertEqual({what for _, what in heard}, {"tools", "resources", "prompts"})
        self.assertEqual({database for database, _ in heard}, {name})

    def modern_body(self, method, params, meta):
        known = {f"{META}protocolVersion": "2026-07-28"}
        known[f"{META}clientCapabilities"] = {}
        params = {**params, "_meta": {**known, **meta}}
        return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


@tagged("post_install", "-at_install")
class TestSessions(WireCase):
    def session(self, headers):
        return self.env["mcp.session"].search(
            [("session_id", "=", headers["Mcp-Session-Id"])]
        )

    def test_every_handshake_revision_is_spoken_as_asked(self):
        for version in ("2024-11-05", "2025-03-26", "2025-06-18", HANDSHAKE):
            with self.subTest(version):
                session = self.open_session(version)
                params = {"name": "greet", "arguments": {"name": "Ada"}}
                result = self.rpc("tools/call", params, session).json()["result"]
                self.assertIn("Hello Ada!", result["content"][0]["text"])
                self.assertNotIn("resultType", result)
                self.assertEqual(self.session(session).protocol, version)

    def test_an_unknown_revision_is_answered_with_the_newest_handshake(self):
        params = {"protocolVersion": "1999-01-01", "capabilities": {}}
        params["clientInfo"] = {"name": "test", "version": "1"}
        result = self.rpc("initialize", params).json()["result"]
        self.assertEqual(result["protocolVersion"], HANDSHAKE)
        self.assertIn("Odoo", result["instructions"])

    def test_a_session_knows_its_client_and_dies_when_idle(self):
        headers = self.open_session(elicitation={})
        session = self.session(headers)
        self.assertEqual(session.client, "test 1")
        self.assertEqual(session.capabilities, {"elicitation": {}})
        self.assertEqual(self.rpc("ping", headers=headers).status_code, 200)
        session.last_seen = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        session.flush_recordset()
        self.assertEqual(self.rpc("ping", headers=headers).status_code, 404)
        self.env["mcp.session"]._gc_idle()
        self.assertFalse(session.exists())

    def test_a_notification_is_taken_without_an_answer(self):
        headers = self.open_session()
        for method in ("notifications/initialized", "notifications/cancelled", "x/y"):
            body = {"jsonrpc": "2.0", "method": method}
            answer = self.send(body, headers)
            self.assertEqual((answer.status_code, answer.content), (202, b""))

    def test_a_cursor_that_was_never_given_is_refused(self):
        for method in ("tools/list", "resources/list", "prompts/list"):
            answer = self.rpc(method, {"cursor": "next"}).json()
            self.assertEqual(answer["error"]["code"], -32602, method)
