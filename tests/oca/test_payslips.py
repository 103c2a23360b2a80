"""Payslips of OCA's payroll, by its rights and those that a company adds."""

from __future__ import annotations

from odoo import Command
from odoo.tests import tagged

from ...services.errors import UnknownName
from ..business.test_hr import HrCase

# what each month's payslip comes to, by code
SUMS = {"BASIC": 4242.0, "GROSS": 4500.0, "NET": 3100.0, "TAX": -1400.0}
OFFICER, MANAGER = "payroll.group_payroll_user", "payroll.group_payroll_manager"


@tagged("post_install", "-at_install", "-standard", "oca")
class TestOcaPayslips(HrCase):
    needed = ("hr.payslip",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.give_contracts()
        cls.payer = cls.new_person("Paula Payroll", MANAGER)
        cls.structure = cls.new_structure()
        cls.slip = cls.new_slip(cls.employee)

    @classmethod
    def new_structure(cls):
        category = cls.env["hr.salary.rule.category"].create(
            {"name": "Any", "code": "ANY"}
        )
        rules = [
            Command.create(
                {
                    "name": code.title(),
                    "code": code,
                    "category_id": category.id,
                    "amount_select": "fix",
                    "amount_fix": sum_,
                }
            )
            for code, sum_ in SUMS.items()
        ]
        values = {"name": "Monthly", "code": "MONTH", "rule_ids": rules}
        return cls.env["hr.payroll.structure"].create({**values, "parent_id": False})

    @classmethod
    def new_slip(cls, user, month="2031-03", compute=True):
        """A payslip of a month, computed by the payroll of OCA."""
        days = {"date_from": f"{month}-01", "date_to": f"{month}-28"}
        values = {"employee_id": cls.person(user).id, "struct_id": cls.structure.id}
        slip = cls.env["hr.payslip"].create({**values, **days, "name": "A month"})
        if compute:
            slip.onchange_employee()
            slip.struct_id = cls.structure
            slip.compute_sheet()
        cls.env.flush_all()
        return slip

    def read(self, user, **arguments):
        return self.by(user, "read_payslips", **arguments)

    def allow_own(self):
        """What many companies add: everybody reads payslips of his own."""
        model = self.env["ir.model"]._get("hr.payslip")
        group = self.env.ref("base.group_user")
        right = {"name": "own payslips", "model_id": model.id, "perm_read": True}
        self.env["ir.model.access"].create({**right, "group_id": group.id})
        rule = {"name": "own payslips", "model_id": model.id}
        rule["domain_force"] = "[('employee_id.user_id', '=', user.id)]"
        self.env["ir.rule"].create({**rule, "groups": [Command.link(group.id)]})

    def test_payroll_reads_slips_with_what_they_come_to(self):
        outcome = self.read(self.payer, employee_id=self.ella.id)
        answer = self.assertAnswers(outcome)
        self.assertEqual((answer["source"], answer["total"]), ("hr.payslip", 1))
        self.assertIs(answer["is_payslip"], True)
        self.assertNotIn("contracts", answer)
        self.assertNotIn("note", answer)
        [slip] = answer["payslips"]
        self.assertEqual((slip["id"], slip["state"]), (self.slip.id, self.slip.state))
        self.assertEqual(slip["date_from"], "2031-03-01")
        currency = self.env.company.currency_id.name
        wanted = {"BASIC": 4242.0, "GROSS": 4500.0, "NET": 3100.0}
        found = {code: one["amount"] for code, one in slip["lines"].items()}
        self.assertEqual(found, wanted)
        self.assertEqual(
            {one["currency"] for one in slip["lines"].values()}, {currency}
        )
        self.assertIn("3100", outcome.text)

    def test_slips_are_found_by_their_period(self):
        april = self.new_slip(self.employee, "2031-04")
        which = {"employee_id": self.ella.id}
        answer = self.done(self.payer, "read_payslips", **which)
        ids = [slip["id"] for slip in answer["payslips"]]
        self.assertEqual(ids, [april.id, self.slip.id])
        since = {"date_from": "2031-03-29"}
        answer = self.done(self.payer, "read_payslips", **which, **since)
        self.assertEqual([s["id"] for s in answer["payslips"]], april.ids)
        before = {"date_to": "2031-02-28"}
        answer = self.done(self.payer, "read_payslips", **which, **before)
        self.assertNotIn("payslips", answer)
        self.assertIn("no payslip", answer["note"])

    def test_ocas_rights_alone_show_an_employee_none(self):
        for user in (self.employee, self.colleague, self.manager):
            try:
                outcome = self.read(user, employee_id=self.ella.id)
            except UnknownName:
                continue
            self.assertTrue(outcome.is_error, outcome.text)
            self.assertNotIn("4242", outcome.text)

    def test_an_employee_with_a_right_to_his_own_sees_no_others(self):
        self.allow_own()
        other = self.new_slip(self.colleague, compute=False)
        for arguments in ({}, {"employee_id": self.ella.id}):
            answer = self.done(self.employee, "read_payslips", **arguments)
            ids = [slip["id"] for slip in answer["payslips"]]
            self.assertEqual(ids, self.slip.ids)
            # the right is to slips, not to their lines
            self.assertNotIn("lines", answer["payslips"][0])
        carl = self.person(self.colleague).id
        outcome = self.read(self.employee, employee_id=carl)
        answer = self.assertAnswers(outcome)
        self.assertNotIn("payslips", answer)
        self.assertIn("yours to read", answer["note"])
        answer = self.done(self.colleague, "read_payslips")
        self.assertEqual([s["id"] for s in answer["payslips"]], other.ids)

    def test_an_officer_sees_his_own_and_his_department(self):
        officer = self.new_person("Otto Officer", OFFICER)
        own = self.new_slip(officer, compute=False)
        department = self.env["hr.department"].create(
            {"name": "Bridges", "manager_id": self.person(self.manager).id}
        )
        self.ella.department_id = department
        self.person(officer).department_id = department
        answer = self.done(officer, "read_payslips")
        self.assertEqual([s["id"] for s in answer["payslips"]], own.ids)
        which = {"employee_id": self.ella.id}
        answer = self.done(officer, "read_payslips", **which)
        self.assertNotIn("payslips", answer)
        department.manager_id = self.person(officer)
        answer = self.done(officer, "read_payslips", **which)
        self.assertEqual([s["id"] for s in answer["payslips"]], self.slip.ids)

    def test_who_reads_contracts_alone_is_not_told_that_there_is_no_payroll(self):
        reader = self.contract_reader()
        answer = self.done(reader, "read_payslips", employee_id=self.ella.id)
        self.assertIs(answer["is_payslip"], False)
        self.assertEqual(answer["contracts"][0]["wage"]["amount"], 4242)
        self.assertIn("not yours to read", answer["note"])
