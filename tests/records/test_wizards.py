"""Wizards that a method opens: what they ask, and how they are answered."""

from odoo.tests import tagged

from ...services.current_call import inside_a_call
from ...services.errors import ToolError
from ...services.orm.buttons import wizards
from ...services.orm.buttons.wizards import WizardAnswer
from ...services.pressing import press
from .orders import ORDER, OrderCase


@tagged("post_install", "-at_install")
class TestWizards(OrderCase):
    def test_a_wizard_says_what_it_asks(self):
        outcome = self.execute("action_confirm", self.large)
        answer = self.assertAnswers(outcome)
        self.assertEqual(answer["records"][0]["after"], "draft")
        self.assertIn('how "How" (all|part, required) = all\n', outcome.text)
        self.assertIn('buttons: apply "Go on", apply_later "Later"', outcome.text)
        asks = answer["needs_input"]
        self.assertEqual(asks["title"], "All or a part?")
        words = "Once it is done, it is done. There is no way back."
        self.assertEqual(asks["text"], words)
        self.assertIn(f"\n{words}\n", outcome.text)
        how, note, count = asks["fields"]
        self.assertEqual(
            (how["name"], how["value"], how["options"], how["required"]),
            ("how", "all", {"all": "Everything", "part": "A part"}, True),
        )
        self.assertEqual((note["name"], note["value"]), ("note", None))
        self.assertEqual((count["name"], count["value"]), ("count", 1))
        self.assertEqual(
            asks["buttons"],
            [
                {"name": "apply", "label": "Go on"},
                {"name": "apply_later", "label": "Later"},
            ],
        )

    def test_repeating_the_call_with_the_choice_performs_it(self):
        wizard = {"values": {"how": "A part", "note": "rest"}, "button": "apply"}
        answer = self.assertAnswers(
            self.execute("action_confirm", self.large, wizard=wizard)
        )
        self.assertEqual((self.large.state, self.large.note), ("partial", "rest"))
        self.assertEqual(answer["records"][0]["after"], "partial")
        self.assertNotIn("wizard", str(answer.get("needs_input")))

    def test_what_the_form_showed_is_there_when_the_wizard_is_answered(self):
        # a required field that a compute fills in, and what an onchange filled in
        wizard = {"button": "apply"}
        self.assertAnswers(self.execute("action_confirm", self.large, wizard=wizard))
        self.assertEqual((self.large.state, self.large.note), ("done", "every one"))

    def test_what_follows_from_an_answer_is_taken_as_the_form_would(self):
        wizard = {"values": {"how": "part"}, "button": "apply"}
        self.assertAnswers(self.execute("action_confirm", self.large, wizard=wizard))
        self.assertEqual((self.large.state, self.large.note), ("partial", "some"))

    def test_wizards_that_follow_each_other_are_answered_in_turn(self):
        later = {"button": "apply_later"}
        outcome = self.execute("action_confirm", self.large, wizard=later)
        self.assertIn("needs_input", self.assertAnswers(outcome))
        both = [later, {"button": "apply"}]
        self.assertAnswers(self.execute("action_confirm", self.large, wizard=both))
        self.assertEqual(self.large.state, "done")

    def test_a_wizard_that_only_shows_itself_again_asks_nothing(self):
        wizard = {"button": "apply_and_stay"}
        arguments = {"record_ids": self.large.ids, "wizard": wizard, "model": ORDER}
        call = {"method": "action_confirm", **arguments}
        shown = self.answer(self.make_call("execute_method", call, dry_run=True))
        self.assertNotIn("It then asks", shown.text)
        outcome = self.execute("action_confirm", self.large, wizard=wizard)
        answer = self.assertAnswers(outcome)
        self.assertEqual(self.large.state, "done")
        self.assertIsNone(answer["needs_input"])
        self.assertEqual(answer["result"]["res_model"], f"{ORDER}.choice")
        self.assertIn("Done; the form stays open", answer["result"]["note"])
        self.assertNotIn("not finished", outcome.text)
        self.assertIn("do not repeat the call", outcome.text)

    def test_a_wizard_is_done_when_a_line_of_it_shows_it_again(self):
        row = {"order_ids": self.large.ids, "chief_id": self.large.id}
        form = self.env[f"{ORDER}.choice"].with_user(self.mcp_caller).create(row)
        line = self.env[f"{ORDER}.choice.line"].create({"choice_id": form.id})
        outcome = self.execute("apply", line, model=line._name)
        result = self.assertAnswers(outcome)["result"]
        self.assertEqual((result["res_model"], result["res_id"]), (form._name, form.id))
        self.assertIn("Done; the form stays open", result["note"])

    def test_a_button_of_a_document_is_done_when_its_wizard_shows_itself_again(self):
        stay = WizardAnswer(button="apply_and_stay")
        for known, given in (({f"{ORDER}.choice": lambda: stay}, []), ({}, [stay])):
            self.large.state = "draft"
            with self.subTest(given=given), inside_a_call(self.make_call("undo")):
                shown = press(self.large, "action_confirm", known, given)
                self.assertEqual(shown["res_model"], f"{ORDER}.choice")
                self.assertEqual(self.large.state, "done")

    def test_a_wizard_that_shows_itself_again_takes_the_next_answer(self):
        given = [WizardAnswer(button=name) for name in ("apply_and_stay", "apply")]
        with inside_a_call(self.make_call("undo")):
            press(self.large, "action_confirm", given=given)
        self.assertEqual((self.large.state, self.large.note), ("done", "every one"))

    def test_a_wizard_on_a_closed_model_is_not_opened(self):
        action = {"type": "ir.actions.act_window", "res_model": "ir.config_parameter"}
        call = self.make_call("execute_method")
        orders = self.orders.with_env(call.env)
        with (
            inside_a_call(call),
            self.assertRaisesRegex(ToolError, "is closed to tools"),
        ):
            wizards.question(orders, action)

    def test_an_answer_that_does_not_fit_is_refused_and_nothing_done(self):
        for wizard, words in (
            ({"values": {"how": "half"}, "button": "apply"}, "part (A part)"),
            ({"values": {"hwo": "all"}, "button": "apply"}, "how"),
            ({"button": "aply"}, "apply"),
            ({"button": "unlink"}, "delete_records"),
            ({"button": "_compute_count"}, "rivate"),
            ({"values": {}}, "button"),
        ):
            with self.subTest(wizard=wizard):
                outcome = self.execute("action_confirm", self.large, wizard=wizard)
                self.assertRefused(outcome, words)
                self.assertEqual(self.large.state, "draft")
        outcome = self.execute("action_confirm", self.small, wizard={"button": "apply"})
        self.assertRefused(outcome, "asks for nothing more")
        self.assertEqual(self.small.state, "draft")
