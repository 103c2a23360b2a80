from collections import OrderedDict
from unittest.mock import patch

from odoo.tests import tagged

from ...services import idempotency_store
from ...services.outcome import Outcome
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestIdempotency(McpCase):
    mcp_groups = (
        "odoo_mcp.group_administrator,odoo_mcp.group_developer,"
        "base.group_partner_manager"
    )
    mcp_needs = ("mcp.tools.probe",)

    def add(self, name, key, tool="probe_add"):
        call = self.make_call(tool, {"name": name}, idempotency_key=key)
        return self.answer(call)

    def partners(self, name):
        return self.env["res.partner"].search_count([("name", "=", name)])

    def test_the_same_key_and_arguments_are_done_once_and_answered_again(self):
        first, second = self.add("Once", "k1"), self.add("Once", "k1")
        data = self.assertAnswers(first)
        self.assertNotIn("replayed", data)
        self.assertEqual(self.assertAnswers(second), {**data, "replayed": True})
        self.assertTrue(second.text.startswith("Done before:"), second.text)
        self.assertTrue(second.text.endswith(first.text), second.text)
        self.assertEqual(self.partners("Once"), 1)

    def test_the_same_key_with_other_arguments_is_refused(self):
        self.add("Once", "k1")
        self.assertRefused(self.add("Twice", "k1"), "other arguments")
        self.assertEqual(self.partners("Twice"), 0)

    def test_an_answer_that_no_database_holds_is_kept_without_those_characters(self):
        call = self.make_call("probe_add", {"name": "x"}, idempotency_key="k1")
        call.outcome = Outcome.of("a\0b \ud800")
        self.assertTrue(idempotency_store.claim(call))
        idempotency_store.store(call)
        self.assertEqual(idempotency_store.find(call).outcome.text, "a\ufffdb \ufffd")

    def test_a_call_that_failed_leaves_no_claim(self):
        self.assertRefused(self.add("Half", "k1", "probe_add_then_fail"))
        again = self.add("Half", "k1", "probe_add_then_fail")
        self.assertRefused(again, "That did not work")

    def outside(self, tool, arguments, **control):
        """A confirmed call of a tool whose effect is outside, under the key k1."""
        token = self.preview(self.make_call(tool, arguments)).token
        control = {"idempotency_key": "k1", "confirmation": token, **control}
        return self.answer(self.make_call(tool, arguments, **control))

    def test_a_call_outside_that_did_nothing_gives_its_key_back(self):
        tool = "probe_outside_for_known"
        known = {"name": "Known"}
        self.assertRefused(self.outside(tool, known), "Nobody is called so")
        # 19.0 adds to what it is given
        self.env["res.partner"].create({**known})
        outcome = self.outside(tool, known)
        self.assertAnswers(outcome)
        self.assertNotIn("Done before", outcome.text)

    def test_a_call_outside_that_failed_half_way_says_so_and_keeps_its_key(self):
        tool, half = "probe_outside_then_fail", {"name": "Half", "keep": True}
        self.assertRefused(self.outside(tool, half), "That did not work")
        for _turn in range(2):
            again = self.outside(tool, half)
            self.assertRefused(again, "began and failed", "use another key")
        again = self.outside(tool, half, idempotency_key="k2")
        self.assertRefused(again, "That did not work")
        other = self.outside(tool, {**half, "name": "Whole"})
        self.assertRefused(other, "other arguments")

    def test_the_key_of_one_user_is_not_that_of_another(self):
        self.add("Once", "k1")
        user = self.mcp_user(self.mcp_groups)
        call = self.make_call(
            "probe_add",
            {"name": "Once"},
            user=user,
            principal=self.principal(user),
            idempotency_key="k1",
        )
        self.assertAnswers(self.answer(call))
        self.assertEqual(self.partners("Once"), 2)

    def test_an_effect_outside_is_never_repeated_by_a_run_of_the_same_request(self):
        asked = self.preview(self.make_call("probe_outside", {"name": "x"}))
        call = self.make_call("probe_outside", {"name": "x"}, confirmation=asked.token)
        self.assertAnswers(self.answer(call))
        again = self.make_call("probe_outside", {"name": "x"}, id=call.id)
        probe = type(self.env["mcp.tools.probe"])
        with patch.object(probe, "_mcp_probe_outside") as body:
            self.assertRefused(self.answer(again), "may have happened")
        body.assert_not_called()

    def test_a_confirmed_call_is_answered_again_without_asking_again(self):
        def add(**control):
            principal = self.principal(trusted=False)
            values = {"principal": principal, "idempotency_key": "k1", **control}
            return self.make_call("probe_rename", arguments, **values)

        partner = self.env["res.partner"].create({"name": "Once"})
        arguments = {"id": partner.id, "name": "Asked once"}
        self._mcp_caller = self.mcp_user(
            "odoo_mcp.group_operator,base.group_partner_manager"
        )
        token = self.preview(add()).token
        first = self.answer(add(confirmation=token))
        self.assertAnswers(first)
        for control in ({"confirmation": token}, {}):
            again = self.answer(add(**control))
            self.assertTrue(again.text.endswith(f"\n{first.text}"), again.text)

    def test_a_preview_claims_nothing(self):
        call = self.make_call(
            "probe_add", {"name": "x"}, dry_run=True, idempotency_key="k2"
        )
        self.answer(call)
        self.assertIsNone(idempotency_store.find(call))

    def test_what_began_is_not_remembered_for_ever(self):
        self.patch(idempotency_store, "KEPT_STARTS", 2)
        self.patch(idempotency_store, "_started", OrderedDict())
        for call_id in "abc":
            idempotency_store.start(call_id)
        known = [idempotency_store.was_started(call_id) for call_id in "abc"]
        self.assertEqual(known, [False, True, True])
