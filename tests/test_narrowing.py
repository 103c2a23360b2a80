"""What a client asks to see less of, over HTTP."""

from __future__ import annotations

from odoo.tests import tagged

from .test_authentication import AuthenticationCase


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

    def test_address_and_header_narrow_together(self):
        secret = self.key()
        for query, header in (("1", "0"), ("0", "1"), ("0", "0,1")):
            me = self.whoami(secret, f"?read_only={query}", X_MCP_Readonly=header)
            self.assertTrue(me["read_only"], (query, header))
        me = self.whoami(secret, "?read_only=0", X_MCP_Readonly="0")
        self.assertFalse(me["read_only"])
        for query, header, left in (
            ("records,general", "general,safety", ["general"]),
            ("records", "safety", []),
            ("records", "", ["records"]),
            ("", "safety", ["safety"]),
            ("", "", None),
        ):
            me = self.whoami(secret, f"?toolsets={query}", X_MCP_Toolsets=header)
            self.assertEqual(me["narrowed_to"], left)
