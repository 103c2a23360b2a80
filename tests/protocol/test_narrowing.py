"""What a client asks to see less of, over HTTP."""

from __future__ import annotations

from odoo.tests import tagged

from ...services.callers.principal import Narrowing
from ...services.declarations import Effect
from ..callers.test_authentication import AuthenticationCase


@tagged("post_install", "-at_install")
class TestNarrowing(AuthenticationCase):
    def test_a_client_may_narrow_by_query_and_header(self):
        secret = self.key()
        me = self.whoami(secret, "?toolsets=sales,developer&read_only=1")
        self.assertEqual(me["narrowed_to"], ["developer", "sales"])
        self.assertTrue(me["read_only"])
        me = self.whoami(
            secret,
            X_MCP_Toolsets="sales",
            X_MCP_Readonly="true",
            X_MCP_Exclude_Tools="a, b",
        )
        self.assertEqual((me["narrowed_to"], me["exclude"]), (["sales"], ["a", "b"]))
        self.assertTrue(me["read_only"])

    def test_what_is_no_clear_no_reads_only(self):
        secret = self.key()
        for query in ("read_only", "read_only=y", "read_only=2", "Read_Only=1"):
            self.assertTrue(self.whoami(secret, f"?{query}")["read_only"], query)
        self.assertTrue(self.whoami(secret, X_MCP_Readonly="enabled")["read_only"])
        self.assertFalse(self.whoami(secret, X_MCP_Readonly="")["read_only"])

    def test_a_tool_is_excluded_by_any_of_its_names(self):
        for name in ("create_records", "create_record", "Create_Records"):
            narrow = Narrowing(exclude=frozenset({name.lower()}))
            verdict = self.env["mcp.policy"]._verdict(
                self.env["mcp.catalog"]._find("tool", "create_records"),
                self.principal(narrowing=narrow),
                Effect.ADD,
            )
            self.assertEqual(verdict.state, "refused", name)
        me = self.whoami(self.key(), X_MCP_Exclude_Tools="Create_Record")
        self.assertEqual(me["exclude"], ["create_record"])

    def test_address_and_header_narrow_together(self):
        secret = self.key()
        for query, header in (("1", "0"), ("0", "1"), ("0", "0,1")):
            me = self.whoami(secret, f"?read_only={query}", X_MCP_Readonly=header)
            self.assertTrue(me["read_only"], (query, header))
        for query in ("?read_only=0", "?read_only=false", "?read_only=off", ""):
            me = self.whoami(secret, query, X_MCP_Readonly="0")
            self.assertFalse(me["read_only"], query)
        for query, header, left in (
            ("records,general", "general,safety", ["general"]),
            ("records", "safety", []),
            ("records", "", ["records"]),
            ("", "safety", ["safety"]),
            ("", "", None),
        ):
            me = self.whoami(secret, f"?toolsets={query}", X_MCP_Toolsets=header)
            self.assertEqual(me["narrowed_to"], left)
