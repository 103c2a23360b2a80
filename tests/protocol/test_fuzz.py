"""2,000 bodies that no client would send: never a 500, a traceback or a page."""

from __future__ import annotations

import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..wire import HANDSHAKE, META, MODERN, WireCase

EXAMPLES = 2000
INTERNAL = re.compile(r"Traceback|psycopg2|File \"|/site-packages/|SELECT |<html", re.I)
METHODS = (
    "initialize",
    "ping",
    "server/discover",
    "tools/list",
    "tools/call",
    "resources/list",
    "resources/templates/list",
    "resources/read",
    "resources/subscribe",
    "prompts/list",
    "prompts/get",
    "completion/complete",
    "logging/setLevel",
    "notifications/cancelled",
    "no/such",
)
NAMES = ("greet", "probe_add", "probe_action", "probe_prompt", "query_database", "x")
KEYS = ("name", "arguments", "uri", "cursor", "_meta", "ref", "argument", "level",
        "protocolVersion", "capabilities", "clientInfo", "requestState",
        "inputResponses", "value", "count", "action", "confirmation", "dry_run")  # fmt: skip

scalar = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from((*NAMES, MODERN, HANDSHAKE, "probe://x", "\x00", "1" * 5000)),
)
key = st.one_of(st.sampled_from(KEYS), st.text(max_size=8))
value = st.recursive(
    scalar,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(key, inner, max_size=5),
    max_leaves=12,
)
meta = st.one_of(
    value,
    st.fixed_dictionaries(
        {
            f"{META}protocolVersion": st.sampled_from((MODERN, "x", 1)),
            f"{META}clientCapabilities": value,
        },
        optional={"progressToken": value, f"{META}clientInfo": value},
    ),
)
params = st.one_of(
    value,
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.one_of(st.sampled_from(NAMES), value),
            "arguments": value,
            "uri": value,
            "_meta": meta,
            "requestState": value,
            "inputResponses": value,
        },
    ),
)
request = st.fixed_dictionaries(
    {
        "jsonrpc": st.one_of(st.just("2.0"), st.just("2.0"), value),
        "method": st.one_of(*[st.sampled_from(METHODS)] * 4, value),
    },
    optional={"id": st.one_of(st.integers(), scalar), "params": params, "x": value},
)
body = st.one_of(
    *[request.map(lambda data: json.dumps(data).encode())] * 6,
    value.map(lambda data: json.dumps(data).encode()),
    st.binary(max_size=60),
)
headers = st.fixed_dictionaries(
    {},
    optional={
        "MCP-Protocol-Version": st.sampled_from((MODERN, f"{HANDSHAKE} ", "x")),
        "Mcp-Method": st.sampled_from((*METHODS, "")),
        "Mcp-Name": st.sampled_from(NAMES),
        "Mcp-Session-Id": st.sampled_from(("x", "", "é".encode().decode("latin-1"))),
        "Accept": st.sampled_from(("*/*", "application/json", "text/html", "")),
        "X-MCP-Toolsets": st.sampled_from(("probe", "x,,", ",")),
    },
)


@tagged("post_install", "-at_install")
class TestFuzz(WireCase):
    def setUp(self):
        super().setUp()
        self.headers |= self.key_of("odoo_mcp.group_operator")
        values = {"mcp.rate_reads": "1000000", "mcp.rate_writes": "1000000"}
        for name, number in values.items():
            self.env["ir.config_parameter"].set_param(name, number)

    def test_no_body_brings_out_anything_but_json(self):
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(body, headers)
        def sent(data, extra):
            nonlocal count
            count += 1
            self.check(self.send(data, extra))

        count = 0
        with mute_logger("werkzeug", "odoo.http", "odoo.sql_db"):
            sent()
        self.assertGreaterEqual(count, EXAMPLES)

    def check(self, answer):
        self.assertLess(answer.status_code, 500, answer.text)
        if answer.status_code == 202:
            self.assertEqual(answer.content, b"")
            return
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        self.assertNotRegex(answer.text, INTERNAL)
        found = answer.json()
        self.assertEqual(found["jsonrpc"], "2.0")
        self.assertTrue("result" in found or found["error"]["message"])
