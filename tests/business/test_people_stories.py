"""Expenses, time off, decisions, projects and articles: by the clients of their people.

Each step is looked at twice: as it was answered, and as the database has it.
"""

import base64
from datetime import date
from unittest import skipIf

from odoo.tests import tagged

from ...services.compat.expenses import (
    EXPENSES_APPROVED,
    EXPENSES_REFUSED,
    EXPENSES_TO_APPROVE,
    expense_reports,
)
from ...services.texts import markdown
from .clients import ClientsCase
from .people import PeopleMixin, TimeOffMixin
from .test_expenses import PNG

# what an employee writes down: a table and a list of tasks
ONBOARDING = """# Onboarding

Everybody gets a badge.

## Contacts

| Who | Desk |
| --- | ---: |
| Mona | 12 |
| Carl | 7 |

## First day

- [ ] Fetch the badge
- [x] Sign the contract"""


class PeopleStoryCase(PeopleMixin, ClientsCase):
    @property
    def users(self):
        return {
            "employee": self.employee,
            "manager": self.manager,
            "colleague": self.colleague,
            "officer": self.officer,
        }


@tagged("post_install", "-at_install", "-standard", "business")
class TestExpenseStory(PeopleStoryCase):
    needed = ("hr.expense", "account.move")
    manager_groups = "hr_expense.group_hr_expense_team_approver"
    # an accountant who sees the expenses of all
    officer_groups = "account.group_account_invoice,hr_expense.group_hr_expense_user"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person(cls.employee).expense_manager_id = cls.manager
        values = {"can_be_expensed": True, "type": "service", "standard_price": 0}
        values["supplier_taxes_id"] = False
        cls.env["product.product"].create({**values, "name": "People Meals"})

    def test_from_the_receipt_to_the_refusal_and_again_to_the_payment(self):
        expense = self.with_receipt()
        self.refused_once(expense)
        expense = self.handed_in_again()
        self.approved(expense)
        self.paid_back(expense)

    def with_receipt(self):
        data = base64.b64encode(PNG).decode()
        file = {"filename": "lunch.png", "base64_data": data}
        draft = self.does("employee", "upload_receipt", **file)
        expense = self.env["hr.expense"].browse(draft["id"])
        self.assertEqual((draft["state"], expense.state), ("draft", "draft"))
        self.assertEqual(expense.employee_id, self.person(self.employee))
        self.assertEqual(expense.nb_attachment, 1)
        which = {"expense_id": expense.id}
        self.refused("employee", "submit_expense", "without", **which)
        read = {"name": "Lunch with Azure", "amount": 20.5, "category": "People Meals"}
        filled = self.does("employee", "upload_receipt", **file, **read, **which)
        self.assertEqual((filled["id"], filled["not_applied"]), (expense.id, []))
        self.assertEqual(filled["expenses"][0]["amount"]["amount"], 20.5)
        self.assertEqual(expense.total_amount_currency, 20.5)
        self.assertEqual(expense.name, "Lunch with Azure")
        return expense

    def handed_in(self, expense):
        told = self.does("employee", "submit_expense", expense_id=expense.id)
        self.assertEqual(expense.state, "submitted")
        self.assertIn(told["state"], EXPENSES_TO_APPROVE)
        inbox = self.does("manager", "list_pending_approvals", source="expenses")
        waiting = expense_reports(expense).id
        [source] = inbox["sources"]
        self.assertIn(waiting, [item["id"] for item in source["items"]])
        self.assertEqual(source["tool"], "approve_expense")

    def refused_once(self, expense):
        which = {"expense_id": expense.id}
        self.refused("employee", "approve_expense", **which)
        self.handed_in(expense)
        self.refused("employee", "approve_expense", **which)
        self.refused("colleague", "approve_expense", **which)
        no = {**which, "approve": False}
        self.refused("manager", "approve_expense", "reason", **no)
        told = self.does("manager", "approve_expense", **no, reason="No bill.")
        self.assertIn(told["state"], EXPENSES_REFUSED)
        self.assertEqual(expense.state, "refused")
        mine = self.does("employee", "read_expenses", **which)["expenses"]
        self.assertEqual([e["state"] for e in mine], ["refused"])
        self.refused("officer", "pay_expense", **which)

    def handed_in_again(self):
        asked = {"name": "Lunch, with the bill", "amount": 20.6}
        asked["category"] = "People Meals"
        made = self.does("employee", "create_expense", **asked)
        expense = self.env["hr.expense"].browse(made["id"])
        self.assertEqual(expense.total_amount_currency, 20.6)
        self.handed_in(expense)
        self.refused("officer", "pay_expense", "approve", expense_id=expense.id)
        return expense

    def approved(self, expense):
        told = self.does("manager", "approve_expense", expense_id=expense.id)
        self.assertIn(told["state"], EXPENSES_APPROVED)
        self.assertEqual(expense.state, "approved")
        self.assertIn("20.6", self.people["manager"].shown[-1])

    def paid_back(self, expense):
        which = {"expense_id": expense.id}
        for role in ("employee", "colleague"):
            self.refused(role, "pay_expense", **which)
        booked = self.does("officer", "pay_expense", **which, pay=False)
        [entry] = booked["entries"]
        move = self.env["account.move"].browse(entry["id"])
        self.assertEqual((move.state, move.amount_residual), ("posted", 20.6))
        self.assertEqual(entry["due"]["amount"], 20.6)
        paid = self.does("officer", "pay_expense", **which)
        self.assertEqual(paid["payments"][0]["amount"]["amount"], 20.6)
        self.assertEqual(paid["entries"][0]["due"]["amount"], 0)
        self.assertEqual(move.amount_residual, 0)
        self.assertIn(paid["state"], ("paid", "in_payment", "done"))
        self.refused("officer", "pay_expense", **which)


