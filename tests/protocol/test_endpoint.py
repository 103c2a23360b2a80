from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wire import META, PATH, WireCase

MALFORMED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"text"',
    b"\xff\xfe",
    b"{}",
    b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}',
    b'{"jsonrpc": "2.0", "id": null, "method": "ping"}',
    b'{"jsonrpc": "2.0", "id": true, "method": "ping"}',
    b'{"jsonrpc": "2.0", "id": {}, "method": "ping"}',
    b'{"jsonrpc": "2.0", "id": 1, "method": 5}',
    b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}',
    b'{"jsonrpc": "2.0", "id": 1, "id": 2, "method": "ping"}',
    b'{"jsonrpc": "2.0", "id": NaN, "method": "ping"}',
    b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": Infinity}}',
    b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": 1e999}}',
    b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"x": "\\ud800"}}',
    b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b', "method": "ping"}',
    b"[" * 100_000,
    b'{"a":' * 20_000,
]


@tagged("post_install", "-at_install")
class TestEndpoint(WireCase):
    def tools(self, **options):
        found = self.rpc("tools/list", **options).json()["result"]["tools"]
        return {tool["name"] for tool in found}

    def test_a_tool_is_called_in_the_stateless_revision(self):
        arguments = {"name": "greet", "arguments": {"name": "Ada"}}
        answer = self.modern("tools/call", arguments)
        self.assertEqual(answer.status_code, 200)
        result = answer.json()["result"]
        self.assertEqual(result["structuredContent"], {"greeting": "Hello Ada!"})
        self.assertEqual(result["resultType"], "complete")

    def test_a_handshake_client_gets_a_session_and_calls_in_it(self):
        params = {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        }
        opened = self.rpc("initialize", params)
        self.assertEqual(opened.json()["result"]["protocolVersion"], "2025-06-18")
        session = {"Mcp-Session-Id": opened.headers["Mcp-Session-Id"]}
        ready = self.send(
            {"jsonrpc": "2.0", "method": "notifications/initialized"}, session
        )
        self.assertEqual((ready.status_code, ready.content), (202, b""))
        arguments = {"name": "greet", "arguments": {"name": "Ada"}}
        result = self.rpc("tools/call", arguments, session).json()["result"]
        self.assertEqual(result["content"][0]["text"], "greeting: Hello Ada!")
        self.assertNotIn("resultType", result)

    def test_a_session_of_another_user_is_not_found(self):
        params = {"protocolVersion": "2025-06-18", "capabilities": {}}
        params["clientInfo"] = {"name": "test", "version": "1"}
        session = self.rpc("initialize", params).headers["Mcp-Session-Id"]
        other = self.mcp_user("odoo_mcp.group_observer")
        key = self.env["mcp.key"]._mcp_generate(other, "other")
        headers = {"Mcp-Session-Id": session, "Authorization": f"Bearer {key}"}
        self.assertEqual(self.rpc("tools/list", headers=headers).status_code, 404)
        self.assertEqual(
            self.rpc("tools/list", headers={"Mcp-Session-Id": "x"}).status_code, 404
        )

    def opened(self, **said):
        """The answer to a client that begins a session and says so much of itself."""
        client = {"name": "test", "version": "1"}
        return self.rpc(
            "initialize",
            {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client}
            | said,
        )

    def test_what_a_client_says_of_itself_fills_no_table(self):
        answer = self.opened(capabilities={"experimental": {"x": {"y": "z" * 100_000}}})
        session_id = answer.headers["Mcp-Session-Id"]
        session = self.env["mcp.session"].search([("session_id", "=", session_id)])
        self.assertFalse(session.capabilities)
        self.assertEqual(session.client, "test 1")

    def test_sessions_are_opened_as_fast_as_reads_and_not_faster(self):
        self.env["ir.config_parameter"].set_param("mcp.rate_reads", "2")
        answers = [self.opened() for _turn in range(4)]
        self.assertEqual(answers[0].status_code, 200)
        self.assertEqual(answers[-1].status_code, 429, answers[-1].text)
        self.assertGreater(int(answers[-1].headers["Retry-After"]), 0)
        self.assertIn("wait", answers[-1].json()["error"]["message"])

    def test_without_a_key_there_is_a_challenge_and_no_word_of_the_server(self):
        for value in (None, "Bearer x", "Basic eA==", "Bearer mcp_forged"):
            answer = self.rpc("tools/list", headers={"Authorization": value})
            self.assertEqual(answer.status_code, 401)
            self.assertIn("Bearer", answer.headers["WWW-Authenticate"])
            self.assertNotIn(self.env.cr.dbname, answer.text)

    def test_get_and_delete_are_405_with_allow(self):
        for method in ("GET", "DELETE", "PUT"):
            answer = self.opener.request(method, self.base_url() + PATH, timeout=60)
            self.assertEqual(answer.status_code, 405)
            self.assertIn("POST", answer.headers["Allow"])

    def test_options_is_204_with_allow(self):
        answer = self.opener.options(self.base_url() + PATH, timeout=60)
        self.assertEqual((answer.status_code, answer.text), (204, ""))
        self.assertEqual(answer.headers["Allow"], "POST, OPTIONS")

    def test_health_answers_without_a_key_and_says_nothing_more(self):
        answer = self.url_open(f"{PATH}/health")
        self.assertEqual(answer.json(), {"status": "ok", "database": True})

    def test_capabilities_need_a_key_and_name_what_one_may_call(self):
        self.assertEqual(self.url_open(f"{PATH}/capabilities").status_code, 401)
        found = self.url_open(f"{PATH}/capabilities", headers=self.headers).json()
        self.assertIn("greet", found["tools"])
        self.assertEqual(len(found["protocol_versions"]), 5)

    def test_a_malformed_body_is_a_json_error_below_500(self):
        for body in MALFORMED:
            with self.subTest(body=body[:60]):
                answer = self.send(body)
                self.assertEqual(answer.status_code, 400)
                self.assertIn(answer.json()["error"]["code"], (-32700, -32600))
                self.assertNotIn("Traceback", answer.text)

    def test_another_content_type_is_415_and_a_large_body_413(self):
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertEqual(self.send(b"a=b", form).status_code, 415)
        with mute_logger("werkzeug"):
            self.assertEqual(self.send(b" " * (4 * 1024 * 1024 + 1)).status_code, 413)

    def test_a_host_or_origin_that_is_not_ours_is_403(self):
        for name in ("Host", "Origin"):
            answer = self.rpc("ping", headers={name: "http://evil.example.com"})
            self.assertEqual(answer.status_code, 403, name)
        own = self.rpc("ping", headers={"Origin": self.base_url()})
        self.assertEqual(own.status_code, 200)

    def test_headers_must_say_what_the_body_says(self):
        arguments = {"name": "greet", "arguments": {"name": "Ada"}}
        answer = self.modern("tools/call", arguments, {"Mcp-Name": "other"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(answer.json()["error"]["code"], -32020)
        spaced = self.modern("tools/call", arguments, {"Mcp-Name": "greet  "})
        self.assertEqual(spaced.status_code, 200)

    def test_an_unknown_revision_is_refused_with_those_that_are_spoken(self):
        meta = {f"{META}protocolVersion": "2099-01-01", f"{META}clientCapabilities": {}}
        headers = {"MCP-Protocol-Version": "2099-01-01", "Mcp-Method": "tools/list"}
        answer = self.rpc("tools/list", {"_meta": meta}, headers)
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(answer.json()["error"]["code"], -32022)

    def test_an_unknown_method_is_404_and_an_unknown_tool_an_error(self):
        self.assertEqual(self.modern("no/such").status_code, 404)
        answer = self.modern("tools/call", {"name": "nope", "arguments": {}})
        self.assertEqual(answer.json()["error"]["code"], -32602)
        self.assertEqual(answer.json()["error"]["message"], "Unknown tool: nope")

    def test_a_client_narrows_by_query_and_by_header(self):
        probes = f"{PATH}?toolsets=probe,mcp_test_extension"
        self.assertLessEqual({"probe_add", "greet"}, self.tools(path=probes))
        self.assertNotIn("greet", self.tools(path=f"{PATH}?toolsets=probe"))
        self.assertNotIn("probe_add", self.tools(path=f"{probes}&read_only=1"))
        less = {"X-MCP-Exclude-Tools": "greet"}
        self.assertNotIn("greet", self.tools(path=probes, headers=less))
        less = {"X-MCP-Readonly": "true"}
        self.assertNotIn("probe_add", self.tools(path=probes, headers=less))

    def test_two_answers_to_one_list_are_the_same_to_the_byte(self):
        first, second = (self.rpc("tools/list").content for _turn in range(2))
        self.assertEqual(first, second)

    def test_a_preview_comes_with_a_token_that_confirms(self):
        operator = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        key = self.env["mcp.key"]._mcp_generate(operator, "operator")
        headers = {"Authorization": f"Bearer {key}"}
        arguments = {"name": "Confirmed by token"}
        asked = self.modern(
            "tools/call", {"name": "probe_add", "arguments": arguments}, headers
        ).json()["result"]
        self.assertTrue(asked["isError"])
        token = asked["structuredContent"]["confirmation"]
        self.assertIn(token, asked["content"][0]["text"])
        arguments["confirmation"] = token
        done = self.modern(
            "tools/call", {"name": "probe_add", "arguments": arguments}, headers
        ).json()["result"]
        self.assertFalse(done["isError"], done)
        found = self.env["res.partner"].search_count(
            [("name", "=", "Confirmed by token")]
        )
        self.assertEqual(found, 1)

    def test_a_resource_is_read_and_an_unknown_one_is_not_found(self):
        params = {"uri": "probe://abc"}
        answer = self.modern("resources/read", params, {"Mcp-Name": "probe://abc"})
        self.assertEqual(answer.json()["result"]["contents"][0]["text"], "abc")
        params = {"uri": "nope://x"}
        answer = self.modern("resources/read", params, {"Mcp-Name": "nope://x"})
        self.assertEqual(answer.json()["error"]["code"], -32602)

    def test_a_prompt_answers_its_message(self):
        params = {"name": "probe_prompt", "arguments": {"name": "Ada"}}
        result = self.modern("prompts/get", params).json()["result"]
        self.assertIn("Ada", result["messages"][0]["content"]["text"])

    def test_completion_offers_models_that_one_may_read(self):
        params = {
            "ref": {"type": "ref/resource", "uri": "odoo://{model}/fields"},
            "argument": {"name": "model", "value": "res.partner"},
        }
        values = self.rpc("completion/complete", params).json()["result"]["completion"]
        self.assertIn("res.partner", values["values"])
