"""The tools of decisions, as assistants of requester and approvers call them."""

from __future__ import annotations

import sys

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...services.callers.principal import Mode
from ...services.inbox import waiting
from ..things import size
from .test_decisions import DecisionCase


@tagged("post_install", "-at_install")
class TestDecisionTools(DecisionCase):
    def by(self, user, tool, **arguments):
        """The answer of a call as ``user``."""
        outcome = self.answer(self.make_call(tool, arguments, user=user))
        self.env.invalidate_all()
        return outcome

    def log(self, **arguments):
        asked = {"title": "A second van", "approvers": [self.first.login], **arguments}
        return self.by(self.mcp_caller, "log_decision", **asked)

    def test_a_logged_decision_is_a_draft_with_all_that_was_said(self):
        answer = self.assertAnswers(
            self.log(
                description="The first is full.\nFrom 1 < 2.",
                decision_type="Purchase",
                amount=30000,
                subject_type="res.partner",
                subject_ref="Azure",
                approvers=[self.first.login, self.second.name],
                approvals_needed=2,
            )
        )
        decision = self.env["mcp.decision"].browse(answer["id"])
        self.assertEqual(decision.requester_id, self.mcp_caller)
        self.assertEqual(decision.subject, self.partner)
        self.assertEqual(decision.approver_ids, self.first | self.second)
        self.assertIn("1 &lt; 2", decision.body)
        self.assertEqual(answer["state"], "draft")
        self.assertEqual(answer["decision_type"], "purchase")
        currency = self.env.company.currency_id.name
        self.assertEqual(answer["amount"], {"amount": 30000, "currency": currency})
        self.assertEqual(answer["subject"]["name"], "Azure")
        self.assertTrue(answer["url"].endswith(f"/odoo/mcp.decision/{decision.id}"))

    def test_what_is_wrong_is_told_by_the_name_of_the_argument(self):
        for argument, value in (
            ("title", "  "),
            ("currency", "Taler"),
            ("approvers", ["nobody"]),
            ("decision_type", "whim"),
        ):
            with self.subTest(argument):
                outcome = self.log(**{argument: value})
                self.assertRefused(outcome)
                told = outcome.text.removeprefix("Invalid arguments for log_decision: ")
                self.assertTrue(told.startswith(argument), told)

    def test_a_decision_with_two_approvers_from_log_to_approval(self):
        logged = self.assertAnswers(
            self.log(
                approvers=[self.first.id, self.second.id],
                approvals_needed=2,
                submit=True,
            )
        )
        self.assertEqual(logged["state"], "pending")
        arguments = {"decision_id": logged["id"]}
        outcome = self.by(self.first, "approve_decision", **arguments)
        self.assertEqual(self.assertAnswers(outcome)["state"], "pending")
        self.assertIn("1 more must approve", outcome.text)
        answer = self.assertAnswers(
            self.by(self.second, "odoo_approve_decision", **arguments)
        )
        self.assertEqual(answer["state"], "approved")
        self.assertEqual(answer["approved_by"], [self.first.name, self.second.name])

    def test_a_refusal_needs_a_reason_and_tells_it(self):
        decision = self.pending()
        arguments = {"decision_id": decision.id, "approve": False}
        outcome = self.by(self.first, "approve_decision", **arguments)
        self.assertRefused(outcome, "reason")
        self.assertEqual(decision.state, "pending")
        outcome = self.by(self.first, "approve_decision", reason="No.", **arguments)
        self.assertEqual(self.assertAnswers(outcome)["state"], "rejected")
        [found] = self.assertAnswers(
            self.by(self.mcp_caller, "read_decisions", decision_id=decision.id)
        )["decisions"]
        self.assertEqual(found["reason"], "No.")

    def test_the_requesters_assistant_cannot_approve(self):
        decision = self.pending()
        arguments = {"decision_id": decision.id}
        outcome = self.by(self.mcp_caller, "approve_decision", **arguments)
        self.assertRefused(outcome, "requested himself")
        outcome = self.by(self.stranger, "approve_decision", **arguments)
        self.assertRefused(outcome, "no mcp.decision", "read")
        self.assertEqual(decision.state, "pending")

    def test_a_wrong_state_is_named(self):
        decision = self.pending()
        arguments = {"decision_id": decision.id}
        outcome = self.by(self.mcp_caller, "submit_decision", **arguments)
        self.assertRefused(outcome, "Waiting", "Draft")
        self.assertAnswers(self.by(self.first, "approve_decision", **arguments))
        outcome = self.by(self.second, "approve_decision", **arguments)
        self.assertRefused(outcome, "Approved")

    def test_what_is_wrong_is_named(self):
        for arguments, word in (
            ({"decision_type": "nonsense"}, "purchase"),
            ({"subject_type": "res.partner"}, "go together"),
            ({"subject_type": "res.partner", "subject_ref": "Nobody"}, "Nobody"),
            ({"subject_type": "res.country", "subject_ref": 1}, "model,id"),
            ({"approvers": ["nobody@nowhere"]}, "nobody@nowhere"),
            ({"approvers": [self.mcp_caller.id]}, "requested himself"),
            ({"currency": "XXQ"}, "XXQ"),
            ({"submit": True, "approvers": []}, "0 approvers"),
        ):
            self.assertRefused(self.log(**arguments), word)
        mine = [("requester_id", "=", self.requester.id)]
        self.assertFalse(self.env["mcp.decision"].search(mine))

    def test_taken_back_changed_by_update_records_and_asked_again(self):
        decision = self.pending()
        arguments = {"decision_id": decision.id}
        change = {"model": "mcp.decision", "record_ids": decision.ids}
        update = {**change, "values": {"amount": 5}}
        outcome = self.by(self.mcp_caller, "update_records", **update)
        self.assertRefused(outcome, "state != 'draft'", "submit_decision")
        for action, state in (("cancel", "cancelled"), ("draft", "draft")):
            answer = self.by(
                self.mcp_caller, "submit_decision", action=action, **arguments
            )
            self.assertEqual(self.assertAnswers(answer)["state"], state)
        self.assertAnswers(self.by(self.mcp_caller, "update_records", **update))
        self.assertAnswers(self.by(self.mcp_caller, "submit_decision", **arguments))
        self.assertEqual((decision.state, decision.amount), ("pending", 5))

    def test_generic_tools_do_not_reach_the_votes(self):
        decision = self.pending()
        for user in (self.mcp_caller, self.first):
            outcome = self.by(
                user,
                "update_records",
                model="mcp.decision",
                record_ids=decision.ids,
                values={"state": "approved"},
            )
            self.assertTrue(outcome.is_error)
        self.assertEqual(decision.state, "pending")

    def test_steps_are_taken_by_their_tools_and_by_no_method(self):
        decision = self.pending()
        method = {"model": "mcp.decision", "record_ids": decision.ids}
        for name in ("approve", "refuse", "cancel", "draft", "submit"):
            for user in (self.first, self.administrator, self.mcp_caller):
                outcome = self.by(
                    user, "execute_method", method=f"action_{name}", **method
                )
                self.assertRefused(outcome, "submit_decision or approve_decision")
        self.assertEqual(
            (decision.state, len(decision.approved_by_ids)), ("pending", 0)
        )

    def test_a_button_of_a_step_is_told_as_its_tool(self):
        arguments = {"model": "mcp.decision", "record_id": self.pending().id}
        said = self.by(self.first, "describe_model", detail="actions", **arguments).text
        self.assertIn('tool submit_decision or approve_decision "Approve"', said)
        self.assertNotIn("method action_approve", said)

    def test_a_vote_stays_when_its_caller_undoes_it(self):
        decision = self.pending()
        self.assertAnswers(
            self.by(self.first, "approve_decision", decision_id=decision.id)
        )
        undone = self.by(self.first, "undo")
        self.assertRefused(
            undone, "approve_decision", "A vote is not taken back by undo."
        )
        change = self.env["mcp.change"].search([], limit=1)
        self.assertEqual(change.tool, "approve_decision")
        self.assertFalse(change.can_undo or change.line_ids)
        with self.assertRaisesRegex(UserError, "not taken back"):
            change.with_user(self.first).action_undo()
        self.assertEqual(decision.state, "approved")
        self.assertEqual(decision.approved_by_ids, self.first)

    def test_a_draft_is_undone(self):
        answer = self.assertAnswers(self.log())
        self.assertAnswers(self.by(self.mcp_caller, "undo"))
        self.assertFalse(self.env["mcp.decision"].browse(answer["id"]).exists())

    def test_a_vote_is_confirmed_by_the_person_first(self):
        decision = self.pending(amount=12)
        needed = self.preview(
            self.make_call(
                "approve_decision",
                {"decision_id": decision.id},
                user=self.first,
                principal=self.principal(self.first, trusted=False),
            )
        )
        self.assertIn("A second van", needed.preview)
        self.assertIn("12", needed.preview)
        self.assertIn("not taken back", needed.preview)
        self.env.invalidate_all()
        self.assertEqual(decision.state, "pending")

    def test_decisions_are_found_by_whose_state_type_and_text(self):
        mine, other = self.pending(name="Van", body="<p>blue</p>"), self.decision()
        for arguments, found in (
            ({"whose": "mine"}, other | mine),
            ({"state": "pending"}, mine),
            ({"query": "blue"}, mine),
            ({"decision_type": "policy"}, self.env["mcp.decision"]),
        ):
            answer = self.assertAnswers(
                self.by(self.mcp_caller, "odoo_read_decisions", **arguments)
            )
            self.assertEqual([d["id"] for d in answer["decisions"]], found.ids)
        answer = self.assertAnswers(
            self.by(self.first, "read_decisions", whose="to_decide")
        )
        self.assertEqual([d["id"] for d in answer["decisions"]], mine.ids)
        answer = self.assertAnswers(self.by(self.stranger, "read_decisions"))
        self.assertEqual((answer["decisions"], answer["total"]), ([], 0))

    def test_a_page_says_how_it_goes_on_and_stays_small(self):
        for number in range(25):
            self.decision(name=f"Van {number}", body="<p>x</p>" * 5000)
        outcome = self.by(self.mcp_caller, "read_decisions")
        answer = self.assertAnswers(outcome)
        self.assertEqual((answer["count"], answer["total"]), (20, 25))
        self.assertEqual(answer["next_offset"], 20)
        self.assertLess(size(outcome), 12_000)
        one = answer["decisions"][0]["id"]
        outcome = self.by(self.mcp_caller, "read_decisions", decision_id=one)
        self.assertIn("x", self.assertAnswers(outcome)["description"])
        self.assertLess(size(outcome), 60 * 1024)


