"""What models write otherwise than asked is understood, or said as often as it helps."""

import json
from unittest.mock import patch

from odoo.tests import tagged

from ...services.orm.names import explained
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestArgumentsMeant(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"

    def setUp(self):
        super().setUp()
        self.partner = self.env["res.partner"].create({"name": "Meant"})

    def update(self, record_ids, values):
        arguments = {"model": "res.partner", "record_ids": record_ids}
        return self.call("update_records", **arguments, values=values)

    def test_values_may_be_a_text_of_json(self):
        tag = {"model": "res.partner.category"}
        for values, count in (({"name": "A"}, 1), ([{"name": "B"}, {"name": "C"}], 2)):
            outcome = self.call("create_records", **tag, values=json.dumps(values))
            self.assertEqual(len(self.assertAnswers(outcome)["ids"]), count)
        outcome = self.update(self.partner.ids, '{"city": "Ghent"}')
        self.assertEqual(self.assertAnswers(outcome)["changes"][0]["new"], "Ghent")
        checked = self.call("validate_values", **tag, values='{"name": "Four"}')
        self.assertTrue(self.assertAnswers(checked)["ok"])
        outcome = self.call("create_records", **tag, values="name=Five")
        self.assertRefused(outcome, "values", "no JSON")

    def test_digits_in_quotes_are_an_id(self):
        for ids in (str(self.partner.id), [str(self.partner.id)]):
            with self.subTest(ids=ids):
                self.assertAnswers(self.update(ids, {"city": "Ghent"}))
        self.assertRefused(self.update(["x5"], {"city": "Ghent"}), "record_ids")

    def test_true_is_nobodys_id(self):
        named = {"model": "res.partner", "record_id": self.partner.id, "body": "x"}
        for tool, arguments in (
            ("get_record", {"model": "res.partner", "record_ids": True}),
            ("get_record", {"model": "res.partner", "record_ids": [True]}),
            ("search_records", {"model": "res.partner", "company_id": True}),
            ("post_message", {**named, "record_id": True}),
            ("post_message", {**named, "partner_ids": [True]}),
            ("list_changes", {"change_id": True}),
        ):
            with self.subTest(tool=tool, arguments=arguments):
                outcome = self.call(tool, **arguments)
                self.assertRefused(outcome, "an id is a number, not true or false")

    def test_rows_with_one_mistake_are_told_it_once(self):
        rows = [{"name": f"R {n}", "country_id": "Atlantys"} for n in range(40)]
        rows[7] = {"name": "Right"}
        searched = explained._alike
        with patch.object(explained, "_alike", side_effect=searched) as alike:
            outcome = self.call("create_records", model="res.partner", values=rows)
        self.assertRefused(outcome, "[0–6, 8–39].country_id: no res.country is called")
        self.assertEqual(outcome.text.count("Atlantys"), 1)
        self.assertEqual(alike.call_count, 1)

    def test_rows_that_are_many_and_apart_are_counted(self):
        rows = [
            {"name": "R", **({"color": "red"} if n % 2 else {})} for n in range(200)
        ]
        outcome = self.call("create_records", model="res.partner", values=rows)
        self.assertRefused(outcome, "[1, 3, 5,", "… (100)].color: ")
        self.assertLess(len(outcome.text), 400)
