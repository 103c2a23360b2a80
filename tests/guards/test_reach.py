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
