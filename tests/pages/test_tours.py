"""The web client in a real browser; without Chromium these tests are skipped."""

from __future__ import annotations

from odoo.tests import tagged

from ..tours import TourCase


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
        self.call("search_records", model="res.partnr")
        self.tour("odoo_mcp_audit", "mcp_audit_log_action")

    def test_connect_has_the_steps_of_each_client_and_no_key(self):
        self.tour("odoo_mcp_connect", "mcp_connect_action")

    def test_the_doctor_says_in_words_what_its_icons_show(self):
        self.tour("odoo_mcp_doctor_icons", "mcp_doctor_action")

    def test_the_audit_is_grouped_by_the_names_of_users(self):
        self._mcp_caller = self.admin
        self.assertAnswers(self.call("list_modules", search="base", limit=3))
        log = self.env["mcp.audit.log"]
        groups = log._read_group([("tool", "=", "list_modules")], ["user_name"])
        self.assertEqual(groups, [(self.admin.name,)])
        self.assertTrue(log.fields_get(["user_name"])["user_name"]["groupable"])

    def moved(self):
        """A contact that a call moved from Namur to Antwerp."""
        self._mcp_caller = self.admin
        partner = self.env["res.partner"].create({"name": "Azure", "city": "Namur"})
        self.assertAnswers(
            self.call(
                "update_records",
                model="res.partner",
                record_ids=[partner.id],
                values={"city": "Antwerp"},
            )
        )
        return partner

    def test_a_change_is_read_and_undone_in_its_form(self):
        partner = self.moved()
        self.tour("odoo_mcp_undo", "mcp_change_action")
        partner.invalidate_recordset()
        self.assertEqual(partner.city, "Namur")

    def test_a_change_that_others_changed_since_is_undone_anyway(self):
        partner = self.moved()
        partner.city = "Berlin"
        self.tour("odoo_mcp_undo_anyway", "mcp_change_action")
        partner.invalidate_recordset()
        self.assertEqual(partner.city, "Namur")

    def test_an_approver_reads_the_effect_and_approves_it(self):
        values = {"name": "update_records", "approval": True}
        self.env["mcp.rule"].create({**values, "approver_ids": self.admin.ids})
        groups = "odoo_mcp.group_operator,base.group_partner_manager"
        self._mcp_caller = self.mcp_user(groups)
        partner = self.env["res.partner"].create({"name": "Azure", "city": "Namur"})
        change = {"record_ids": [partner.id], "values": {"city": "Antwerp"}}
        call = ("update_records", {"model": "res.partner", **change})
        self.preview(self.make_call(*call)).approval()
        self.tour("odoo_mcp_approve", "mcp_approval_action")
        self.env.invalidate_all()
        self.assertAnswers(self.answer(self.make_call(*call)))
        self.assertEqual(partner.city, "Antwerp")

    def test_a_pasted_key_is_tested_at_the_endpoint_itself(self):
        key = self.env["mcp.key"]._mcp_generate(self.admin, "Tour client")
        self.tour("odoo_mcp_connect_test", "mcp_connect_action", key=key)

    def test_administrators_stop_a_key_and_everything(self):
        key = self.env["mcp.key"]._mcp_generate(self.admin, "Tour client")
        self.assertTrue(key)
        self.tour("odoo_mcp_connected", "mcp_connected_action")
        self.assertEqual(self.env["mcp.stop"].search([]).mapped("what"), ["all"])

    def test_a_key_is_found_among_many(self):
        keys = self.env["mcp.key"]
        for number in range(85):
            keys._mcp_generate(self.admin, f"Numbat {number:02}")
        keys.search([]).sudo().last_use = "2026-01-01"
        keys.search([("name", "=", "Numbat 00")]).sudo().last_use = "2025-01-01"
        self.tour("odoo_mcp_connected_many", "mcp_connected_action")
        self.assertFalse(self.env["mcp.stop"].search([]))

    def test_a_tool_is_found_and_given_a_rule(self):
        self.tour("odoo_mcp_tools", "mcp_tools_action")
        rule = self.env["mcp.rule"].search([("name", "=", "count_records")])
        self.assertEqual(rule.rate, 7)

    def test_a_tool_is_kept_for_approvals_in_the_dialog_of_tools(self):
        self.tour("odoo_mcp_tools_approval", "mcp_tools_action")
        rule = self.env["mcp.rule"].search([("name", "=", "update_records")])
        self.assertTrue(rule.approval)

    def test_a_plain_user_sees_his_tools_and_decides_nothing(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        self.tour("odoo_mcp_tools_plain", "mcp_tools_action", login=user.login)

    def test_the_playground_calls_with_all_guards(self):
        self.tour("odoo_mcp_playground", "mcp_playground_action")
        calls = self.env["mcp.audit.log"].search([("client", "=", "Playground")])
        self.assertEqual(
            set(calls.filtered(lambda row: row.phase == "outcome").mapped("result")),
            {"ok", "error"},
        )

    def test_the_playground_shows_what_a_writing_call_will_do_first(self):
        user = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        self.tour(
            "odoo_mcp_playground_confirm", "mcp_playground_action", login=user.login
        )
        partner = self.env["res.partner"].search([("name", "=", "Tour partner")])
        self.assertEqual(partner.create_uid, user)
