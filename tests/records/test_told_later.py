"""What runs later, with more rights than the caller's, is not told by him what to do."""

import base64

from odoo.tests import tagged

from ...services.orm import closed
from ..common import McpCase

GROUPS = "odoo_mcp.group_operator,base.group_system,base.group_partner_manager"
SCRIPT = b"<html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"


@tagged("post_install", "-at_install")
class TestToldLater(McpCase):
    mcp_groups = GROUPS

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")
        self.other = self.mcp_user("base.group_system", email="other@example.com")

    def create(self, model, /, **values):
        return self.call("create_records", model=model, values=values)

    def test_what_decides_who_comes_in_is_closed(self):
        for model in ("auth.oauth.provider", "res.company.ldap", "auth.saml.provider"):
            self.assertTrue(closed.is_closed(self.env, model), model)
        for name in ("oauth_uid", "oauth_provider_id"):
            self.assertTrue(closed.grants_rights("res.users", name), name)

    def test_who_he_is_elsewhere_is_given_to_no_user(self):
        if "oauth_uid" not in self.env["res.users"]._fields:
            self.skipTest("auth_oauth is not installed")
        names = {"model": "res.users", "record_ids": self.other.ids}
        outcome = self.call("update_records", values={"oauth_uid": "evil"}, **names)
        self.assertRefused(outcome, "gives rights")

    def test_whom_visitors_work_as_is_named_by_no_client_but_by_odoo(self):
        self.assertTrue(closed.is_kept("website", "user_id"))
        self.assertFalse(closed.grants_rights("website", "user_id"))
        self.assertTrue(closed.grants_rights("website", "cdn_url"))

    def test_a_search_of_a_composer_is_nobody_elses(self):
        values = {"composition_mode": "mass_mail", "model": "res.users"}
        values |= {"res_domain": "[]", "res_domain_user_id": self.other.id}
        made = self.create("mail.compose.message", subject="x", body="x", **values)
        self.assertRefused(made, "res_domain_user_id", "gives rights")

    def test_a_click_of_others_runs_no_method_that_a_client_named(self):
        action = self.env["ir.actions.act_window"].search([], limit=1)
        values = {"parent_res_model": action.res_model, "parent_action_id": action.id}
        made = self.create(
            "ir.embedded.actions", name="x", python_method="unlink", **values
        )
        self.assertRefused(made, "python_method", "gives rights")

    def test_nor_an_action_of_a_menu_or_as_they_come_in(self):
        action = self.env["ir.actions.act_window"].search([], limit=1)
        menu = self.env["ir.ui.menu"].search([], limit=1)
        for record, name, value in (
            (menu, "action", f"ir.actions.act_window,{action.id}"),
            (self.other, "action_id", action.id),
        ):
            outcome = self.call(
                "update_records",
                model=record._name,
                record_ids=record.ids,
                values={name: value},
            )
            self.assertRefused(outcome, name, "gives rights")

    def test_what_is_handed_to_a_method_later_is_closed(self):
        for model in ("mail.message.schedule", "data_cleaning.record"):
            self.assertTrue(closed.is_closed(self.env, model), model)
        message = self.other.partner_id.message_post(body="x")
        made = self.create(
            "mail.message.schedule",
            mail_message_id=message.id,
            notification_parameters='{"force_email_lang": "en_US"}',
            scheduled_datetime="2099-01-01T00:00:00Z",
        )
        self.assertRefused(made, "closed to tools")

    def test_a_file_that_a_browser_would_run_is_stored_as_text(self):
        for name, content in (("x.html", SCRIPT), ("x.svg", SVG)):
            for mimetype in ("text/html", "image/svg+xml", "application/xhtml+xml"):
                data = base64.b64encode(content).decode()
                made = self.create(
                    "ir.attachment", name=name, datas=data, mimetype=mimetype
                )
                [made_id] = self.assertAnswers(made)["ids"]
                file = self.env["ir.attachment"].browse(made_id)
                self.assertEqual(file.mimetype, "text/plain", name)
