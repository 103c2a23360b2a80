"""Whoever reads who called reads names: of keys, assistants and Odoo's API keys."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...services.callers import api_keys
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestCredentialNames(McpCase):
    def setUp(self):
        super().setUp()
        self.addCleanup(api_keys._verified.clear)
        self.sessions = self.env["mcp.session"]

    def api_key(self, name: str) -> str:
        """The credential of an API key of Odoo that called."""
        keys = self.env["res.users.apikeys"].with_user(self.mcp_caller).sudo()
        soon = fields.Datetime.now() + timedelta(days=1)
        secret = keys._generate("mcp", name, soon)
        self.assertTrue(api_keys.verify(self.env, secret))
        return api_keys.credential(secret)

    def key(self, name: str) -> str:
        self.env["mcp.key"]._mcp_generate(self.mcp_caller, name)
        return f"key:{self.env['mcp.key'].search([], limit=1).id}"

    def rows(self, *credentials: str):
        """A session of each."""
        values = {"user_id": self.mcp_caller.id, "session_id": "x"}
        rows = [{**values, "credential": credential} for credential in credentials]
        return self.sessions.create(rows)

    def grouped(self, rows) -> set[str]:
        found = self.sessions._read_group([("id", "in", rows.ids)], ["credential_name"])
        return {name for (name,) in found}

    def test_sessions_are_shown_and_grouped_by_names(self):
        api = self.api_key("Reporting script")
        key = self.key("Night shift")
        client = self.env["mcp.oauth.client"].create(
            {"name": "Claude", "auth_method": "client_secret_post"}
        )
        grant = self.env["mcp.oauth.grant"].create(
            {
                "client_id": client.id,
                "client_name": "Claude",
                "user_id": self.mcp_caller.id,
                "mode": "observer",
            }
        )
        names = {
            key: "Night shift",
            f"oauth:{grant.id}": "Claude",
            api: "Odoo API key Reporting script",
            "web:7": "Playground",
        }
        rows = self.rows(*names)
        self.env.flush_all()
        shown = [f"{name} ({credential})" for credential, name in names.items()]
        self.assertEqual(rows.mapped("credential_name"), shown)
        self.assertEqual(self.grouped(rows), set(shown))

    def test_what_is_gone_is_called_so(self):
        rows = self.rows("key:999999", "oauth:999999", "api_key:0123456789ab", "odoo")
        shown = [
            "Deleted key (key:999999)",
            "Ended connection (oauth:999999)",
            "Odoo API key (api_key:0123456789ab)",
            "odoo",
        ]
        self.assertEqual(rows.mapped("credential_name"), shown)
        self.assertEqual(self.grouped(rows), set(shown))

    def test_they_are_found_by_name_and_by_number(self):
        api, key = self.api_key("Reporting script"), self.key("Night shift")
        rows = self.rows(key, api, "web:7")
        for words, found in (
            ("night", key),
            ("reporting", api),
            ("odoo api", api),
            ("playgr", "web:7"),
            (key, key),
        ):
            domain = [("id", "in", rows.ids), ("credential_name", "ilike", words)]
            with self.subTest(words):
                self.assertEqual(self.sessions.search(domain).credential, found)
        for row in rows:
            domain = [
                ("id", "in", rows.ids),
                ("credential_name", "=", row.credential_name),
            ]
            self.assertEqual(self.sessions.search(domain), row)

    def test_a_page_asks_for_all_names_at_once(self):
        keys = [self.key(f"Key {number}") for number in range(5)]
        few, many = self.rows(*keys[:2]), self.rows(*keys)
        counts = []
        # once before, for what Odoo keeps in its caches
        for rows in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            rows.mapped("credential")
            before = self.cr.sql_log_count
            rows.mapped("credential_name")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_a_renamed_or_deleted_api_key_keeps_its_last_name(self):
        credential = self.api_key("Reporting script")
        self.env["res.users.apikeys"].sudo().search([])._remove()
        (row,) = self.rows(credential)
        self.assertIn("Odoo API key Reporting script", row.credential_name)

    def test_of_keys_that_begin_alike_none_is_named(self):
        with patch.object(api_keys, "_rows", return_value=frozenset([(1,), (2,)])):
            api_keys._note_name(self.env, "x", api_keys._rows(self.env, "x"))
        self.assertFalse(self.env["mcp.api.key"].sudo().search([]))

    def test_connected_names_an_api_key_of_odoo(self):
        credential = self.api_key("Reporting script")
        principal = self.principal(credential=credential)
        self.answer(self.make_call("get_capabilities", principal=principal))
        administrator = self.mcp_user("odoo_mcp.group_administrator")
        page = self.env["mcp.page.connected"].with_user(administrator).describe()
        found = [c for u in page["users"] for c in u["credentials"]]
        (shown,) = [c for c in found if c["what"] == credential]
        self.assertEqual(shown["name"], "Odoo API key Reporting script")
        self.assertEqual(shown["beginning"], credential.partition(":")[2])
