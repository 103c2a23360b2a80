"""No client gets a link that opens an account, nor one that opens a document."""

from odoo.tests import tagged

from ...services.compat.user_groups import grant
from ...services.orm.closed import is_kept
from ...services.orm.secret_fields import is_secret
from ..common import McpCase

EVIL = "evil@example.com"
CLOSED = "closed to tools"


@tagged("post_install", "-at_install")
class TestPasswordLinks(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_system,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("mcp.developer_tools", "")
        self.invitation = self.env.ref("auth_signup.set_password_email")
        self.other = self.mcp_user(email="other@example.com")

    def create(self, records, **values):
        return self.call("create_records", model=records, values=values)

    def update(self, record, **values):
        ids = record.ids
        return self.call(
            "update_records", model=record._name, record_ids=ids, values=values
        )

    def press(self, record, method, **more):
        arguments = {"model": record._name, "record_ids": record.ids, **more}
        return self.call("execute_method", method=method, **arguments)

    # ---------------------------------------------------------------- passwords

    def test_no_composer_renders_the_link_of_an_invitation(self):
        for user in (self.mcp_caller, self.other):
            composed = self.create(
                "mail.compose.message",
                composition_mode="comment",
                model="res.users",
                res_ids=str(user.ids),
                template_id=self.invitation.id,
                partner_ids=user.partner_id.ids,
            )
            self.assertRefused(composed, CLOSED, "password")

    def test_no_preview_of_a_template_renders_it(self):
        created = self.create(
            "mail.template.preview",
            mail_template_id=self.invitation.id,
            resource_ref=f"res.users,{self.other.id}",
        )
        [preview] = self.assertAnswers(created)["ids"]
        found = self.call(
            "get_record",
            model="mail.template.preview",
            record_ids=[preview],
            fields=["body_html", "error_msg"],
        )
        self.assertNotIn("token=", found.text)

    def test_no_mail_with_it_is_sent_by_a_method(self):
        sent = self.press(self.invitation, "send_mail", args=[self.other.id])
        self.assertRefused(sent, CLOSED)

    def test_odoo_mails_it_where_a_person_would_have_it_mailed(self):
        self.env["ir.config_parameter"].set_param("mcp.closed_methods", "none")
        self.assertAnswers(self.press(self.other, "action_reset_password"))

    def test_nor_is_one_read_in_a_file_a_preview_or_a_change(self):
        link = "https://example.com/web/signup?db=x&token=ATLhA2sNC2s"
        partner = self.env["res.partner"].create(
            {"name": "Masked", "comment": f"<p>Set it: {link}</p>"}
        )
        self.env.flush_all()
        allow = self.env.ref("base.group_allow_export")
        grant(self.mcp_caller, allow)
        arguments = {"model": "res.partner", "domain": [["id", "=", partner.id]]}
        arguments |= {"format": "csv", "fields": ["name", "comment"]}
        exported = self.call("export_data", **arguments)
        self.assertAnswers(exported)
        link = self.env["mcp.link"].search([], order="id desc", limit=1)
        content = link._stored().raw
        self.assertIn(b"token=***", content)
        self.assertNotIn(b"ATLhA2sNC2s", content)
        shown = self.answer(
            self.make_call(
                "update_records",
                {
                    "model": "res.partner",
                    "record_ids": partner.ids,
                    "values": {"comment": "<p>Gone</p>"},
                },
                dry_run=True,
            )
        )
        self.assertIn("token=***", shown.text)
        self.assertNotIn("ATLhA2sNC2s", shown.text + str(shown.structured))
        self.assertAnswers(self.update(partner, comment="<p>Gone</p>"))
        listed = self.call("list_changes", model="res.partner", record_id=partner.id)
        self.assertNotIn("ATLhA2sNC2s", listed.text + str(listed.structured))

    def test_a_masked_text_is_not_written_back(self):
        link = "https://example.com/my/x?access_token=ATLhA2sNC2s"
        partner = self.env["res.partner"].create(
            {"name": "Masked", "comment": f"<p>{link}</p>"}
        )
        found = self.call(
            "get_record",
            model="res.partner",
            record_ids=partner.ids,
            fields=["comment"],
        )
        text = self.assertAnswers(found)["records"][0]["comment"]
        self.assertIn("token=***", text)
        self.assertRefused(self.update(partner, comment=text), "masked link")
        self.assertIn("ATLhA2sNC2s", partner.comment)

    def test_a_masked_token_is_found_by_no_condition(self):
        link = "https://example.com/web/signup?db=x&token=ATLhA2sNC2s"
        partner = self.env["res.partner"].create(
            {"name": "Masked", "comment": f"<p>Set it: {link}</p>"}
        )
        other = self.env["res.partner"].create(
            {"name": "Plain", "comment": "<p>Set it: now</p>", "parent_id": partner.id}
        )

        def found(*term):
            domain = [["id", "in", (partner + other).ids], list(term)]
            answer = self.call("count_records", model="res.partner", domain=domain)
            return self.assertAnswers(answer)["count"]

        self.assertEqual(found("comment", "ilike", "set it"), 1)
        for pattern in ("%token=A%", "%token=B%", "%oken_A%", "%ATL%"):
            self.assertEqual(found("comment", "=like", pattern), 0)
        for letter in "AB":
            self.assertEqual(found("comment", "not like", f"token={letter}"), 1)
            self.assertEqual(found("parent_id.comment", "like", f"token={letter}"), 0)
        self.assertEqual(found("child_ids.comment", "like", "now"), 1)
        self.assertEqual(found("comment", "!=", False), 2)

    def test_nor_is_one_sorted_by_it(self):
        arguments = {"model": "res.partner", "order": "comment"}
        refused = self.call("search_records", **arguments)
        self.assertRefused(refused, "formatted text")

    def test_one_that_waits_in_the_queue_is_masked(self):
        link = "https://example.com/web/reset_password?db=x&token=ATLhA2sNC2s"
        body = f"<p><a href='{link}'>Set it</a></p>"
        mail = self.env["mail.mail"].create({"body_html": body})
        found = self.call(
            "get_record", model="mail.mail", record_ids=mail.ids, fields=["body_html"]
        )
        self.assertAnswers(found)
        self.assertIn("token=***", found.text)
        self.assertNotRegex(found.text, r"token=\w")

    def test_its_mails_go_nowhere_else(self):
        for name in ("email_cc", "email_to", "partner_to", "reply_to"):
            refused = self.update(self.invitation, **{name: EVIL})
            self.assertRefused(refused, CLOSED, "login")
        self.assertAnswers(self.update(self.invitation, description="Ours"))

    def test_nobody_is_let_into_the_portal(self):
        if "portal.wizard" not in self.env:
            self.skipTest("portal is not installed")
        self.assertRefused(self.create("portal.wizard"), CLOSED)

    def test_no_user_is_deleted_by_a_cron(self):
        values = {"user_id": self.other.id}
        self.assertRefused(self.create("res.users.deletion", **values), CLOSED)

    # ------------------------------------------------------------------ senders

    def test_a_template_sends_in_nobody_elses_name(self):
        mine = self.mcp_caller.email_formatted
        template = self.env["mail.template"].create(
            {"name": "t", "model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        refused = self.update(template, email_from="boss@example.com")
        self.assertRefused(refused, CLOSED)
        for sender in (mine, False):
            self.assertAnswers(self.update(template, email_from=sender))
        copied = self.press(
            template, "copy", kwargs={"default": {"email_from": "boss@example.com"}}
        )
        self.assertRefused(copied, CLOSED)

    def test_a_copy_keeps_the_sender_that_a_person_chose(self):
        template = self.env["mail.template"].create(
            {
                "name": "t",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "email_from": "sales@example.com",
            }
        )
        self.assertAnswers(self.press(template, "copy"))
        copies = [("email_from", "=", "sales@example.com")]
        self.assertEqual(self.env["mail.template"].search_count(copies), 2)

    # ----------------------------------------------------------- what is closed

    def test_what_others_run_or_send_later_is_not_for_clients_to_name(self):
        for model, name in (
            ("mail.scheduled.message", "notification_parameters"),
            ("onboarding.onboarding", "panel_close_action_name"),
            ("onboarding.onboarding.step", "panel_step_open_action_name"),
            ("website", "domain"),
        ):
            self.assertTrue(is_kept(model, name), (model, name))
        self.assertFalse(is_kept("website", "name"))

    def test_the_password_of_the_mail_server_is_read_by_nobody(self):
        server = self.env["ir.mail_server"].create(
            {"name": "s", "smtp_host": "localhost", "smtp_pass": "Hidden9"}
        )
        arguments = {"model": server._name, "record_ids": server.ids}
        read = self.call("get_record", fields=["smtp_pass"], **arguments)
        self.assertRefused(read, "smtp_pass")
        domain = [["smtp_pass", "=", "Hidden9"]]
        counted = self.call("count_records", model=server._name, domain=domain)
        self.assertRefused(counted, "smtp_pass")

    def test_links_that_open_a_document_are_secret(self):
        known = (("portal.share", "share_link"), ("discuss.channel", "uuid"))
        for model, name in known:
            if model in self.env:
                self.assertTrue(is_secret(self.env[model]._fields[name]), model)

    def test_a_filter_stays_its_users(self):
        values = {"name": "f", "model_id": "res.partner", "domain": "[]"}
        [mine] = self.assertAnswers(self.create("ir.filters", **values))["ids"]
        record = self.env["ir.filters"].browse(mine)
        several = "user_ids" in record._fields
        everybody = {"user_ids": []} if several else {"user_id": False}
        self.assertRefused(self.update(record, **everybody), "person shares it")
        self.assertAnswers(self.update(record, name="g"))
