"""The Playground is no second door: its guards are those of the endpoint, and more."""

from __future__ import annotations

from typing import Any

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from ..common import McpCase, McpHttpCase

MODEL = "mcp.page.playground"


@tagged("post_install", "-at_install")
class TestPlaygroundDoor(McpCase):
    def test_without_the_session_of_a_web_client_nothing_is_answered(self):
        page = self.env(user=self.mcp_caller)[MODEL]
        with self.assertRaises(AccessError):
            page.describe()
        with self.assertRaises(AccessError):
            page.call("count_records", {"model": "res.partner"})


@tagged("post_install", "-at_install")
class TestPlayground(McpHttpCase):
    def setUp(self):
        super().setUp()
        groups = "odoo_mcp.group_administrator,odoo_mcp.group_developer"
        more = "base.group_partner_manager"
        self.user = self.mcp_user(f"{groups},{more}")
        self.authenticate(self.user.login, self.user.login)

    def ask(self, name: str, /, *more: Any, **arguments: Any) -> dict[str, Any]:
        params = {"model": MODEL, "method": "call", "kwargs": {}}
        params["args"] = [name, arguments, *more]
        return self.make_jsonrpc_request("/web/dataset/call_kw", params)

    def test_an_answer_says_its_size_in_bytes_and_tokens_and_its_time(self):
        answer = self.ask("count_records", model="res.partner")
        self.assertFalse(answer["is_error"], answer["text"])
        self.assertEqual(answer["tokens"], -(-answer["bytes"] // 4))
        self.assertGreaterEqual(answer["duration_ms"], 0)
        self.assertIn("count", answer["structured"])

    def test_what_deletes_is_shown_asked_twice_and_then_done(self):
        partner = self.env["res.partner"].create({"name": "To be gone"})
        what = {"model": "res.partner", "record_ids": [partner.id]}
        asked = self.ask("delete_records", **what)["confirm"]
        self.assertTrue(asked["twice"])
        self.assertIn("To be gone", asked["preview"])
        self.assertTrue(partner.exists())
        done = self.ask("delete_records", asked["confirmation"], **what)
        self.assertFalse(done["is_error"], done["text"])
        self.assertFalse(partner.exists())

    def test_developer_tools_and_what_reaches_them_ask_for_the_password(self):
        self.assertEqual(self.ask("list_modules"), {"locked": True})
        self.assertEqual(self.ask("call_tool", name="list_modules"), {"locked": True})

    def test_an_unknown_tool_is_refused_in_the_words_of_the_endpoint(self):
        answer = self.ask("no_such_tool")
        self.assertTrue(answer["is_error"])
        self.assertEqual(answer["text"], "Unknown tool: no_such_tool")

    def described(self, groups: str):
        user = self.mcp_user(groups)
        self.authenticate(user.login, user.login)
        params = {"model": MODEL, "method": "describe", "args": [], "kwargs": {}}
        rows = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        return {row["name"]: row["at_once"] for row in rows}

    def test_toolsets_are_headed_in_the_persons_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        kwargs = {"context": {"lang": "de_DE"}}
        params = {"model": MODEL, "method": "describe", "args": [], "kwargs": kwargs}
        rows = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        toolsets = {row["name"]: row["toolset"] for row in rows}
        self.assertEqual(toolsets["count_records"], "Datensätze")

    def test_what_writes_without_a_question_is_said_beforehand(self):
        administrator = self.described("odoo_mcp.group_administrator")
        for tool, at_once in (
            ("create_records", True),
            ("update_records", True),
            ("delete_records", False),
            ("count_records", False),
        ):
            self.assertEqual(administrator[tool], at_once, tool)
        operator = self.described("odoo_mcp.group_operator")
        self.assertFalse(operator["create_records"] or operator["update_records"])

    @mute_logger("odoo.http")
    def test_a_stop_holds_here_too(self):
        admin = self.env(user=self.env.ref("base.user_admin"))
        admin["mcp.stop"]._stop(f"user:{self.user.id}")
        with self.assertRaises(JsonRpcException):
            self.ask("count_records", model="res.partner")
        admin["mcp.stop"]._allow(f"user:{self.user.id}")
        self.assertIn("tokens", self.ask("count_records", model="res.partner"))
