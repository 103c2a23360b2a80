"""The web client in a real browser; without Chromium these tests are skipped."""

from __future__ import annotations

from odoo.tests import tagged

from .tours import TourCase


@tagged("post_install", "-at_install")
class TestTours(TourCase):
    def test_a_key_is_made_shown_once_and_revoked(self):
        self.tour("odoo_mcp_key", "mcp_key_action")
        keys = self.env["mcp.key"].with_context(active_test=False)
        key = keys.search([("name", "=", "Tour client")])
        self.assertEqual(key.user_id, self.admin)
        self.assertFalse(key.active or key.sudo().key_hash)

    def test_a_setting_out_of_range_is_refused_and_one_within_is_stored(self):
        self.tour("odoo_mcp_settings", "mcp_settings_action")
        stored = self.env["ir.config_parameter"].get_param("mcp.query_timeout")
        self.assertEqual(stored, "45")

    def test_the_audit_shows_a_call_and_verifies_itself(self):
        self._mcp_caller = self.admin
        self.assertAnswers(self.call("list_modules", search="base", limit=3))
        self.tour("odoo_mcp_audit", "mcp_audit_log_action")

    def test_connect_has_the_steps_of_each_client_and_no_key(self):
        self.tour("odoo_mcp_connect", "mcp_connect_action")
