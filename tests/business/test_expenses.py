"""Expenses from the receipt to the approval, as employee and manager."""

from __future__ import annotations

import base64

from odoo.tests import tagged

from ...services.compat.expenses import (
    EXPENSES_APPROVED,
    EXPENSES_REFUSED,
    expense_reports,
)
from ...services.compat.user_groups import group_field
from ..common import McpCase
from ..things import size
from .people import PeopleMixin

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00"
    b"\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe"
    b"\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


class ExpenseCase(PeopleMixin, McpCase):
    needed = ("hr.expense",)
    manager_groups = "hr_expense.group_hr_expense_team_approver"
    officer_groups = "hr_expense.group_hr_expense_manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person(cls.employee).expense_manager_id = cls.manager
        products = cls.env["product.product"]
        values = {"can_be_expensed": True, "type": "service", "standard_price": 0}
        cls.meals = products.create({**values, "name": "People Meals"})
        cls.travel = products.create(
            {**values, "name": "People Travel", "standard_price": 0.5}
        )

    def create(self, user=None, **arguments):
        asked = {"name": "Lunch", "amount": 20.5, "category": "People Meals"}
        asked = {**asked, **arguments}
        return self.done(user or self.employee, "create_expense", **asked)

    def handed_in(self, **arguments):
        """An expense of the employee, handed in."""
        expense = self.expense(self.create(**arguments)["id"])
        self.done(self.employee, "submit_expense", expense_id=expense.id)
        return expense

    def expense(self, expense_id):
        return self.env["hr.expense"].browse(expense_id)

    def decide(self, user, expense, **arguments):
        arguments["expense_id"] = expense.id
        return self.by(user, "approve_expense", **arguments)


