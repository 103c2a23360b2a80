from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestDeleteRecords(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.tags = self.env["res.partner.category"].create(
            [{"name": "A"}, {"name": "B"}]
        )

    def delete(self, records, **control):
        arguments = {"model": records._name, "record_ids": records.ids}
        call = self.make_call("delete_records", arguments, **control)
        call.consent = True
        return self.confirmed(call)

    def confirmed(self, call):
        """Twice, as a person does: the token of the preview and a yes."""
        again = self.make_call(
            call.declaration.name,
            call.arguments,
            idempotency_key=call.idempotency_key,
            consent=True,
            confirmation=self.preview(call).token,
        )
        return self.answer(again)

    def test_names_and_ids_are_those_of_what_is_gone(self):
        ids = self.tags.ids
        answer = self.assertAnswers(self.delete(self.tags))
        self.assertEqual(answer["count"], 2)
        self.assertEqual(
            answer["records"],
            [{"id": ids[0], "name": "A"}, {"id": ids[1], "name": "B"}],
        )
        self.assertFalse(self.tags.exists())

    def test_a_preview_deletes_nothing(self):
        arguments = {"model": self.tags._name, "record_ids": self.tags.ids}
        shown = self.preview(self.make_call("delete_records", arguments))
        name = f"{self.tags._description} ({self.tags._name})"
        self.assertIn(
            f"Deletes 2 records of {name}. Permanent unless undone within 24 hours.",
            shown.preview,
        )
        self.assertIn("name: A → –", shown.preview)
        self.assertEqual(self.tags.exists(), self.tags)

    def test_operators_do_not_delete(self):
        operator = self.mcp_user("odoo_mcp.group_operator,base.group_partner_manager")
        arguments = {"model": self.tags._name, "record_ids": self.tags.ids}
        call = self.make_call("delete_records", arguments, user=operator)
        self.assertRefused(self.answer(call))
        self.assertEqual(self.tags.exists(), self.tags)

    def test_missing_records_are_named_and_none_is_deleted(self):
        arguments = {"model": self.tags._name, "record_ids": [*self.tags.ids, 99999999]}
        call = self.make_call("delete_records", arguments)
        self.assertRefused(self.answer(call), "99999999")
        self.assertEqual(self.tags.exists(), self.tags)

    @mute_logger("odoo.sql_db")
    def test_what_others_need_is_not_deleted(self):
        partner = self.env.ref("base.main_company").partner_id
        arguments = {"model": "res.partner", "record_ids": partner.ids}
        outcome = self.answer(self.make_call("delete_records", arguments))
        self.assertRefused(outcome)
        self.assertTrue(partner.exists())

    def test_a_repeated_call_answers_what_the_first_did(self):
        arguments = {"model": self.tags._name, "record_ids": self.tags.ids}
        first = self.delete(self.tags, idempotency_key="delete")
        call = self.make_call("delete_records", arguments, idempotency_key="delete")
        second = self.answer(call)
        answered = {**self.assertAnswers(first), "replayed": True}
        self.assertEqual(self.assertAnswers(second), answered)
