"""Decisions: asked for by one, taken by others."""

from __future__ import annotations

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..common import McpCase

OPERATOR = "odoo_mcp.group_operator"


class DecisionCase(McpCase):
    mcp_groups = OPERATOR

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.requester = cls.mcp_user(cls, OPERATOR, name="Cleo Requester")
        cls.first = cls.mcp_user(cls, OPERATOR, name="Ada First-Approver")
        cls.second = cls.mcp_user(cls, OPERATOR, name="Ben Second-Approver")
        cls.stranger = cls.mcp_user(cls, OPERATOR)
        cls.administrator = cls.mcp_user(cls, "odoo_mcp.group_administrator")
        cls.partner = cls.env["res.partner"].create({"name": "Azure"})

    def setUp(self):
        super().setUp()
        self._mcp_caller = self.requester

    def decision(self, **values):
        """A draft of the caller's, for two approvers of whom one is enough."""
        values = {
            "name": "A second van",
            "approver_ids": [(6, 0, (self.first | self.second).ids)],
            **values,
        }
        return self.env["mcp.decision"].with_user(self.mcp_caller).create(values)

    def pending(self, **values):
        decision = self.decision(**values)
        decision.action_submit()
        return decision

    def of(self, user, decision):
        return decision.with_user(user)


@tagged("post_install", "-at_install")
class TestDecision(DecisionCase):
    def test_nobody_asks_about_what_he_may_not_see(self):
        hidden = self.env["mcp.article"].create({"name": "Hush"})
        decisions = self.env["mcp.decision"].with_user(self.requester)
        with self.assertRaises(AccessError):
            decisions.create({"name": "Why?", "subject": f"mcp.article,{hidden.id}"})

    def test_a_subject_that_the_reader_may_not_see_has_no_name(self):
        hidden = self.env["mcp.article"].create({"name": "Hush"})
        decision = self.decision()
        decision.with_env(self.env).subject = f"mcp.article,{hidden.id}"
        one = {"model": "mcp.decision", "record_ids": decision.ids}
        answer = self.call("get_record", **one, fields=["subject"])
        self.assertNotIn("Hush", answer.text)
        [row] = self.assertAnswers(answer)["records"]
        self.assertEqual(row["subject"]["id"], hidden.id)
        hidden.category = "workspace"
        self.assertIn("Hush", self.call("get_record", **one, fields=["subject"]).text)

    def test_approvers_get_an_activity_and_lose_it_with_the_decision(self):
        decision = self.pending(approvals_needed=2)
        self.assertEqual(
            decision.activity_ids.user_id.sorted(), (self.first | self.second).sorted()
        )
        self.of(self.first, decision).action_approve()
        self.assertEqual(decision.activity_ids.user_id, self.second)
        self.assertEqual(decision.state, "pending")
        self.of(self.second, decision).action_approve()
        self.assertEqual(decision.state, "approved")
        self.assertFalse(decision.activity_ids)
        self.assertEqual(decision.approved_by_ids, self.first | self.second)

    def test_the_requester_never_approves_his_own(self):
        decision = self.pending()
        with self.assertRaisesRegex(AccessError, "requested himself"):
            decision.action_approve()
        with self.assertRaisesRegex(AccessError, "requested himself"):
            decision._refuse("no")
        with self.assertRaises(ValidationError):
            self.decision(approver_ids=[(6, 0, self.mcp_caller.ids)])

    def test_an_administrator_does_not_approve_his_own_either(self):
        self._mcp_caller = self.administrator
        decision = self.pending()
        with self.assertRaises(AccessError):
            decision.action_approve()
        with self.assertRaises(AccessError):
            decision.approved_by_ids = self.mcp_caller
        self.assertEqual(decision.state, "pending")

    def test_a_decision_cannot_be_created_in_the_name_of_another(self):
        decision = self.decision(requester_id=self.stranger.id, state="approved")
        self.assertEqual(decision.requester_id, self.mcp_caller)
        self.assertEqual(decision.state, "draft")

    def test_nobody_writes_state_votes_or_requester(self):
        decision = self.pending()
        for user in (self.mcp_caller, self.first, self.administrator):
            for values in (
                {"state": "approved"},
                {"approved_by_ids": [(4, self.first.id)]},
                {"requester_id": self.second.id},
                {"decided_by_id": self.first.id},
            ):
                forced = self.of(user, decision).with_context(mcp_decision_step=True)
                with self.assertRaises(AccessError):
                    forced.write(values)

    def test_what_the_approvers_were_asked_stays_as_it_was(self):
        decision = self.pending(amount=10)
        with self.assertRaisesRegex(UserError, "Only a draft"):
            decision.amount = 1000
        with self.assertRaises(UserError):
            decision.unlink()
        decision.action_cancel()
        decision.action_draft()
        decision.amount = 1000
        decision.action_submit()
        self.assertEqual((decision.amount, decision.state), (1000, "pending"))

    def test_one_refusal_ends_it_and_has_a_reason_that_the_requester_reads(self):
        decision = self.pending(approvals_needed=2)
        self.of(self.first, decision).action_approve()
        with self.assertRaisesRegex(UserError, "reason"):
            self.of(self.second, decision)._refuse("  ")
        action = self.of(self.second, decision).action_refuse()
        wizard = self.env[action["res_model"]].with_user(self.second)
        form = Form(wizard.with_context(**action["context"]))
        form.reason = "Too early."
        form.save().action_refuse()
        self.assertEqual((decision.state, decision.reason), ("rejected", "Too early."))
        told = decision.message_ids.filtered(
            lambda m: self.mcp_caller.partner_id in m.partner_ids
        )
        self.assertIn("Too early.", told.body)
        self.assertFalse(decision.activity_ids)

    def test_asking_again_forgets_votes_and_reason(self):
        decision = self.pending(approvals_needed=2)
        self.of(self.first, decision).action_approve()
        self.of(self.second, decision)._refuse("Too early.")
        decision.action_draft()
        self.assertFalse(decision.approved_by_ids or decision.reason)
        decision.action_submit()
        self.assertTrue(self.of(self.first, decision).can_decide)

    def test_a_vote_counts_once_and_while_it_is_waited_for(self):
        decision = self.pending(approvals_needed=2)
        self.of(self.first, decision).action_approve()
        with self.assertRaisesRegex(UserError, "already"):
            self.of(self.first, decision).action_approve()
        decision.action_cancel()
        with self.assertRaisesRegex(UserError, "Cancelled"):
            self.of(self.second, decision).action_approve()

    def test_too_few_approvers_are_said_before_anybody_is_asked(self):
        decision = self.decision(approvals_needed=3)
        with self.assertRaisesRegex(UserError, "3 approvals are needed"):
            decision.action_submit()
        self.assertFalse(decision.activity_ids)
        with self.assertRaises(ValidationError):
            decision.approvals_needed = 0

    def test_an_approver_must_be_able_to_see_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.mcp_caller.company_ids |= company
        with self.assertRaisesRegex(ValidationError, "no access"):
            self.decision(company_id=company.id)
        portal = new_test_user(self.env, "a_portal_user", "base.group_portal")
        with self.assertRaisesRegex(ValidationError, "no access"):
            self.decision(approver_ids=[(6, 0, portal.ids)])

    def test_only_requester_approvers_and_administrators_see_it(self):
        decision = self.decision()
        decisions = self.env["mcp.decision"]

        def seen_by(user):
            return decision in decisions.with_user(user).search([])

        self.assertFalse(seen_by(self.first), "a draft is the requester's")
        decision.action_submit()
        for user in (self.mcp_caller, self.first, self.administrator):
            self.assertTrue(seen_by(user))
        self.assertFalse(seen_by(self.stranger))
        with self.assertRaises(AccessError):
            self.of(self.stranger, decision).action_approve()

    def test_another_company_does_not_see_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        self.administrator.write(
            {"company_ids": [(6, 0, company.ids)], "company_id": company.id}
        )
        decision = self.pending()
        found = self.env["mcp.decision"].with_user(self.administrator).search([])
        self.assertNotIn(decision, found)

    def test_an_approver_neither_changes_nor_cancels_it(self):
        decision = self.of(self.first, self.pending())
        self.assertFalse(decision.can_change)
        for step in ("action_cancel", "action_submit", "unlink"):
            with self.assertRaises(AccessError):
                getattr(decision, step)()
        message = decision.message_post(body="Which colour?")
        self.assertEqual(message.author_id, self.first.partner_id)

    def test_a_copy_is_a_draft_of_who_copied_it(self):
        decision = self.pending()
        self.of(self.first, decision).action_approve()
        copy = decision.copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.approved_by_ids)

    def test_its_form_is_opened_and_saved_by_an_ordinary_user(self):
        form = Form(self.env["mcp.decision"].with_user(self.mcp_caller))
        form.name = "A third van"
        form.approver_ids.add(self.first)
        saved = form.save()
        self.assertEqual(saved.requester_id, self.mcp_caller)
        self.assertEqual(saved.currency_id, self.env.company.currency_id)
        self.assertLessEqual(saved.create_date, fields.Datetime.now())