@tagged("post_install", "-at_install", "-standard", "business")
class TestExpenses(ExpenseCase):
    def test_a_created_expense_is_a_draft_of_who_asked(self):
        answer = self.create(date="2026-03-04", notes="With Azure.")
        expense = self.expense(answer["id"])
        self.assertEqual(expense.employee_id, self.person(self.employee))
        self.assertEqual(str(expense.date), "2026-03-04")
        self.assertEqual((answer["state"], expense.state), ("draft", "draft"))
        [shown] = answer["expenses"]
        currency = expense.currency_id.name
        self.assertEqual(shown["amount"], {"amount": 20.5, "currency": currency})
        self.assertEqual(shown["category"], "People Meals")
        self.assertEqual(answer["not_applied"], [])
        self.assertTrue(answer["url"].endswith(f"/odoo/hr.expense/{expense.id}"))

    def test_a_category_with_a_price_takes_a_quantity(self):
        answer = self.create(category="People Travel", amount=None, quantity=100)
        self.assertEqual(answer["expenses"][0]["amount"]["amount"], 50)

    def test_a_preview_says_what_a_quantity_costs(self):
        asked = {"name": "Trip", "category": "People Travel", "quantity": 120}
        outcome = self.by(self.employee, "create_expense", **asked, dry_run=True)
        currency, unit = self.env.company.currency_id, self.travel.uom_id
        said = f"“Trip” of 60 {currency.name} (120 {unit.name})."
        self.assertIn(said, outcome.text)

    def test_a_category_with_a_price_takes_no_amount(self):
        asked = {"name": "Trip", "category": "People Travel", "amount": 10}
        for more in ({}, {"quantity": 120}):
            outcome = self.by(self.employee, "create_expense", **asked, **more)
            self.assertRefused(outcome, "amount: People Travel has a price")

    def test_what_is_wrong_is_named(self):
        for arguments, word in (
            ({"category": "Nonsense"}, "Nonsense"),
            ({"currency": "XXQ"}, "XXQ"),
            ({"date": "yesterday"}, "date"),
            ({"employee_id": 2**31 - 2}, "employee_id"),
        ):
            asked = {"name": "Lunch", "amount": 1, **arguments}
            outcome = self.by(self.employee, "create_expense", **asked)
            self.assertRefused(outcome, word)

    def test_from_draft_to_refusal_and_again_to_approval(self):
        expense = self.handed_in()
        self.assertEqual(expense.state, "submitted")
        outcome = self.decide(self.manager, expense, approve=False)
        self.assertRefused(outcome, "reason")
        outcome = self.decide(self.manager, expense, approve=False, reason="No bill.")
        self.assertIn(self.assertAnswers(outcome)["state"], EXPENSES_REFUSED)
        self.assertEqual(expense.state, "refused")
        report = expense_reports(expense)
        self.assertTrue(any("No bill." in m.body for m in report.message_ids))
        again = self.handed_in(name="Lunch, with the bill", amount=20.6)
        answer = self.assertAnswers(self.decide(self.manager, again))
        self.assertIn(answer["state"], EXPENSES_APPROVED)
        self.assertEqual(again.state, "approved")

    def test_handed_in_is_said_as_odoo_reached_it(self):
        answer = self.create()
        told = self.done(self.employee, "submit_expense", expense_ids=[answer["id"]])
        expense = self.expense(answer["id"])
        report = expense_reports(expense)
        self.assertEqual((told["id"], told["state"]), (report.id, report.state))
        self.assertEqual(told["model"], report._name)
        self.assertEqual(told["expenses"][0]["state"], expense.state)
        outcome = self.by(self.employee, "submit_expense", expense_id=expense.id)
        self.assertRefused(outcome, expense.display_name)

    def test_without_amount_nothing_is_handed_in(self):
        full, empty = self.create(), self.create(amount=0)
        ids = [full["id"], empty["id"]]
        outcome = self.by(self.employee, "submit_expense", expense_ids=ids)
        self.assertRefused(outcome, "without")
        self.assertEqual(self.expense(full["id"]).state, "draft")

    def test_only_his_manager_approves_and_never_the_employee(self):
        expense = self.handed_in()
        for user in (self.employee, self.colleague):
            for arguments in ({}, {"approve": False, "reason": "No."}):
                self.assertTrue(self.decide(user, expense, **arguments).is_error)
        self.assertEqual(expense.state, "submitted")
        self.assertAnswers(self.decide(self.manager, expense))

    def test_a_draft_and_a_decided_one_are_refused_with_their_state(self):
        draft = self.expense(self.create()["id"])
        self.assertTrue(self.decide(self.manager, draft).is_error)
        expense = self.handed_in(amount=99)
        self.assertAnswers(self.decide(self.manager, expense))
        self.assertRefused(self.decide(self.manager, expense), "state")

    def test_duplicates_are_asked_about_first(self):
        first = self.handed_in()
        self.assertAnswers(self.decide(self.manager, first))
        second = self.handed_in()
        outcome = self.decide(self.manager, second)
        self.assertRefused(outcome, "duplicates")
        asks = outcome.structured["needs_input"]
        self.assertEqual(asks["argument"], "duplicates")
        self.assertIn(first.id, outcome.structured["similar"])
        self.assertEqual(second.state, "submitted")
        self.assertAnswers(self.decide(self.manager, second, duplicates="approve"))
        self.assertEqual(second.state, "approved")
        third = self.handed_in()
        self.assertAnswers(self.decide(self.manager, third, duplicates="refuse"))
        self.assertEqual(third.state, "refused")
        self.assertEqual(first.state, "approved")

    def test_a_report_of_several_is_decided_as_a_whole(self):
        expenses = [self.create(amount=amount)["id"] for amount in (11, 12)]
        told = self.done(self.employee, "submit_expense", expense_ids=expenses)
        first = self.expense(expenses[0])
        outcome = self.decide(self.manager, first)
        if "sheet_id" not in first._fields:
            self.assertAnswers(outcome)
            self.assertEqual(len(told["further"]), 1)
            outcome = self.by(self.manager, "approve_expense", report_id=first.id)
            self.assertRefused(outcome, "expense_id")
            return
        self.assertRefused(outcome, f"report_id {first.sheet_id.id}")
        arguments = {"expense_sheet_id": first.sheet_id.id}
        answer = self.done(self.manager, "odoo_approve_expense", **arguments)
        self.assertEqual({e["state"] for e in answer["expenses"]}, {"approved"})

    def test_what_waits_for_the_manager_names_the_tool(self):
        expense = self.handed_in()
        report = expense_reports(expense)
        sources = self.done(self.manager, "list_pending_approvals")["sources"]
        found = {source["source"]: source for source in sources}
        self.assertEqual(found["expenses"]["tool"], "approve_expense")
        ids = [item["id"] for item in found["expenses"]["items"]]
        self.assertIn(report.id, ids)
        told = {source["argument"]: report.id for source in [found["expenses"]]}
        self.done(self.manager, "approve_expense", **told)
        sources = self.done(self.colleague, "list_pending_approvals")["sources"]
        self.assertNotIn("expenses", [source["source"] for source in sources])


