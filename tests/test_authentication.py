"""Who calls: bearers at the endpoint."""

from __future__ import annotations

from odoo.tests import tagged

from .common import McpHttpCase


@tagged("post_install", "-at_install")
class TestAuthentication(McpHttpCase):
    def post(self, key: str):
        """Ask for the list of tools with ``key``."""
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json, text/event-stream",
        }
        url = f"{self.base_url()}/mcp/v1"
        return self.opener.post(url, json=message, headers=headers)

    def test_a_key_works_in_a_worker_that_has_read_no_groups_yet(self):
        key = self.env["mcp.key"]._mcp_generate(self.mcp_caller, "test")
        self.env.registry.clear_all_caches()
        self.assertEqual(self.post(key).status_code, 200)

    def test_an_unknown_key_is_refused_with_a_challenge(self):
        answer = self.post("mcp_" + "x" * 43)
        self.assertEqual(answer.status_code, 401)
        self.assertIn("Bearer", answer.headers["WWW-Authenticate"])
