"""Ids and searches in the texts of a wizard count like any list of a call."""

from odoo.tests import tagged

from ...services.errors import ToolError
from ...services.orm.writes import reach
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestReach(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.set_param("bulk_threshold", "3")
        values = [{"name": f"Reach {n}", "email": f"r{n}@x.test"} for n in range(5)]
        self.partners = self.env["res.partner"].create(values)

    def set_param(self, name, value):
        self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)

    def composer(self, **values):
        values = {
            "composition_mode": "mass_mail",
            "model": "res.partner",
            "subject": "Hello",
            "body": "<p>x</p>",
            **values,
        }
        made = self.call("create_records", model="mail.compose.message", values=values)
        return self.assertAnswers(made)["ids"]

    def send(self, ids, user=None, **control):
        arguments = {"model": "mail.compose.message", "method": "action_send_mail"}
        arguments["record_ids"] = ids
        return self.make_call("execute_method", arguments, user=user, **control)

    def sent(self):
        addresses = self.partners.mapped("email")
        found = self.env["mail.mail"].search([("subject", "=", "Hello")])
        return sum(mail.email_to in addresses for mail in found) or len(found)

    def test_ids_in_a_text_are_many_records(self):
        ids = self.composer(res_ids=str(self.partners.ids))
        self.assertRefused(self.answer(self.send(ids)), "5 records", "Importer")
        self.assertFalse(self.sent())

    def test_records_that_a_domain_in_a_text_finds_are_many(self):
        ids = self.composer(res_domain="[('name', '=like', 'Reach %')]")
        self.assertRefused(self.answer(self.send(ids)), "5 records", "Importer")
        self.assertFalse(self.sent())

    def test_wizards_of_few_records_each_are_many_together(self):
        ids = [*self.composer(res_ids=str(self.partners[:2].ids))]
        ids += self.composer(res_ids=str(self.partners[2:4].ids))
        self.assertRefused(self.answer(self.send(ids)), "4 records", "Importer")

    def test_recipients_added_call_by_call_are_as_many_as_at_once(self):
        values = {"composition_mode": "comment", "partner_ids": self.partners[:2].ids}
        ids = self.composer(res_ids=str(self.partners[:1].ids), **values)
        which = {"model": "mail.compose.message", "record_ids": ids}
        more = {"partner_ids": {"add": self.partners[2:4].ids}}
        self.assertAnswers(self.call("update_records", **which, values=more))
        self.assertRefused(self.answer(self.send(ids)), "4 records", "Importer")
        self.assertFalse(self.sent())

    def follow(self, count=5):
        """Customers follow a record, as if they had been added call by call."""
        record = self.env["res.partner"].create({"name": "Reach all"})
        record.message_subscribe(self.partners[:count].ids)
        return record

    def test_followers_are_counted_by_the_call_that_mails_them(self):
        record, text = self.follow(), "to all of you"
        which = {"model": "res.partner", "record_id": record.id}
        posted = self.call("post_message", **which, body=text, kind="message")
        self.assertRefused(posted, "5 records", "Importer")
        which = {"model": "res.partner", "record_ids": record.ids}
        given = {"body": text, "subtype_xmlid": "mail.mt_comment"}
        ran = self.call("execute_method", **which, method="message_post", kwargs=given)
        self.assertRefused(ran, "5 records", "Importer")
        self.assertNotIn(text, "".join(record.message_ids.mapped("body")))

    def test_so_are_they_by_a_composer(self):
        record = self.follow()
        ids = self.composer(composition_mode="comment", res_ids=str(record.ids))
        self.assertRefused(self.answer(self.send(ids)), "5 records", "Importer")
        self.assertFalse(self.sent())

    def test_a_note_and_few_followers_go_out_as_ever(self):
        for record, kind in ((self.follow(), "note"), (self.follow(3), "message")):
            which = {"model": "res.partner", "record_id": record.id, "kind": kind}
            self.assertAnswers(self.call("post_message", **which, body="Hello"))

    def test_an_importer_has_a_person_confirm_it_in_production(self):
        self._mcp_caller = self.mcp_user(
            "odoo_mcp.group_importer,base.group_partner_manager"
        )
        ids = self.composer(res_ids=str(self.partners.ids))
        self.assertTrue(self.preview(self.send(ids)).approval)

    def test_a_few_go_out_as_ever(self):
        ids = self.composer(res_ids=str(self.partners[:3].ids))
        self.assertAnswers(self.answer(self.send(ids)))
        self.assertEqual(self.sent(), 3)

    def test_activities_are_planned_for_as_few(self):
        model, values = "mail.activity.schedule", {"res_model": "res.partner"}
        # as Odoo's list opens it: 18.0 lets no client name them otherwise
        schedule = self.env[model].with_user(self.mcp_caller)
        schedule = schedule.with_context(active_ids=self.partners.ids)
        wizard = schedule.create({**values, "summary": "x"})
        arguments = {"model": model, "method": "action_schedule_activities"}
        outcome = self.call("execute_method", **arguments, record_ids=wizard.ids)
        self.assertRefused(outcome, "5 records", "Importer")
        self.assertFalse(self.partners.activity_ids)

    def test_the_answer_to_a_wizard_names_no_more_either(self):
        [made] = self.composer(res_ids=str(self.partners.ids))
        wizard = self.env["mail.compose.message"].browse(made)
        with self.assertRaisesRegex(ToolError, "reaches 5 records, up to 3"):
            reach.require_few(wizard, ["res_ids"])
        # what Odoo itself opened it for, the call named
        reach.require_few(wizard, ["body"])