@tagged("post_install", "-at_install")
class TestPendingApprovals(DecisionCase):
    def waiting(self, user, **arguments):
        call = self.make_call("list_pending_approvals", arguments, user=user)
        outcome = self.answer(call)
        answer = self.assertAnswers(outcome)
        self.assertLess(size(outcome), 8_000)
        return {source["source"]: source for source in answer["sources"]}, outcome.text

    def test_a_decision_waits_for_its_approvers_once(self):
        decision = self.pending(name="A second van", amount=7)
        found, text = self.waiting(self.first)
        self.assertEqual(set(found), {"decisions"})
        source = found["decisions"]
        self.assertEqual((source["count"], source["tool"]), (1, "approve_decision"))
        [item] = source["items"]
        self.assertEqual(item["id"], decision.id)
        self.assertEqual(item["by"], self.requester.name)
        self.assertEqual(item["amount"]["amount"], 7)
        self.assertIn("A second van", text)
        self.assertEqual(self.waiting(self.requester)[0], {})
        self.of(self.first, decision).action_approve()
        self.assertEqual(self.waiting(self.first)[0], {})

    def test_activities_are_told_by_what_they_are_about(self):
        self.partner.activity_schedule(
            "mail.mail_activity_data_todo", summary="Call", user_id=self.first.id
        )
        found, _text = self.waiting(self.first, source="activities")
        self.assertEqual(found["activities"]["items"][0]["name"], "Azure: Call")

    def test_a_source_is_found_however_it_is_written_and_none_is_no_all_clear(self):
        self.pending()
        for name in ("decisions", "Decisions", " decisions"):
            found, _text = self.waiting(self.first, source=name)
            self.assertEqual(found["decisions"]["count"], 1)
        arguments = {"source": "approval"}
        call = self.make_call("list_pending_approvals", arguments, user=self.first)
        self.assertRefused(self.answer(call), "approval", "decisions", "time off")

    def test_activities_that_are_due_first_are_looked_at_first(self):
        self.patch(sys.modules[waiting.__module__], "MOST", 2)
        for day in ("2031-03-03", "2031-03-02", "2026-01-01"):
            self.partner.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=day,
                summary=day,
                user_id=self.first.id,
            )
        found, _text = self.waiting(self.first, source="activities")
        names = [item["name"] for item in found["activities"]["items"]]
        self.assertEqual(names, ["Azure: 2026-01-01", "Azure: 2031-03-02"])
        self.assertTrue(found["activities"]["more"])

    def test_calls_of_assistants_are_decided_in_odoo_alone(self):
        self.env["mcp.approval"].create(
            {
                "summary": "Delete 1 contact.",
                "user_id": self.requester.id,
                "approver_ids": [(6, 0, self.first.ids)],
                "expiry": "2199-01-01",
            }
        )
        found, text = self.waiting(self.first)
        source = found["assistant calls"]
        self.assertNotIn("tool", {k for k, v in source.items() if v})
        self.assertIn("a person decides it in Odoo", text)

    def test_a_tool_that_the_caller_lacks_is_not_named(self):
        self.pending()
        observer = {"principal": self.principal(self.first, ceiling=Mode.OBSERVER)}
        call = self.make_call("list_pending_approvals", {}, user=self.first, **observer)
        [source] = self.assertAnswers(self.answer(call))["sources"]
        self.assertIsNone(source["tool"])

    def test_it_pages_by_source(self):
        for number in range(12):
            self.pending(name=f"Van {number}")
        found, _text = self.waiting(self.first)
        self.assertEqual(found["decisions"]["count"], 12)
        self.assertEqual(len(found["decisions"]["items"]), 10)
        found, _text = self.waiting(self.first, source="decisions", offset=10)
        self.assertEqual(len(found["decisions"]["items"]), 2)
