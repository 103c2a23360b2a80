"""Employees: colleagues see what is public, HR what its rights show."""

from __future__ import annotations

from datetime import date

from odoo.tests import tagged

from ...services.compat.employees import contract_model
from ...services.compat.user_groups import members
from ...services.errors import UnknownName
from ..common import McpCase
from ..things import size
from .people import PeopleMixin, TimeOffMixin

# what a colleague must never read, in whatever field it hides
SECRETS = ("1981-02-03", "ella@private.example", "SECRET-SSN", "4242", "+32 99 99")


class HrCase(PeopleMixin, McpCase):
    officer_groups = "hr.group_hr_manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ella = cls.person(cls.employee)
        cls.ella.write(
            {
                "job_title": "Engineer",
                "birthday": "1981-02-03",
                "private_email": "ella@private.example",
                "private_phone": "+32 99 99",
                "ssnid": "SECRET-SSN",
            }
        )
        if cls.env["hr.employee"]._fields.get("resume_line_ids"):
            cls.env["hr.resume.line"].create(
                {
                    "employee_id": cls.ella.id,
                    "name": "Bridges Ltd",
                    "date_start": "2010-01-01",
                }
            )

    @classmethod
    def give_contracts(cls):
        """An old contract and the one in force, with a wage of 4242."""
        if contract_model(cls.env) == "hr.contract":
            for values in (
                {"date_start": "2019-01-01", "date_end": "2020-12-31", "wage": 4000},
                {"date_start": "2021-01-01", "date_end": False, "wage": 4242},
            ):
                state = "close" if values["date_end"] else "open"
                values |= {"name": "Contract of Ella", "state": state}
                cls.env["hr.contract"].create({**values, "employee_id": cls.ella.id})
            return
        cls.ella.version_id.write(
            {
                "date_version": "2019-01-01",
                "contract_date_start": "2019-01-01",
                "contract_date_end": "2020-12-31",
                "wage": 4000,
            }
        )
        cls.ella.create_version(
            {
                "date_version": "2021-01-01",
                "contract_date_start": "2021-01-01",
                "contract_date_end": False,
                "wage": 4242,
            }
        )

    def contract_reader(self):
        """A user who may read contracts and salaries."""
        group = "hr_contract.group_hr_contract_manager"
        if not self.env.ref(group, raise_if_not_found=False):
            return self.officer
        return self.new_person("Hanna Contracts", f"{group},hr.group_hr_manager")


@tagged("post_install", "-at_install", "-standard", "business")
class TestEmployees(HrCase):
    def read(self, user, **arguments):
        asked = {"employee_id": self.ella.id, **arguments}
        return self.by(user, "read_employee", **asked)

    def test_a_colleague_reads_the_public_employee_and_nothing_private(self):
        self.give_contracts()
        everything = {"private": True, "history": True}
        for user in (self.colleague, self.manager, self.employee):
            outcome = self.read(user, **everything)
            answer = self.assertAnswers(outcome)
            self.assertEqual(answer["source"], "hr.employee.public")
            self.assertEqual(answer["work"]["job_title"], "Engineer")
            self.assertIn("private facts", answer["hidden"])
            told = f"{outcome.structured} {outcome.text}"
            for secret in SECRETS:
                self.assertNotIn(secret, told)

    def test_hr_reads_private_facts_on_request_only(self):
        outcome = self.read(self.officer)
        answer = self.assertAnswers(outcome)
        self.assertEqual(answer["source"], "hr.employee")
        self.assertNotIn("ella@private.example", str(answer))
        answer = self.assertAnswers(self.read(self.officer, private=True))
        self.assertEqual(answer["private"]["private_email"], "ella@private.example")
        self.assertNotIn("SECRET-SSN", str(answer))

    def test_contract_salary_and_start_date_for_who_may(self):
        self.give_contracts()
        answer = self.assertAnswers(self.read(self.contract_reader(), history=True))
        self.assertEqual(answer["start_date"], "2019-01-01")
        self.assertEqual(answer["contract"]["wage"]["amount"], 4242)
        self.assertEqual(answer["contract"]["start"], "2021-01-01")
        wages = [c["wage"]["amount"] for c in answer["history"]]
        self.assertEqual(wages, [4242, 4000])
        short = self.assertAnswers(self.read(self.contract_reader()))
        self.assertNotIn("history", short)

    def test_resume_and_skills_are_shown(self):
        if "resume_line_ids" not in self.env["hr.employee"]._fields:
            self.skipTest("hr_skills is not installed")
        answer = self.assertAnswers(self.read(self.colleague))
        self.assertIn("Bridges Ltd", [line["name"] for line in answer["resume"]])

    def test_without_a_name_it_is_oneself_and_a_wrong_one_is_named(self):
        answer = self.done(self.employee, "odoo_read_employee")
        self.assertEqual(answer["id"], self.ella.id)
        self.assertRefused(
            self.read(self.employee, employee_id="Nobody Atall"), "Nobody"
        )
        nobody = self.mcp_user("odoo_mcp.group_operator")
        self.assertRefused(self.by(nobody, "read_employee"), "no employee")

    def test_employees_are_found_by_text_manager_and_department(self):
        department = self.env["hr.department"].create({"name": "People Bridges"})
        self.ella.department_id = department
        for arguments in (
            {"query": "Ella Empl"},
            {"manager_id": self.person(self.manager).id},
            {"department_id": "People Bridges"},
        ):
            outcome = self.by(self.colleague, "search_employees", **arguments)
            [found] = self.assertAnswers(outcome)["employees"]
            self.assertEqual(
                (found["id"], found["name"]), (self.ella.id, "Ella Employee")
            )
            for secret in SECRETS:
                self.assertNotIn(secret, outcome.text)
        self.ella.active = False
        answer = self.done(self.colleague, "search_employees", query="Ella Empl")
        self.assertEqual(answer["total"], 0)

    def test_a_page_of_employees_is_small(self):
        outcome = self.by(self.colleague, "search_employees")
        self.assertAnswers(outcome)
        self.assertLess(size(outcome), 10_000)


