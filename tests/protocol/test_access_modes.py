"""Access modes as a client meets them, over HTTP: by group, by setting, by key."""

from __future__ import annotations

from typing import Any

from odoo.tests import tagged

from ..wire import HANDSHAKE, WireCase

VERSION = {"MCP-Protocol-Version": HANDSHAKE}


@tagged("post_install", "-at_install")
class TestAccessModes(WireCase):
    def as_user(self, groups: str | None = None, **key: Any) -> dict[str, str]:
        # the mode is not what lets him write partners in Odoo
        groups = ",".join(filter(None, ["base.group_partner_manager", groups]))
        secret = self.env["mcp.key"]._mcp_generate(self.mcp_user(groups), "k", **key)
        self.env.flush_all()
        return {"Authorization": f"Bearer {secret}", **VERSION}

    def tool(self, name: str, who: dict[str, str]) -> dict[str, Any]:
        params = {"name": name, "arguments": {"name": "Nobody yet"}}
        answer = self.rpc("tools/call", params, who)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()["result"]

    def may(self, who: dict[str, str]) -> str:
        """Of reading, adding and deleting: y for yes, ? after a confirmation, n."""
        tools = ("greet", "probe_add", "probe_delete")
        return "".join(_letter(self.tool(name, who)) for name in tools)

    def test_each_group_may_what_its_mode_allows(self):
        modes = {"observer": "ynn", "operator": "y?n", "importer": "y?n"}
        for mode, expected in {**modes, "administrator": "yy?"}.items():
            with self.subTest(mode):
                self.assertEqual(
                    self.may(self.as_user(f"odoo_mcp.group_{mode}")), expected
                )

    def test_a_key_lowers_the_mode_and_never_raises_it(self):
        administrator = "odoo_mcp.group_administrator"
        self.assertEqual(self.may(self.as_user(administrator, mode="observer")), "ynn")
        self.assertEqual(self.may(self.as_user(administrator, mode="operator")), "y?n")
        observer = "odoo_mcp.group_observer"
        raised = self.as_user(observer, mode="administrator")
        self.assertEqual(self.may(raised), "ynn")

    def test_a_setting_says_what_internal_users_may_without_a_group(self):
        who = self.as_user()
        refused = self.rpc("tools/list", None, who)
        self.assertEqual(refused.status_code, 403)
        self.assertIn("MCP Observer", refused.json()["error"]["message"])
        for value, expected in {"observe": "ynn", "operate": "y?n"}.items():
            self.env["ir.config_parameter"].set_param("mcp.internal_users", value)
            self.env.flush_all()
            with self.subTest(value):
                self.assertEqual(self.may(who), expected)
        self.env["ir.config_parameter"].set_param("mcp.internal_users", "none")
        self.env.flush_all()
        self.assertEqual(self.rpc("tools/list", None, who).status_code, 403)

    def test_a_refusal_names_the_mode_that_is_needed(self):
        refused = self.tool("probe_add", self.as_user("odoo_mcp.group_observer"))
        text = refused["content"][0]["text"]
        self.assertIn("access mode Operator", text)
        self.assertIn("Observer", text)


def _letter(result: dict[str, Any]) -> str:
    if not result["isError"]:
        return "y"
    text = result["content"][0]["text"]
    return "?" if "needs a confirmation" in text else "n"
