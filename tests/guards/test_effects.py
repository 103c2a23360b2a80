"""The effect of a call is the worst that its argument may mean, by whichever name."""

from dataclasses import replace
from typing import Literal

from pydantic import AliasChoices, AliasPath, Field, model_validator

from odoo.tests import tagged

from ...services.declarations import Effect, Params
from ..common import McpCase


class Aliased(Params):
    action: Literal["look", "act"] = Field(
        "look",
        validation_alias=AliasChoices(
            "action", "operation", AliasPath("deep", "action")
        ),
    )


class Renamed(Params):
    """Takes an argument under a name that no declaration tells."""

    action: Literal["look", "act"] = "look"

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, values):
        return {"action": values.get("what", "look")}


@tagged("post_install", "-at_install")
class TestEffects(McpCase):
    mcp_groups = "odoo_mcp.group_observer"

    def setUp(self):
        super().setUp()
        if "mcp.tools.probe" not in self.env:
            self.skipTest("the addon mcp_test_extension is not installed")

    def ask(self, params, arguments):
        call = self.make_call("probe_action", arguments)
        call.declaration = replace(call.declaration, params=params)
        return self.answer(call)

    def test_an_alias_says_as_much_as_the_name(self):
        self.assertEqual(self.ask(Aliased, {}).text, "look")
        self.assertEqual(self.ask(Aliased, {"operation": "look"}).text, "look")
        for arguments in (
            {"action": "act"},
            {"operation": "act"},
            {"action": "look", "operation": "act"},
            {"deep": {"action": "look"}},
        ):
            with self.subTest(arguments):
                self.assertRefused(self.ask(Aliased, arguments), "Operator")

    def test_what_is_understood_as_more_than_it_said_does_not_run(self):
        self.assertEqual(self.ask(Renamed, {"what": "look"}).text, "look")
        refused = self.ask(Renamed, {"what": "act"})
        self.assertRefused(refused, "more than its arguments say")

    def test_an_argument_that_is_missing_or_unknown_counts_as_its_default_or_worst(
        self,
    ):
        effect_of = self.env["mcp.catalog"]._find("tool", "probe_action").effect_of
        self.assertEqual(effect_of({}), Effect.READ)
        for value in ("other", 1, None, ["look"]):
            self.assertEqual(effect_of({"action": value}), Effect.CHANGE, value)