@tagged("post_install", "-at_install", "-standard", "business")
class TestTimeOffStory(TimeOffMixin, PeopleStoryCase):
    def test_asked_for_refused_approved_and_cancelled(self):
        self.kind = self.new_type("People Leave", "day")
        leave = self.asked("2031-03-03", "2031-03-07")
        self.refused_by_the_manager(leave)
        leave = self.asked("2031-03-10", "2031-03-11")
        self.approved(leave)
        self.cancelled(leave)
        self.withdrawn(self.asked("2031-03-17"))

    def asked(self, first, last=None):
        days = {"date_from": first, "date_to": last or first}
        asked = {"leave_type": "People Leave", **days}
        made = self.does("employee", "request_time_off", **asked)
        leave = self.env["hr.leave"].browse(made["id"])
        self.assertEqual((made["state"], leave.state), ("confirm", "confirm"))
        self.assertEqual(made["request"]["days"], leave.number_of_days)
        return leave

    def left(self):
        asked = {"balance_date": "2031-03-01", "leave_type": "People Leave"}
        found = self.does("employee", "read_time_off", **asked)["balances"]
        return {b["type"]: b["available"] for b in found}["People Leave"]

    def refused_by_the_manager(self, leave):
        self.assertEqual(self.left(), 15)
        which = {"leave_id": leave.id}
        self.refused("employee", "decide_time_off", **which)
        self.refused("colleague", "decide_time_off", **which)
        mine = self.does("manager", "read_time_off", whose="to_decide")["requests"]
        self.assertIn(leave.id, [r["id"] for r in mine])
        no = {**which, "approve": False}
        self.refused("manager", "decide_time_off", "reason", **no)
        no["reason"] = "Month end."
        shown = self.by(self.manager, "decide_time_off", **no, dry_run=True).text
        # what is asked for, not what would become of it
        self.assertRegex(shown, r"Refuses .*2031-03-07, [^,]*: Month end\. Database: ")
        told = self.does("manager", "decide_time_off", **no)
        self.assertEqual((told["state"], leave.state), ("refuse", "refuse"))
        self.assertEqual(self.left(), 20)

    def approved(self, leave):
        told = self.does("manager", "decide_time_off", leave_id=leave.id)
        self.assertEqual((told["state"], leave.state), ("validate", "validate"))
        self.assertEqual(self.left(), 18)

    def cancelled(self, leave):
        which = {"leave_id": leave.id, "reason": "We stay at home."}
        self.refused("manager", "cancel_time_off", "decide_time_off", **which)
        told = self.does("employee", "cancel_time_off", **which)
        self.assertEqual((told["state"], leave.state), ("cancel", "cancel"))
        self.assertTrue(any("at home" in m.body for m in leave.message_ids))
        self.assertEqual(self.left(), 20)
        self.refused("employee", "cancel_time_off", **which)

    def withdrawn(self, leave):
        """Nobody approved it yet: 18.0 deletes it, 19.0 cancels it."""
        which = {"leave_id": leave.id, "reason": "A mistake."}
        told = self.does("employee", "cancel_time_off", **which)
        self.assertEqual(told["deleted"], not leave.exists())
        if leave.exists():
            self.assertEqual((told["state"], leave.state), ("cancel", "cancel"))
        self.assertEqual(self.left(), 20)