@tagged("post_install", "-at_install", "-standard", "business")
class TestPayslips(HrCase):
    def test_without_payroll_the_contract_is_answered_and_marked(self):
        if "hr.payslip" in self.env:
            self.skipTest("payroll is installed")
        self.give_contracts()
        reader = self.contract_reader()
        arguments = {"employee_id": self.ella.id}
        outcome = self.by(reader, "read_payslips", **arguments)
        answer = self.assertAnswers(outcome)
        self.assertIs(answer["is_payslip"], False)
        self.assertEqual(answer["contracts"][0]["wage"]["amount"], 4242)
        self.assertIn("is_payslip False", outcome.text)
        self.assertNotIn("payslips", answer)
        none = self.person(self.colleague).id
        if contract_model(self.env) == "hr.contract":
            outcome = self.by(reader, "read_payslips", employee_id=none)
            self.assertRefused(outcome, "no contract")

    def test_a_colleague_knows_no_such_tool_or_is_refused(self):
        self.give_contracts()
        for user in (self.colleague, self.manager, self.employee):
            try:
                outcome = self.by(user, "read_payslips", employee_id=self.ella.id)
            except UnknownName:
                continue
            self.assertTrue(outcome.is_error)
            self.assertNotIn("4242", outcome.text)


@tagged("post_install", "-at_install", "-standard", "business")
class TestTimeOff(TimeOffMixin, McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.new_type("People Leave", "day")

    def request(self, first="2031-03-03", last=None, user=None, **arguments):
        asked = {"leave_type": self.kind.id, "date_from": first, **arguments}
        if last:
            asked["date_to"] = last
        return self.by(user or self.employee, "request_time_off", **asked)

    def requested(self, *days, **arguments):
        answer = self.assertAnswers(self.request(*days, **arguments))
        return self.env["hr.leave"].browse(answer["id"])

    def decide(self, user, leave, **arguments):
        return self.by(user, "decide_time_off", leave_id=leave.id, **arguments)

    def test_a_request_is_odoos_own(self):
        answer = self.assertAnswers(
            self.request("2031-03-03", "2031-03-07", description="Sailing")
        )
        leave = self.env["hr.leave"].browse(answer["id"])
        self.assertEqual(leave.employee_id, self.person(self.employee))
        self.assertEqual((answer["state"], leave.state), ("confirm", "confirm"))
        self.assertEqual(answer["request"]["days"], leave.number_of_days)
        self.assertEqual(leave.number_of_days, 5)
        self.assertEqual(leave.request_date_to, date(2031, 3, 7))
        self.assertTrue(answer["url"].endswith(f"/odoo/hr.leave/{leave.id}"))

    def test_what_odoo_forbids_is_refused(self):
        self.requested("2031-03-03", "2031-03-07")
        for arguments in (
            {"first": "2031-03-05"},
            {"first": "2031-05-05", "last": "2031-07-05"},
            {"first": "2031-05-05", "half_day": "morning"},
            {"first": "2031-05-05", "hour_from": 9, "hour_to": 11},
            {"first": "2031-05-05", "employee_id": self.person(self.manager).id},
            {"first": "nonsense"},
        ):
            self.assertTrue(self.request(**arguments).is_error, arguments)
        leaves = self.env["hr.leave"].search([("holiday_status_id", "=", self.kind.id)])
        self.assertEqual(len(leaves), 1)

    def test_half_a_day_of_a_type_that_is_taken_so(self):
        kind = self.new_type("People Halves", "half_day")
        leave = self.requested("2031-03-04", half_day="afternoon", leave_type=kind.id)
        self.assertEqual(leave.number_of_days, 0.5)
        kind = self.new_type("People Hours", "hour")
        hours = {"hour_from": "9:30", "hour_to": 11, "leave_type": kind.id}
        leave = self.requested("2031-03-05", **hours)
        self.assertEqual(leave.number_of_hours, 1.5)
        self.assertRefused(self.request("2031-03-06T09:30"), "hour_from and hour_to")

    def test_the_manager_approves_and_the_employee_does_not(self):
        leave = self.requested()
        for user in (self.employee, self.colleague):
            self.assertTrue(self.decide(user, leave).is_error)
        self.assertEqual(leave.state, "confirm")
        answer = self.assertAnswers(self.decide(self.manager, leave))
        self.assertEqual((answer["state"], leave.state), ("validate", "validate"))
        self.assertRefused(self.decide(self.manager, leave), "Approved")

    def test_a_refusal_tells_the_employee_why(self):
        leave = self.requested()
        outcome = self.decide(self.manager, leave, approve=False)
        self.assertRefused(outcome, "reason")
        outcome = self.decide(self.manager, leave, approve=False, reason="Month end.")
        self.assertEqual(self.assertAnswers(outcome)["state"], "refuse")
        self.assertEqual(leave.state, "refuse")
        told = leave.message_ids.filtered(lambda m: "Month end." in m.body)
        self.assertIn(self.employee.partner_id, told.partner_ids)

    def test_two_approvals_are_told_as_such(self):
        self.kind = self.new_type("People Twice", "day", "both")
        leave = self.requested()
        outcome = self.decide(self.manager, leave)
        self.assertEqual(self.assertAnswers(outcome)["state"], "validate1")
        self.assertIn("second approval", outcome.text)
        answer = self.assertAnswers(self.decide(self.officer, leave))
        self.assertEqual(answer["state"], "validate")

    def test_who_has_no_days_is_told_so_and_not_nothing(self):
        answer = self.done(self.colleague, "read_time_off", whose="mine")
        self.assertIn("no allocated days", answer["note"])
        answer = self.done(self.employee, "read_time_off", balance_date="2031-03-01")
        self.assertNotIn("note", answer)

    def test_who_may_approve_is_named_while_it_waits(self):
        for number in (1, 2):
            self.new_person(f"Officer {number}", self.officer_groups)
        answer = self.assertAnswers(self.request())
        leave = self.env["hr.leave"].browse(answer["id"])
        named = answer["request"]["may_approve"]
        self.assertTrue(named.startswith("Mona Manager, "), named)
        found = self.done(self.employee, "read_time_off", whose="mine")["requests"]
        self.assertEqual([r["may_approve"] for r in found], [named])
        for name in ("Carl Colleague", "Ella Employee"):
            self.assertNotIn(name, named)
        officers = members(self.env.ref("hr_holidays.group_hr_holidays_user"))
        there = officers.filtered(lambda u: leave.company_id in u.company_ids)
        self.assertIn(f"and {len(there | self.manager) - 3} more", named)
        self.assertAnswers(self.decide(self.manager, leave))
        found = self.done(self.employee, "read_time_off", whose="mine")["requests"]
        self.assertEqual([r.get("may_approve") for r in found], [None])

    def test_a_second_approval_waits_for_others_than_the_first(self):
        self.kind = self.new_type("People Twice", "day", "both")
        leave = self.requested()
        answer = self.assertAnswers(self.decide(self.manager, leave))
        self.assertNotIn("Mona Manager", answer["request"]["may_approve"])
        members(self.env.ref("hr_holidays.group_hr_holidays_user")).active = False
        self.env.invalidate_all()
        [row] = self.done(self.employee, "read_time_off", whose="mine")["requests"]
        self.assertEqual(row["may_approve"], "nobody who has a user here")

    def test_balances_are_those_of_odoo(self):
        self.requested("2031-03-03", "2031-03-04")
        approved = self.requested("2031-03-10", "2031-03-12")
        self.assertAnswers(self.decide(self.manager, approved))
        person = self.person(self.employee)
        day = date(2031, 3, 1)
        kinds = self.kind.with_user(self.employee)
        [(_name, data, *_rest)] = kinds.get_allocation_data(person, day)[person]
        for user in (self.employee, self.manager, self.officer):
            arguments = {"employee_id": person.id, "balance_date": "2031-03-01"}
            answer = self.done(user, "read_time_off", **arguments)
            found = {b["type"]: b for b in answer["balances"]}["People Leave"]
            self.assertEqual(found["available"], data["virtual_remaining_leaves"])
            self.assertEqual(found["taken"], data["leaves_taken"])
            numbers = [found[k] for k in ("allocated", "taken", "requested")]
            self.assertEqual(numbers, [20, 3, 2])

    def test_ones_own_ones_teams_and_all(self):
        leave = self.requested()
        arguments = {"leave_type": self.kind.id}
        for user, seen in (
            (self.employee, True),
            (self.manager, True),
            (self.officer, True),
            (self.colleague, False),
        ):
            found = self.done(user, "read_time_off", **arguments)["requests"]
            self.assertEqual([r["id"] for r in found], leave.ids if seen else [])
        person = self.person(self.employee).id
        outcome = self.by(self.colleague, "read_time_off", employee_id=person)
        self.assertRefused(outcome, "not yours")
        waiting = {"whose": "to_decide", **arguments}
        found = self.done(self.manager, "read_time_off", **waiting)["requests"]
        self.assertEqual([r["id"] for r in found], leave.ids)
        found = self.done(self.employee, "read_time_off", **waiting)["requests"]
        self.assertEqual(found, [])

    def test_a_manager_reads_his_teams_and_who_has_none_is_told_so(self):
        leave = self.requested()
        kind = {"leave_type": self.kind.id}
        found = self.done(self.manager, "read_time_off", whose="team", **kind)
        self.assertEqual([r["id"] for r in found["requests"]], leave.ids)
        self.assertNotIn("note", found)
        for user in (self.employee, self.colleague, self.officer):
            outcome = self.by(user, "read_time_off", whose="team", **kind)
            self.assertRefused(outcome, "no team")
        self.person(self.employee).leave_manager_id = self.officer
        self.env.flush_all()
        found = self.done(self.manager, "read_time_off", whose="team", **kind)
        self.assertEqual(found["requests"], [])
        self.assertIn("Not all", found["note"])
        found = self.done(self.officer, "read_time_off", whose="team", **kind)
        self.assertEqual([r["id"] for r in found["requests"]], leave.ids)

    def test_what_waits_for_the_manager_names_the_tool(self):
        leave = self.requested()
        sources = self.done(self.manager, "list_pending_approvals")["sources"]
        found = {source["source"]: source for source in sources}["time off"]
        self.assertEqual(found["tool"], "decide_time_off")
        self.assertEqual([item["id"] for item in found["items"]], leave.ids)
        self.done(self.manager, found["tool"], **{found["argument"]: leave.id})
        self.assertEqual(leave.state, "validate")

    def test_days_states_and_size(self):
        leave = self.requested("2031-03-03")
        other = self.requested("2031-06-02")
        march = {"date_from": "2031-03-01", "date_to": "2031-03-31", "whose": "mine"}
        outcome = self.by(self.employee, "read_time_off", **march)
        found = self.assertAnswers(outcome)["requests"]
        self.assertEqual([r["id"] for r in found], leave.ids)
        self.assertLess(size(outcome), 3_000)
        self.assertAnswers(self.decide(self.manager, other))
        arguments = {"state": "validate", "leave_type": self.kind.id}
        found = self.done(self.employee, "read_time_off", **arguments)["requests"]
        self.assertEqual([r["id"] for r in found], other.ids)

    def test_previews_say_what_would_happen_and_leave_nothing(self):
        outcome = self.request("2031-03-03", "2031-03-04", dry_run=True)
        self.assertIn("People Leave", outcome.text)
        self.assertFalse(outcome.is_error, outcome.text)
        leaves = self.env["hr.leave"]
        self.assertFalse(leaves.search([("holiday_status_id", "=", self.kind.id)]))
        leave = self.requested()
        for arguments, word in (
            ({}, "Approves"),
            ({"approve": False, "reason": "Month end."}, "Month end."),
        ):
            outcome = self.decide(self.manager, leave, dry_run=True, **arguments)
            self.assertFalse(outcome.is_error, outcome.text)
            self.assertIn(word, outcome.text)
            self.assertEqual(leave.state, "confirm")
