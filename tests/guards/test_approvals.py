"""Policy *human*: a person decides in Odoo, having seen the exact effect."""

from __future__ import annotations

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields, release
from odoo.exceptions import AccessError, UserError
from odoo.sql_db import db_connect
from odoo.tests import tagged

from ...models import mcp_approval, mcp_approval_call
from ...services.confirming.confirmation import digest
from ...services.current_call import inside_a_call
from ...services.errors import ConfirmationRequired, ToolError
from ..common import McpCase
from ..wire import WireCase

OPERATOR = "odoo_mcp.group_operator,base.group_partner_manager"


class ApprovalMixin:
    def need_approval(self, tool="probe_rename"):
        """An administrator's rule, and the one who is to decide."""
        self.approver = self.mcp_user()
        values = {"name": tool, "approval": True, "approver_ids": self.approver.ids}
        self.rule = self.env["mcp.rule"].create(values)
        self.partner = self.env["res.partner"].create({"name": "Azure"})
        self.arguments = {"id": self.partner.id, "name": "Blue"}

    def approval(self):
        return self.env["mcp.approval"].search([], limit=1)


@tagged("post_install", "-at_install")
class TestApprovals(ApprovalMixin, McpCase):
    mcp_groups = OPERATOR
    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
        self.need_approval()

    def rename(self, **control):
        call = self.make_call("probe_rename", self.arguments, **control)
        self.env.invalidate_all()
        return call

    def ask(self):
        """Ask as the protocol does; answer the approval's row."""
        facts = self.preview(self.rename()).approval()
        self.env.invalidate_all()
        approval = self.approval()
        self.assertEqual(facts["id"], approval.id)
        return approval

    def asked_again(self):
        """Ask without ``assertRaises``, which would roll back what was committed."""
        try:
            self.answer(self.rename())
        except ConfirmationRequired as needed:
            facts = needed.approval()
        self.env.invalidate_all()
        return facts

    def decide(self, approval, state, reason=""):
        approval.with_user(self.approver)._decide(state, reason)
        self.env.flush_all()

    def test_the_approver_sees_the_exact_effect_and_has_an_activity(self):
        approval = self.ask()
        self.assertEqual(approval.approver_ids, self.approver)
        self.assertEqual(approval.activity_ids.user_id, self.approver)
        self.assertTrue(approval.summary.startswith("Azure: Rename 1 contact."))
        for word in ("Azure", "Blue"):
            self.assertIn(word, approval.preview)
        self.assertEqual(self.partner.name, "Azure")

    def test_the_same_call_sent_twice_at_once_is_asked_for_in_turn(self):
        self.ask()
        other = db_connect(self.cr.dbname).cursor()
        self.addCleanup(other.close)
        turn = mcp_approval_call.TURN.replace("pg_advisory", "pg_try_advisory")
        for asked, is_free in ((digest(self.rename()), False), ("another", True)):
            other.execute(turn, [asked])
            self.assertEqual(other.fetchone()[0], is_free)

    def test_the_title_names_what_is_deleted_and_not_what_follows(self):
        child = {"name": "Luc", "parent_id": self.partner.id}
        self.env["res.partner"].create(child)
        self._mcp_caller = self.mcp_user(
            "odoo_mcp.group_administrator,base.group_partner_manager"
        )
        what = {"model": "res.partner", "record_ids": self.partner.ids}
        self.preview(self.make_call("delete_records", what)).approval()
        self.env.invalidate_all()
        self.assertTrue(self.approval().summary.startswith("Azure: Deletes one record"))

    def test_a_call_that_waits_says_so_and_asks_nobody_again(self):
        approval = self.ask()
        outcome = self.answer(self.rename())
        self.assertRefused(outcome, "waits for the approval", self.approver.name)
        self.assertEqual(outcome.structured["approval"]["state"], "pending")
        self.assertEqual(self.env["mcp.approval"].search_count([]), 1)
        self.assertEqual(len(approval.activity_ids), 1)

    def test_an_approved_call_runs_once_on_retry(self):
        approval = self.ask()
        self.decide(approval, "approved")
        self.assertAnswers(self.answer(self.rename()))
        self.assertEqual(self.partner.name, "Blue")
        self.env.invalidate_all()
        self.assertEqual(approval.state, "used")
        self.assertFalse(approval.activity_ids)
        self.preview(self.rename())

    def test_of_two_calls_at_once_one_has_the_approval(self):
        """Both have seen it standing when the first one claims it."""
        approval = self.ask()
        self.decide(approval, "approved")
        call = self.rename()
        claims = [approval._claim(call, approval.id) for _time in range(2)]
        self.assertEqual(claims, [True, False])

    def test_the_audit_names_who_approved(self):
        self.decide(self.ask(), "approved")
        call = self.rename()
        self.assertAnswers(self.answer(call))
        log = self.env["mcp.audit.log"]
        row = log.search([("call_id", "=", call.id), ("phase", "=", "outcome")])
        self.assertIn(f"approved by {self.approver.name}", row.reason)

    def test_a_refusal_reaches_the_caller_with_its_reason(self):
        self.decide(self.ask(), "refused", "Not before Monday.")
        self.assertRefused(self.answer(self.rename()), "Not before Monday.")
        self.assertEqual(self.partner.name, "Azure")

    def test_an_approval_is_of_these_arguments_and_this_user_alone(self):
        self.decide(self.ask(), "approved")
        self.arguments["name"] = "Red"
        self.preview(self.rename())
        self.arguments["name"] = "Blue"
        self.preview(self.rename(user=self.mcp_user(OPERATOR)))
        self.assertEqual(self.partner.name, "Azure")

    def test_records_that_changed_since_are_shown_and_asked_for_again(self):
        self.decide(self.ask(), "approved")
        self.partner.name = "Changed by somebody"
        self.env.flush_all()
        needed = self.preview(self.rename())
        self.assertIn("Changed by somebody → Blue", needed.preview)
        self.env.invalidate_all()
        self.assertEqual(self.partner.name, "Changed by somebody")

    def test_an_approval_of_what_changed_since_expires_and_a_new_one_is_asked_for(self):
        old = self.ask()
        self.decide(old, "approved")
        self.partner.name = "Changed by somebody"
        self.env.flush_all()
        facts = self.asked_again()
        new = self.approval()
        self.assertNotEqual(new, old)
        self.assertEqual((facts["id"], facts["state"]), (new.id, "pending"))
        self.assertIn("Changed by somebody", new.preview)
        self.assertEqual(old.state, "expired")
        self.assertIn("changed after the approval", old.reason)
        self.decide(new, "approved")
        self.assertAnswers(self.answer(self.rename()))
        self.env.invalidate_all()
        self.assertEqual((new.state, self.partner.name), ("used", "Blue"))

    def assertIsAskedAnew(self, old):
        self.env.flush_all()
        facts = self.asked_again()
        self.assertEqual(facts["state"], "pending")
        self.assertNotEqual(facts["id"], old.id)
        self.assertEqual((old.state, self.partner.name), ("expired", "Azure"))
        self.assertIn("may not decide", old.reason)

    def test_who_has_left_has_not_approved(self):
        old = self.ask()
        self.decide(old, "approved")
        self.approver.active = False
        self.assertIsAskedAnew(old)

    def test_who_is_no_approver_any_more_has_not_approved(self):
        old = self.ask()
        self.decide(old, "approved")
        self.rule.approver_ids = self.mcp_user()
        self.assertIsAskedAnew(old)

    def test_an_approval_is_of_this_language_alone(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.decide(self.ask(), "approved")
        call = self.rename()
        call.env = call.env(context={**call.env.context, "lang": "fr_FR"})
        self.preview(call)
        self.assertAnswers(self.answer(self.rename()))

    def test_a_call_that_fails_gives_its_approval_back(self):
        def fail(*_args, **_kwargs):
            raise ToolError("Not today.")

        approval = self.ask()
        self.decide(approval, "approved")
        with patch.object(type(self.env["mcp.tools.probe"]), "_mcp_probe_rename", fail):
            self.assertRefused(self.answer(self.rename()), "Not today.")
        self.env.invalidate_all()
        self.assertEqual(approval.state, "approved")

    def test_an_old_approval_opens_nothing(self):
        approval = self.ask()
        self.decide(approval, "approved")
        approval.expiry = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.preview(self.rename())
        self.env["mcp.approval"]._gc_old()
        self.assertEqual(approval.state, "expired")

    def test_approval_hours_say_how_long_it_is_waited_for(self):
        self.env["ir.config_parameter"].set_param("mcp.approval_hours", "2")
        left = self.ask().expiry - fields.Datetime.now()
        self.assertAlmostEqual(left.total_seconds(), 7200, delta=60)

    def test_neither_a_yes_in_the_client_nor_trust_stands_for_the_approver(self):
        needed = self.preview(self.rename())
        self.assertFalse(needed.in_client)
        self.preview(self.rename(confirmation=needed.token, consent=True))
        self.assertEqual(self.partner.name, "Azure")

    def test_code_that_runs_for_a_client_cannot_approve(self):
        approval = self.ask()
        with self.assertRaises(AccessError):
            approval.with_user(self.approver).action_approve()

    def test_an_assistant_in_the_session_of_its_approver_cannot_approve(self):
        """As the playground runs them."""
        approval = self.ask().with_user(self.approver)
        with patch.object(mcp_approval, "_in_person", lambda env: True):
            with inside_a_call(self.rename()), self.assertRaises(AccessError):
                approval.action_approve()
            approval.action_approve()
        self.assertEqual(approval.state, "approved")

    def test_what_is_decided_or_too_old_is_decided_no_more(self):
        approval = self.ask()
        with patch.object(mcp_approval, "_in_person", lambda env: True):
            for state, age in (("refused", -1), ("used", -1), ("pending", 1)):
                approval.state = state
                approval.expiry = fields.Datetime.now() + timedelta(hours=-age)
                for button in ("action_approve", "action_refuse"):
                    with self.assertRaisesRegex(UserError, "decided already"):
                        getattr(approval.with_user(self.approver), button)()

    def test_others_neither_see_nor_decide_it(self):
        approval, other = self.ask(), self.mcp_user()
        found = self.env["mcp.approval"].with_user(other).search([])
        self.assertNotIn(approval, found)
        with self.assertRaises(AccessError):
            approval.with_user(other)._refuse_others()
        self.assertTrue(approval.with_user(self.approver).can_decide)

    def test_a_key_of_some_companies_sees_its_own_alone(self):
        self.ask()
        companies = frozenset(self.mcp_caller.company_id.ids)
        for credential, seen in (("test:1", 1), ("test:2", 0)):
            about = {"credential": credential, "companies": companies}
            call = self.make_call("search_records", {"model": "mcp.approval"})
            call.principal = self.principal(**about)
            found = self.assertAnswers(self.answer(call))["records"]
            self.assertEqual(len(found), seen, credential)

    def test_who_asked_does_not_refuse_it(self):
        approval = self.ask()
        values = {"approval_id": approval.id, "reason": "no"}
        refusal = self.env["mcp.approval.refusal"].create(values)
        with patch.object(mcp_approval, "_in_person", lambda env: True):
            with self.assertRaises(AccessError):
                refusal.with_user(self.mcp_caller).action_refuse()
            self.assertEqual(approval.state, "pending")
            refusal.with_user(self.approver).action_refuse()
        self.assertEqual(approval.state, "refused")

    def test_the_approver_sees_no_secret_among_the_arguments(self):
        self.arguments["name"] = "Bearer abc123secret"
        approval = self.ask()
        self.assertIn(str(self.partner.id), approval.arguments)
        self.assertNotIn("abc123secret", approval.arguments)

    def test_without_names_the_mcp_administrators_decide(self):
        self.env["mcp.rule"].search([]).approver_ids = False
        administrator = self.mcp_user("odoo_mcp.group_administrator")
        approvers = self.ask().approver_ids
        self.assertIn(administrator, approvers)
        self.assertNotIn(self.mcp_caller, approvers)

    def test_the_second_confirmation_of_a_delete_may_be_given_in_odoo(self):
        boss = self.mcp_user("odoo_mcp.group_administrator,base.group_partner_manager")
        delete = {"tool": "probe_delete", "arguments": {"name": "Azure"}, "user": boss}
        self.preview(self.make_call(**delete)).approval()
        self.env.invalidate_all()
        approval = self.approval()
        self.assertEqual(approval.approver_ids, boss)
        approval.with_user(boss)._decide("approved")
        self.env.flush_all()
        self.assertAnswers(self.answer(self.make_call(**delete)))
        self.assertFalse(self.partner.exists())


@tagged("post_install", "-at_install")
class TestApprovingInOdoo(ApprovalMixin, WireCase):
    def setUp(self):
        super().setUp()
        self.need_approval()
        self.headers |= self.key_of(OPERATOR)

    def rename(self):
        asked = {"name": "probe_rename", "arguments": self.arguments}
        return self.modern("tools/call", asked, can={"elicitation": {"form": {}}})

    def press(self, button, approval, user):
        """What a click does; answers Odoo's error, or None."""
        self.env.flush_all()
        self.authenticate(user.login, user.login)
        body = {"model": approval._name, "method": button, "args": [approval.ids]}
        answer = self.url_open(
            f"/web/dataset/call_button/{approval._name}/{button}",
            data=json.dumps({"params": {**body, "kwargs": {}}}),
            headers={"Content-Type": "application/json"},
        ).json()
        return answer.get("error")

    def test_a_click_of_the_approver_lets_the_waiting_call_run(self):
        waiting = self.rename().json()["result"]
        self.assertTrue(waiting["isError"], waiting)
        self.assertIn("/odoo/mcp.approval/", waiting["content"][0]["text"])
        approval = self.approval()
        self.assertFalse(self.press("action_approve", approval, self.approver))
        done = self.rename().json()["result"]
        self.assertFalse(done["isError"], done)
        self.env.invalidate_all()
        self.assertEqual(self.partner.name, "Blue")

    def test_a_program_with_the_password_of_the_approver_does_nothing(self):
        self.rename()
        approval, login = self.approval(), self.approver.login
        self.env.flush_all()
        asked = [self.cr.dbname, self.approver.id, login, approval._name]
        call = {"service": "object", "method": "execute_kw"}
        for method, args in (("read", ["state"]), ("action_approve", None)):
            args = [*asked, method, [approval.ids, *([args] if args else [])]]
            answer = self.url_open(
                "/jsonrpc",
                data=json.dumps({"params": {**call, "args": args}}),
                headers={"Content-Type": "application/json"},
            ).json()
            self.assertEqual("error" in answer, method == "action_approve", answer)
        said = [str(answer)]
        if release.version_info[0] >= 19:
            keys = self.env["res.users.apikeys"].with_user(self.approver).sudo()
            later = fields.Datetime.now() + timedelta(days=1)
            bearer = f"Bearer {keys._generate('rpc', 'test', later)}"
            answer = self.url_open(
                f"/json/2/{approval._name}/action_approve",
                data=json.dumps({"ids": approval.ids}),
                headers={"Content-Type": "application/json", "Authorization": bearer},
            )
            said.append(answer.text)
        for text in said:
            self.assertIn("by a person in Odoo itself", text)
        self.env.invalidate_all()
        self.assertEqual(approval.state, "pending")

    def test_a_click_of_anybody_else_does_nothing(self):
        self.rename()
        approval = self.approval()
        error = self.press("action_approve", approval, self.mcp_user())
        self.assertIn("AccessError", str(error))
        self.env.invalidate_all()
        self.assertEqual(approval.state, "pending")
