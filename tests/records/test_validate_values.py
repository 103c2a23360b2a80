from datetime import date

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install")
class TestValidateValues(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def validate(self, values, model="res.partner", **arguments):
        outcome = self.call("validate_values", model=model, values=values, **arguments)
        answer = self.assertAnswers(outcome)
        self.assertEqual(answer["ok"], "not ok" not in outcome.text)
        return answer

    def fields(self, answer):
        return {checked["field"]: checked for checked in answer["fields"]}

    def test_right_values_are_answered_as_they_would_be_stored(self):
        self.mcp_caller.tz = "Europe/Brussels"
        kinds = self.env["res.partner"]._fields["type"]._description_selection(self.env)
        label = dict(kinds)["delivery"]
        values = {"name": "Q", "country_id": "base.be", "type": label}
        answer = self.validate(values)
        found = self.fields(answer)
        self.assertTrue(answer["ok"])
        belgium = self.env.ref("base.be")
        expected = {"id": belgium.id, "name": belgium.name}
        self.assertEqual(found["country_id"]["value"], expected)
        self.assertEqual(found["type"]["value"], "delivery")

    def test_what_is_wrong_says_what_would_be_right(self):
        values = {
            "name": "Q",
            "type": "Deliver",
            "colour": 1,
            "country_id": "Belgum",
            "child_ids": [{"name": "x", "color": "red"}],
        }
        answer = self.validate(values)
        found = self.fields(answer)
        self.assertFalse(answer["ok"])
        self.assertTrue(found["name"]["ok"])
        self.assertIn("delivery (Delivery", found["type"]["problem"])
        self.assertIn("Nearest: color", found["colour"]["problem"])
        self.assertFalse(found["country_id"]["ok"])
        self.assertIn("[0].color: a number", found["child_ids"]["problem"])

    def test_times_are_shown_with_the_callers_offset(self):
        self.mcp_caller.tz = "Europe/Brussels"
        partner = self.env["res.partner"].create({"name": "Q"})
        note = self.env.ref("mail.mail_activity_data_todo")
        values = {
            "res_model_id": self.env["ir.model"]._get_id("res.partner"),
            "res_id": partner.id,
            "activity_type_id": note.id,
            "date_deadline": "2026-02-16",
        }
        found = self.fields(self.validate(values, model="mail.activity"))
        deadline = found["date_deadline"]["value"]
        self.assertEqual(date.fromisoformat(deadline), date(2026, 2, 16))
        wrong = self.validate({"date_deadline": "16/02/2026"}, model="mail.activity")
        self.assertIn("2026-02-16", self.fields(wrong)["date_deadline"]["problem"])

    def test_required_fields_that_nothing_fills_are_missing(self):
        answer = self.validate({}, model="res.partner.category")
        self.assertEqual((answer["ok"], answer["missing"]), (False, ["name"]))
        answer = self.validate({"name": "T"}, model="res.partner.category")
        self.assertEqual((answer["ok"], answer["missing"]), (True, []))

    def test_zero_is_a_value_and_lists_are_never_missing(self):
        if "test.mcp.order" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")
        answer = self.validate({"name": "O"}, model="test.mcp.order")
        self.assertEqual(answer["missing"], [])

    def test_of_existing_records_nothing_is_missing(self):
        tag = self.env["res.partner.category"].create({"name": "T"})
        answer = self.validate({"color": 1}, model=tag._name, record_ids=tag.ids)
        self.assertEqual((answer["ok"], answer["missing"]), (True, []))
        answer = self.validate({"name": None}, model=tag._name, record_ids=tag.ids)
        self.assertIn("required", self.fields(answer)["name"]["problem"])

    def test_an_inherited_field_is_missing_unless_its_record_is_given(self):
        admin = self.mcp_user("odoo_mcp.group_administrator,base.group_system")
        partner = self.env["res.partner"].create({"name": "P"})

        def missing(values):
            arguments = {"model": "res.users", "values": {"login": "q", **values}}
            call = self.make_call("validate_values", arguments, user=admin)
            return self.assertAnswers(self.answer(call))["missing"]

        self.assertNotIn("partner_id", missing({}))
        self.assertEqual(missing({"partner_id": partner.id}), [])

    def test_ok_is_said_of_the_form_alone(self):
        values = {"name": "Q", "parent_id": self.env.ref("base.main_partner").id}
        outcome = self.call("validate_values", model="res.partner", values=values)
        self.assertIn("ok in form", outcome.text)
        self.assertIn("dry_run", outcome.text)

    def test_nothing_is_written(self):
        self.assertTrue(self.mcp_caller)
        before = self.env["res.partner"].search_count([])
        self.validate({"name": "Q", "child_ids": [{"name": "x"}]})
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_a_closed_model_is_closed_here_too(self):
        values = {"key": "x", "value": "y"}
        arguments = {"model": "ir.config_parameter", "values": values}
        self.assertRefused(self.call("validate_values", **arguments), "closed")
