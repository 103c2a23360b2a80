"""Messages stand in the caller's own name, whatever model they are written by."""

from odoo.tests import tagged

from ...services.orm.writes.writable import refusal
from ..common import McpCase

OWN = "your own name"


@tagged("post_install", "-at_install")
class TestAuthors(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "About"})
        self.admin = self.env.ref("base.user_admin").partner_id

    def create(self, model, values):
        return self.call("create_records", model=model, values=values)

    def composed(self, **values):
        about = {"model": "res.partner", "res_ids": str(self.partner.ids)}
        about |= {"composition_mode": "comment", "subject": "s"}
        return {**about, "body": "<p>Composed</p>", **values}

    def forged(self):
        return {"author_id": self.admin.id}, {"email_from": "ceo@example.com"}

    def test_no_message_is_written_in_the_name_of_another(self):
        about = {"model": "res.partner", "res_id": self.partner.id, "body": "Forged"}
        for values in self.forged():
            outcome = self.create("mail.message", {**about, **values})
            self.assertRefused(outcome)
        self.assertFalse(self.env["mail.message"].search([("body", "=", "Forged")]))

    def note(self, author):
        values = {"author_id": author.id, "body": "<p>I do NOT approve.</p>"}
        return self.partner.message_post(**values)

    def test_messages_are_posted_and_not_made_of_fields(self):
        about = {"model": "res.partner", "res_id": self.partner.id, "body": "Forged"}
        self.assertRefused(self.create("mail.message", about), "post_message")
        lines = {"name": "New", "message_ids": [{"body": "Forged"}]}
        self.assertRefused(self.create("res.partner", lines), "post_message")
        self.assertFalse(self.env["mail.message"].search([("body", "=", "Forged")]))

    def test_answers_to_what_is_composed_go_where_odoo_has_them_go(self):
        for values in (
            {"reply_to": "thief@example.com"},
            {"message_type": "notification"},
        ):
            outcome = self.create("mail.compose.message", self.composed(**values))
            self.assertRefused(outcome, next(iter(values)))
        self.assertAnswers(self.create("mail.compose.message", self.composed()))

    def test_nothing_is_hung_on_what_is_closed(self):
        approval = self.env["mcp.approval"].search([], limit=1).id or 1
        composed = self.composed(model="mcp.approval", res_ids=f"[{approval}]")
        outcome = self.create("mail.compose.message", composed)
        self.assertRefused(outcome, "mcp.approval", "closed to tools")
        later = {"model": "mcp.approval", "res_id": approval, "body": "x"}
        later |= {"scheduled_date": "2099-01-01T00:00:00Z"}
        self.assertRefused(self.create("mail.scheduled.message", later), "mcp.approval")

    def test_what_others_said_stays_as_they_said_it(self):
        note = self.note(self.admin)
        for model, record, values in (
            ("mail.message", note, {"body": "I approve."}),
            ("mail.message", note, {"is_internal": False}),
            (
                "res.partner",
                self.partner,
                {"message_ids": [[1, note.id, {"body": "x"}]]},
            ),
        ):
            with self.subTest(values):
                answer = self.call(
                    "update_records", model=model, record_ids=record.ids, values=values
                )
                self.assertRefused(answer)
        self.assertIn("I do NOT approve.", note.body)

    def test_one_s_own_message_is_corrected_but_not_dated_back_nor_opened(self):
        note = self.note(self.mcp_caller.partner_id)
        one = {"model": "mail.message", "record_ids": note.ids}
        for values in ({"date": "2020-01-01"}, {"is_internal": False}):
            answer = self.call("update_records", **one, values=values)
            self.assertRefused(answer, *values)
        self.assertAnswers(self.call("update_records", **one, values={"body": "Yes."}))
        self.assertIn("Yes.", note.body)

    def test_nor_in_the_list_of_a_record(self):
        for values in self.forged():
            outcome = self.call(
                "update_records",
                model="res.partner",
                record_ids=self.partner.ids,
                values={"message_ids": [{"body": "Forged", **values}]},
            )
            self.assertRefused(outcome, "message_ids", "post_message")

    def test_nor_by_what_sends_it_or_sends_it_later(self):
        for values in self.forged():
            outcome = self.create("mail.compose.message", self.composed(**values))
            self.assertRefused(outcome, OWN)
        later = {"model": "res.partner", "res_id": self.partner.id, "body": "x"}
        later |= {"scheduled_date": "2099-01-01T00:00:00Z", "author_id": self.admin.id}
        self.assertRefused(self.create("mail.scheduled.message", later), OWN)
        later["author_id"] = self.mcp_caller.partner_id.id
        answer = self.assertAnswers(self.create("mail.scheduled.message", later))
        kept = self.env["mail.scheduled.message"].browse(answer["ids"])
        self.assertEqual(kept.author_id, self.mcp_caller.partner_id)

    def test_a_composed_message_is_of_its_caller(self):
        answer = self.create("mail.compose.message", self.composed())
        (wizard,) = self.assertAnswers(answer)["ids"]
        sent = self.call(
            "execute_method",
            model="mail.compose.message",
            method="action_send_mail",
            record_ids=[wizard],
        )
        self.assertAnswers(sent)
        self.assertEqual(
            self.partner.message_ids[0].author_id, self.mcp_caller.partner_id
        )

    def test_nobody_reacts_in_another_s_name(self):
        note = self.note(self.mcp_caller.partner_id)
        values = {"message_id": note.id, "content": "👍", "partner_id": self.admin.id}
        self.assertRefused(self.create("mail.message.reaction", values), OWN)

    def test_nobody_writes_the_log_of_what_became_of_a_record(self):
        field = self.env["ir.model.fields"]._get("res.partner", "name")
        value = {"field_id": field.id, "new_value_char": "Forged"}
        values = {"model": "res.partner", "res_id": self.partner.id}
        values |= {"message_type": "notification", "tracking_value_ids": [value]}
        self.assertRefused(self.create("mail.message", values), "post_message")
        self.assertFalse(
            self.env["mail.tracking.value"].search([("new_value_char", "=", "Forged")])
        )

    def test_an_address_elsewhere_is_an_address(self):
        for model, name, open_to_clients in (
            ("mail.mail", "email_from", False),
            ("mail.template", "email_from", True),
            ("res.partner", "email", True),
        ):
            records = self.env[model]
            reason = refusal(records, records._fields[name])
            self.assertEqual(reason is None, open_to_clients, model)
