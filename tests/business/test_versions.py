"""Versions of employees: as Odoo's own form makes them, whatever tool does."""

from __future__ import annotations

from odoo import release
from odoo.tests import tagged

from .test_hr import HrCase

# of its two methods the one that opens the wizard
ARCHIVING = "action_archive" if release.version_info[0] > 18 else "toggle_active"
DAY, NEXT = "2031-01-01", "2032-01-01"


@tagged("post_install", "-at_install", "-standard", "business")
class TestVersions(HrCase):
    mcp_needs = ("hr.version",)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if "hr.version" in cls.env:
            cls.give_contracts()
            cls.ella.job_id = cls.env["hr.job"].create({"name": "Bridge Builder"})

    def raised(self, day=DAY, **values):
        given = {"employee_id": self.ella.id, "date_version": day, "wage": 5000}
        arguments = {"model": "hr.version", "values": {**given, **values}}
        return self.by(self.officer, "create_records", **arguments)

    def run_create_version(self, values):
        return self.by(
            self.officer,
            "execute_method",
            model="hr.employee",
            method="create_version",
            record_ids=self.ella.ids,
            args=[values],
        )

    def newest(self):
        return self.ella.version_ids.sorted("date_version")[-1]

    def assertIsCopy(self, version, day):
        self.assertEqual(
            (str(version.date_version), version.wage, version.job_id.name),
            (day, 5000, "Bridge Builder"),
        )
        self.assertEqual(str(version.contract_date_start), "2021-01-01")
        self.assertTrue(version.resource_calendar_id)

    def test_a_new_one_is_a_copy_of_the_one_before(self):
        answer = self.assertAnswers(self.raised())
        self.assertEqual(answer["ids"], self.newest().ids)
        self.assertEqual(answer["not_applied"], [])
        self.assertIsCopy(self.newest(), DAY)
        self.assertRefused(self.raised(), "there is a version of that day")

    def test_so_is_that_of_odoo_s_own_method(self):
        values = {"date_version": NEXT, "wage": 5000}
        self.assertAnswers(self.run_create_version(values))
        self.assertIsCopy(self.newest(), NEXT)
        for wrong, word in (
            (values, "there is a version of that day"),
            ({"wage": 1}, "date_version"),
            ({**values, "employee_id": 1}, "leave it out"),
            ({"date_version": DAY, "wages": 1}, "wages"),
        ):
            self.assertRefused(self.run_create_version(wrong), word)

    def test_whoever_may_not_write_wages_writes_none_by_it(self):
        for user in (self.employee, self.colleague):
            self.officer = user
            for outcome in (self.raised(), self.run_create_version({"wage": 1})):
                self.assertTrue(outcome.is_error)
        self.assertNotEqual(self.newest().wage, 5000)

    def test_a_line_of_an_employee_makes_none(self):
        given = {"model": "hr.employee", "record_ids": self.ella.ids}
        lines = [[0, 0, {"date_version": DAY, "wage": 5000}]]
        outcome = self.by(
            self.officer, "update_records", **given, values={"version_ids": lines}
        )
        self.assertRefused(outcome, "a new version is no line")

    def test_what_a_new_one_needs_is_asked_for(self):
        given = {"model": "hr.version", "detail": "template"}
        shown = self.by(self.officer, "describe_model", **given).text
        self.assertRegex(shown, r'"employee_id": "<.*required>"')
        self.assertIn('"date_version"', shown)


@tagged("post_install", "-at_install", "-standard", "business")
class TestContractsOfThen(HrCase):
    def test_of_a_period_the_contracts_of_then_are_answered(self):
        if "hr.payslip" in self.env:
            self.skipTest("payroll is installed")
        self.give_contracts()
        reader, ella = self.contract_reader(), {"employee_id": self.ella.id}
        for first, last, wages in (
            ("2020-01-01", "2020-12-31", [4000]),
            ("2020-06-01", "2021-06-01", [4242, 4000]),
            ("2021-01-01", None, [4242]),
        ):
            days = {"date_from": first, **({"date_to": last} if last else {})}
            found = self.done(reader, "read_payslips", **ella, **days)["contracts"]
            self.assertEqual([c["wage"]["amount"] for c in found], wages, days)
        outcome = self.by(reader, "read_payslips", **ella, date_to="2018-01-01")
        self.assertRefused(outcome, "no contract", "then")


@tagged("post_install", "-at_install", "-standard", "business")
class TestEmployeesMade(HrCase):
    def test_what_odoo_makes_along_is_not_asked_for(self):
        values = {"model": "hr.employee", "values": {"name": "New One"}}
        checked = self.done(self.officer, "validate_values", **values)
        self.assertTrue(checked["ok"], checked)
        wrong = {**values, "values": {"name": "New", "distance_home_work": "x"}}
        outcome = self.by(self.officer, "create_records", **wrong)
        self.assertRefused(outcome, "distance_home_work")
        self.assertNotIn("resource_id", outcome.text)
        given = {"model": "hr.employee", "detail": "template"}
        shown = self.by(self.officer, "describe_model", **given).text
        self.assertNotRegex(shown, r'"resource_id": "<.*required>"')
        self.assertNotIn('"version_ids"', shown)
        self.done(self.officer, "create_records", **values)

    def test_who_is_archived_is_so_and_his_departure_can_follow(self):
        given = {"model": "hr.employee", "method": ARCHIVING}
        leaver, self.officer = self.person(self.colleague), self.contract_reader()
        answer = self.by(self.officer, "execute_method", **given, record_ids=leaver.ids)
        asks = self.assertAnswers(answer)["needs_input"]
        self.assertFalse(leaver.active)
        self.assertTrue(asks["done"])
        self.assertIn("Do not repeat the call", answer.text)
        self.assertNotIn("not finished", answer.text)
        self.assertIn("update_records writes departure_reason_id", asks["how"])
        self.done(
            self.officer,
            "update_records",
            model="hr.employee",
            record_ids=leaver.ids,
            values={"departure_date": "2031-12-31"},
        )
        self.assertEqual(str(leaver.departure_date), "2031-12-31")

    def test_or_it_is_undone_and_answered_at_once(self):
        given = {"model": "hr.employee", "method": ARCHIVING}
        leaver, self.officer = self.person(self.colleague), self.contract_reader()
        given["record_ids"] = leaver.ids
        self.done(self.officer, "execute_method", **given)
        self.done(self.officer, "undo")
        self.assertTrue(leaver.active)
        answer = {"departure_date": "2031-12-31"}
        wizard = {"values": answer, "button": "action_register_departure"}
        self.done(self.officer, "execute_method", **given, wizard=wizard)
        self.assertFalse(leaver.active)
        self.assertEqual(str(leaver.departure_date), "2031-12-31")