@tagged("post_install", "-at_install", "-standard", "business")
class TestReadExpenses(ExpenseCase):
    def read(self, user, **arguments):
        return self.done(user, "read_expenses", **arguments)

    def test_an_employee_sees_his_own_a_manager_his_team_hr_all(self):
        expense = self.expense(self.create()["id"])
        for user, seen in (
            (self.employee, True),
            (self.manager, True),
            (self.officer, True),
            (self.colleague, False),
        ):
            found = self.read(user, query="Lunch", limit=200)["expenses"]
            self.assertEqual(expense.id in [e["id"] for e in found], seen, user.name)
        outcome = self.by(self.colleague, "read_expenses", expense_id=expense.id)
        self.assertRefused(outcome, "hr.expense")

    def test_a_manager_reads_his_teams_without_his_own(self):
        expense = self.expense(self.create()["id"])
        self.create(self.manager)
        answer = self.read(self.manager, whose="team")
        self.assertEqual([e["id"] for e in answer["expenses"]], expense.ids)
        self.assertFalse(answer["note"])
        for user in (self.employee, self.colleague, self.officer):
            outcome = self.by(user, "read_expenses", whose="team")
            self.assertRefused(outcome, "no team")
        # a manager who approves no expenses
        group = group_field(self.colleague)
        self.assertFalse(self.colleague[group] & self.env.ref(self.manager_groups))
        self.person(self.employee).parent_id = self.person(self.colleague)
        self.env.flush_all()
        answer = self.read(self.colleague, whose="team")
        self.assertEqual((answer["expenses"], answer["total"]), ([], 0))
        self.assertIn("Not all", answer["note"])

    def test_states_days_and_totals_of_all_that_match(self):
        self.create(amount=10, date="2026-01-10")
        self.create(amount=5, date="2026-02-10")
        self.handed_in(amount=7, date="2026-01-20")
        january = {"date_from": "2026-01-01", "date_to": "2026-01-31", "whose": "mine"}
        answer = self.read(self.employee, limit=1, **january)
        self.assertEqual((answer["count"], answer["total"]), (1, 2))
        self.assertEqual(answer["next_offset"], 1)
        self.assertEqual(answer["totals"][0]["amount"], 17)
        answer = self.read(self.employee, state="draft", **january)
        self.assertEqual(answer["totals"][0]["amount"], 10)
        outcome = self.by(self.employee, "read_expenses", state="nonsense")
        self.assertRefused(outcome, "submitted")

    def test_what_is_to_approve_is_what_waits_for_the_caller(self):
        self.create()
        waiting = self.handed_in(amount=8)
        found = self.read(self.manager, whose="to_approve")["expenses"]
        self.assertEqual([e["id"] for e in found], waiting.ids)
        self.assertFalse(self.read(self.employee, whose="to_approve")["expenses"])

    def test_what_an_expense_has_not_is_not_sent(self):
        self.create()
        found = self.read(self.employee, whose="mine")["expenses"]
        self.assertTrue(found)
        for expense in found:
            self.assertNotIn(None, expense.values())

    def test_who_may_approve_is_named_while_it_waits(self):
        draft = self.create()
        self.assertNotIn("may_approve", draft["expenses"][0])
        submitted = self.done(self.employee, "submit_expense", expense_id=draft["id"])
        named = submitted["expenses"][0]["may_approve"]
        self.assertTrue(named.startswith("Mona Manager"), named)
        for name in ("Carl Colleague", "Ella Employee"):
            self.assertNotIn(name, named)
        answer = self.read(self.employee, expense_id=draft["id"])
        self.assertEqual(answer["expenses"][0]["may_approve"], named)
        self.assertAnswers(self.decide(self.manager, self.expense(draft["id"])))
        answer = self.read(self.employee, expense_id=draft["id"])
        self.assertNotIn("may_approve", answer["expenses"][0])

    def test_a_full_page_is_small(self):
        outcome = self.by(self.officer, "read_expenses", limit=20)
        self.assertAnswers(outcome)
        self.assertLess(size(outcome), 12_000)

    def test_the_analysis_counts_every_state_but_refused(self):
        self.create(amount=10)
        self.handed_in(amount=7, category="People Meals")
        refused = self.handed_in(amount=100)
        self.assertAnswers(
            self.decide(self.manager, refused, approve=False, reason="No.")
        )
        arguments = {"employee_id": self.person(self.employee).id}
        answer = self.done(self.employee, "expense_analysis", **arguments)
        [group] = answer["groups"]
        self.assertEqual(group["category"]["name"], "People Meals")
        self.assertEqual((group["count"], group["amount"]["amount"]), (2, 17))
        arguments["group_by"] = ["state", "month"]
        arguments["state"] = ["refused", "draft"]
        answer = self.done(self.employee, "expense_analysis", **arguments)
        self.assertEqual(
            {g["state"]: g["amount"]["amount"] for g in answer["groups"]},
            {"draft": 10, "refused": 100},
        )
        found = self.done(
            self.employee,
            "search_records",
            model="hr.expense",
            domain=answer["domain"],
        )
        self.assertEqual(found["total"], 2)

    def test_a_colleague_adds_up_nothing_of_others(self):
        self.create(amount=10)
        arguments = {"employee_id": self.person(self.employee).id}
        answer = self.done(self.colleague, "expense_analysis", **arguments)
        self.assertEqual((answer["groups"], answer["totals"]), ([], []))


