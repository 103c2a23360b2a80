"""Arguments that do not fit are refused in words of the caller's own call."""

from typing import Any

from pydantic import BaseModel, ValidationError

from odoo.tests import tagged

from ...services.argument_errors import explained
from ...services.controls import CONTROLS
from ..common import McpCase


class Part(BaseModel):
    name: str
    number: int = 0


class Wrong(BaseModel):
    one: Part | list[Part] | None = None
    ids: int | list[int] = 0
    words: dict[str, int] = {}
    any: Any = None


@tagged("post_install", "-at_install")
class TestWrongArguments(McpCase):
    mcp_groups = "odoo_mcp.group_administrator,base.group_partner_manager"

    def said(self, tool, /, **arguments):
        outcome = self.call(tool, **arguments)
        self.assertRefused(outcome, f"Invalid arguments for {tool}: ")
        return outcome.text.partition(": ")[2]

    def explained(self, **arguments):
        """What a model of ours says, in place of the tool's."""
        call = self.make_call("count_records", arguments)
        with self.assertRaises(ValidationError) as caught:
            Wrong.model_validate(arguments)
        return explained(call, caught.exception).partition(": ")[2]

    def test_a_wrong_value_is_named_without_all_the_arguments(self):
        domain = [["create_date", ">", "-7d"]]
        said = self.said("count_records", model="res.partner", domain=domain)
        self.assertIn("-7d", said)
        self.assertNotIn("Its arguments", said)

    def test_true_is_no_id(self):
        for ids in (True, [True]):
            said = self.said("get_record", model="res.partner", record_ids=ids)
            self.assertIn("an id is a number", said)

    def test_one_value_is_a_list_of_it(self):
        asked = {"model": "res.partner", "group_by": "type", "aggregates": "__count"}
        self.assertAnswers(self.call("aggregate_records", **asked))
        asked = {"record_ids": self.env.user.partner_id.id, "fields": "name"}
        self.assertAnswers(self.call("get_record", model="res.partner", **asked))

    def test_a_missing_or_unknown_one_is_told_with_all_there_are(self):
        said = self.said("count_records", modle="res.partner")
        self.assertIn("model is required", said)
        self.assertIn("modle: unknown argument", said)
        self.assertIn("Its arguments are: model, ", said)
        self.assertNotIn("dry_run", said)
        said = self.said("create_records", model="res.partner", colour=1)
        for name in ("confirmation", "dry_run", "idempotency_key"):
            self.assertIn(name, said)

    def test_of_an_object_in_a_list_its_own_names_are_told(self):
        one = {"model": "res.partner", "method": "copy", "record_ids": [1]}
        wrong = {"values": {}, "buton": "x"}
        for wizard in (wrong, [wrong, wrong]):
            with self.subTest(wizard=wizard):
                said = self.said("execute_method", **one, wizard=wizard)
                self.assertIn("button is required", said)
                self.assertTrue(said.endswith("Those of wizard are: values, button."))
                self.assertNotIn("Its arguments", said)

    def test_control_arguments_of_a_wrong_type_are_wrong_arguments(self):
        new = {"model": "res.partner", "values": {"name": "Azure"}}
        for name, value, said in (
            ("idempotency_key", 5, "valid string"),
            ("idempotency_key", "x" * 201, "200 characters"),
            ("confirmation", ["x"], "valid string"),
            ("dry_run", "false", "valid boolean"),
            ("dry_run", 1, "valid boolean"),
        ):
            with self.subTest(name=name, value=value):
                call = self.make_call("create_records", new, **{name: value})
                outcome = self.answer(call)
                head = "Invalid arguments for create_records: "
                self.assertRefused(outcome, f"{head}{name}: ", said)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "Azure")]))

    def test_a_control_argument_may_be_null(self):
        new = {"model": "res.partner", "values": {"name": "Azure"}}
        null = dict.fromkeys(CONTROLS)
        self.assertAnswers(self.answer(self.make_call("create_records", new, **null)))

    def test_the_members_of_a_union_are_no_places(self):
        said = self.said("count_records", model="res.partner", domain=5)
        self.assertEqual(
            said, "domain: Input should be a valid list or a valid string."
        )
        said = self.said("update_records", model="res.partner", values=5)
        self.assertNotIn("[", said)
        self.assertEqual(said.count("values:"), 1)

    def test_the_member_that_fits_furthest_tells_what_is_wrong(self):
        said = self.explained(one={"number": 1})
        self.assertTrue(said.startswith("one.name is required. Its "), said)
        said = self.explained(ids=[1, "x"])
        self.assertIn("ids.1: ", said)
        self.assertNotIn("ids: ", said)
        self.assertIn("words.a: ", self.explained(words={"a": "x"}))
        said = self.explained(one=[{"name": "a"}, {"name": 3}])
        self.assertEqual(said, "one.1.name: Input should be a valid string.")

    def test_a_sentence_ends_once(self):
        said = self.said("update_records", model="res.partner", values={"name": "x"})
        self.assertTrue(said.endswith("which records?"), said)
        rows = [{"cty": "x", "type": "no such"}]
        said = self.said("create_records", model="res.partner", values=rows)
        self.assertNotIn(".;", said)
        self.assertNotIn("..", said)