@tagged("post_install", "-at_install", "-standard", "business")
class TestDecisionStory(PeopleStoryCase):
    needed = ("mcp.decision", "hr.employee")

    def test_two_approvers_must_agree(self):
        decision = self.asked_for(approvals_needed=2)
        which = {"decision_id": decision.id}
        self.refused("employee", "approve_decision", **which)
        first = self.does("manager", "approve_decision", **which)
        self.assertEqual((first["state"], decision.state), ("pending", "pending"))
        self.assertIn("1", first["note"])
        self.refused("manager", "approve_decision", "already", **which)
        done = self.does("officer", "approve_decision", **which)
        self.assertEqual((done["state"], decision.state), ("approved", "approved"))
        self.assertEqual(decision.approved_by_ids, self.manager | self.officer)
        self.refused("officer", "approve_decision", **which)

    def asked_for(self, **more):
        made = self.does(
            "employee",
            "log_decision",
            title="A new forklift",
            amount=18000,
            approvers=[self.manager.login, self.officer.login],
            submit=True,
            **more,
        )
        decision = self.env["mcp.decision"].browse(made["id"])
        self.assertEqual((made["state"], decision.state), ("pending", "pending"))
        self.assertEqual(decision.requester_id, self.employee)
        inbox = self.does("manager", "list_pending_approvals", source="decisions")
        [item] = inbox["sources"][0]["items"]
        self.assertEqual(item["id"], decision.id)
        return decision


@tagged("post_install", "-at_install", "-standard", "business")
class TestProjectStory(PeopleStoryCase):
    needed = ("project.project", "hr.employee")
    manager_groups = "project.group_project_manager"
    officer_groups = "project.group_project_user"

    def test_a_project_from_a_template_and_its_tasks_done(self):
        self.template()
        project = self.launched()
        self.worked_on(project)

    def template(self):
        plan = {"start": "2030-01-01", "end": "2030-01-31", "dependencies": True}
        self.does("manager", "create_project", name="Fair", **plan, is_template=True)
        days = {"Book the stand": "2030-01-10", "Print": "2030-01-20"}
        before = []
        for name, day in days.items():
            asked = {"name": name, "project": "Fair", "deadline": day}
            task = self.does("manager", "create_task", **asked, depends_on=before)
            before = [task["id"]]
        found = self.does("manager", "list_projects", query="Fair", templates=True)
        self.assertEqual([p["name"] for p in found["projects"]], ["Fair"])

    def launched(self):
        asked = {"template": "Fair", "kind": "project", "name": "Fair in Linz"}
        asked |= {"start": "2031-03-01", "assignees": [self.officer.login]}
        self.refused("officer", "launch_template", "create", **asked)
        made = self.does("manager", "launch_template", **asked)
        project = self.env["project.project"].browse(made["id"])
        self.assertEqual((project.name, made["count"]), ("Fair in Linz", 2))
        self.assertEqual(project.date_start, date(2031, 3, 1))
        last = max(project.task_ids.mapped("date_deadline"))
        self.assertEqual(last.date(), date(2031, 3, 20))
        self.assertEqual(project.task_ids.user_ids, self.officer)
        return project

    def worked_on(self, project):
        mine = {"project": project.id, "assignee": "me"}
        tasks = self.does("officer", "list_tasks", **mine)["tasks"]
        first = next(t for t in tasks if t["name"] == "Book the stand")
        second = next(t for t in tasks if t["name"] == "Print")
        self.assertEqual([t["id"] for t in second["blocked_by"]], [first["id"]])
        done = self.does("officer", "update_task", task=first["id"], state="Done")
        self.assertEqual(done["state"], "1_done")
        task = self.env["project.task"].browse(first["id"])
        self.assertEqual(task.state, "1_done")
        left = self.does("officer", "list_tasks", **mine)["tasks"]
        self.assertEqual([t["name"] for t in left], ["Print"])
        self.assertNotIn("blocked_by", left[0])