@tagged("post_install", "-at_install", "-standard", "business")
class TestReceipts(ExpenseCase):
    def receipt(self, content=PNG, **arguments):
        data = base64.b64encode(content).decode()
        asked = {"filename": "bill.png", "data": data, **arguments}
        return self.by(self.employee, "upload_receipt", **asked)

    def test_a_receipt_of_an_expense_is_what_its_form_shows(self):
        expense = self.expense(self.create()["id"])
        answer = self.assertAnswers(self.receipt(expense_id=expense.id))
        self.assertEqual(expense.message_main_attachment_id.id, answer["attachment_id"])
        self.assertEqual(answer["expenses"][0]["receipts"], 1)
        self.assertEqual(answer["id"], expense.id)
        self.assertIn("reads none", " ".join(answer["notes"]))

    def test_a_receipt_alone_becomes_a_draft(self):
        answer = self.assertAnswers(self.receipt())
        expense = self.expense(answer["id"])
        self.assertEqual(expense.state, "draft")
        self.assertEqual(expense.employee_id, self.person(self.employee))
        self.assertEqual(expense.attachment_ids.raw, PNG)

    def test_one_over_75_kb_is_taken_whole(self):
        content = PNG + b"\0" * 300_000
        answer = self.assertAnswers(self.receipt(content))
        self.assertEqual(answer["size"], len(content))

    def test_what_is_no_receipt_is_refused(self):
        for arguments, word in (
            ({"data": "%%%"}, "base64"),
            ({"data": None}, "create_upload_link"),
            ({"filename": None}, "filename"),
            ({"content": b"#!/bin/sh\n", "filename": "x.sh"}, "may not be uploaded"),
        ):
            if word == "may not be uploaded":
                self.env["ir.config_parameter"].set_param(
                    "mcp.upload_mimetypes", "image/*"
                )
            self.assertRefused(self.receipt(**arguments), word)

    def test_an_approved_expense_takes_none(self):
        expense = self.handed_in(amount=31)
        self.assertAnswers(self.decide(self.manager, expense))
        self.assertTrue(self.receipt(expense_id=expense.id).is_error)


@tagged("post_install", "-at_install", "-standard", "business")
class TestExpensePreviews(ExpenseCase):
    """A preview says in a sentence what would happen, and leaves nothing."""

    def preview_of(self, user, tool, **arguments):
        outcome = self.by(user, tool, dry_run=True, **arguments)
        self.assertFalse(outcome.is_error, outcome.text)
        return outcome.text

    def test_a_preview_of_creating_names_expense_and_amount(self):
        asked = {"name": "Kite", "amount": 5, "category": "People Meals"}
        text = self.preview_of(self.employee, "create_expense", **asked)
        self.assertIn("“Kite” of 5", text)
        self.assertFalse(self.env["hr.expense"].search([("name", "=", "Kite")]))

    def test_a_preview_of_a_receipt_names_the_file(self):
        data = base64.b64encode(PNG).decode()
        asked = {"filename": "kite.png", "data": data}
        text = self.preview_of(self.employee, "upload_receipt", **asked)
        self.assertIn("kite.png", text)
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "kite.png")]))

    def test_previews_of_handing_in_and_deciding_say_who_and_how_much(self):
        draft = self.expense(self.create()["id"])
        asked = {"expense_id": draft.id}
        text = self.preview_of(self.employee, "submit_expense", **asked)
        self.assertIn("Lunch (20.5", text)
        self.assertEqual(draft.state, "draft")
        self.done(self.employee, "submit_expense", **asked)
        text = self.preview_of(self.manager, "approve_expense", **asked)
        self.assertIn("Ella Employee", text)
        asked |= {"approve": False, "reason": "No bill."}
        text = self.preview_of(self.manager, "approve_expense", **asked)
        self.assertIn("No bill.", text)
        self.assertEqual(draft.state, "submitted")