@tagged("post_install", "-at_install", "-standard", "business")
@skipIf(markdown.missing(), f"not installed: {markdown.missing()}")
class TestKnowledgeStory(PeopleStoryCase):
    def test_written_shared_found_changed_and_its_history_seen(self):
        article = self.written_alone()
        self.shared(article)
        self.found_and_changed(article)
        self.looked_back_at(article)
        self.kept_from_others(article)

    def written_alone(self):
        text = {"title": "Onboarding of 2031", "body": ONBOARDING}
        made = self.does("employee", "create_article", **text)
        self.assertEqual((made["source"], made["access"]), ("articles", "private"))
        article = self.env["mcp.article"].browse(made["id"])
        self.assertEqual(article.owner_id, self.employee)
        self.assertIn("<table", article.body)
        self.assertEqual(self.page("employee", article)["body"], ONBOARDING)
        self.kept_from_others(article, "colleague")
        return article

    def shared(self, article):
        with_ = {"article": article.id, "writers": [self.colleague.login]}
        told = self.does("employee", "update_article", **with_)
        self.assertIn("shared", told["access"])
        self.assertEqual(article.writer_ids, self.colleague)
        self.assertEqual(self.page("employee", article)["body"], ONBOARDING)

    def found_and_changed(self, article):
        found = self.does("colleague", "read_articles", query="badge contract")
        [row] = found["articles"]
        self.assertEqual(row["id"], article.id)
        self.assertIn("badge", row["snippet"])
        read = self.page("colleague", article)
        self.assertEqual(read["body"], ONBOARDING)
        done = {"section": "First day", "body": "- [x] Fetch the badge"}
        done |= {"mode": "section", "expected_version": read["version"]}
        self.does("colleague", "update_article", article=article.id, **done)
        self.assertIn("First day", self.people["colleague"].shown[-1])
        # the version that he read is not what it says now
        again = {**done, "article": article.id}
        self.refused("colleague", "update_article", "changed since", **again)

    def looked_back_at(self, article):
        page = self.page("employee", article, history=True)
        self.assertEqual(page["changed_by"], "Carl Colleague")
        self.assertIn("- [x] Fetch the badge", page["body"])
        self.assertIn("| Mona | 12 |", page["body"])
        new, old = page["history"]
        self.assertEqual((new["by"], old["by"]), ("Carl Colleague", "Ella Employee"))
        before = self.page("employee", article, old_version=old["id"])
        self.assertEqual(before["body"], ONBOARDING)

    def kept_from_others(self, article, role="manager"):
        found = self.does(role, "read_articles", query="badge")
        self.assertEqual(found["total"], 0)
        which = {"article": article.id}
        self.refused(role, "read_articles", "article", str(article.id), **which)
        body = article.body
        self.refused(role, "update_article", "article", **which, body="Mine")
        self.assertEqual(article.body, body)

    def page(self, role, article, **arguments):
        return self.does(role, "read_articles", article=article.id, **arguments)["page"]
