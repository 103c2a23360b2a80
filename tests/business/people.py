"""What tests of expenses and of people share: an employee, his manager, HR."""

from __future__ import annotations

import unittest
import uuid

from odoo.tests import new_test_user

from ..common import McpMixin

OPERATOR = "odoo_mcp.group_operator"


class PeopleMixin(McpMixin):
    """Calls tools as people of a company of their own hierarchy."""

    needed: tuple[str, ...] = ("hr.employee",)
    manager_groups = ""
    officer_groups = "hr.group_hr_user"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if missing := [model for model in cls.needed if model not in cls.env]:
            raise unittest.SkipTest(f"needs the apps of {', '.join(missing)}")
        cls.employee, cls.manager, cls.colleague, cls.officer = (
            cls.new_person(name, groups)
            for name, groups in (
                ("Ella Employee", ""),
                ("Mona Manager", cls.manager_groups),
                ("Carl Colleague", ""),
                ("Olga Officer", cls.officer_groups),
            )
        )
        cls.person(cls.employee).parent_id = cls.person(cls.manager)

    @classmethod
    def new_person(cls, name, groups):
        """A user who is an Operator, and his employee."""
        named = ",".join(filter(None, ["base.group_user", OPERATOR, groups]))
        login = f"people_{uuid.uuid4().hex[:8]}"
        email = f"{login}@example.com"
        user = new_test_user(cls.env, login=login, groups=named, name=name, email=email)
        employees = cls.env["hr.employee"]
        employees.create({"name": name, "user_id": user.id, "work_email": email})
        return user

    @classmethod
    def person(cls, user):
        """The employee of ``user``, as the superuser sees him."""
        employees = cls.env["hr.employee"].sudo()
        return employees.search([("user_id", "=", user.id)], limit=1)

    def by(self, user, tool, **arguments):
        """The outcome of a call as ``user``; what is read next is what is stored."""
        control = {"dry_run": arguments.pop("dry_run", False)}
        outcome = self.answer(self.make_call(tool, arguments, user=user, **control))
        self.env.invalidate_all()
        return outcome

    def done(self, user, tool, **arguments):
        """The data of a call that must succeed."""
        return self.assertAnswers(self.by(user, tool, **arguments))


class TimeOffMixin(PeopleMixin):
    """People who take time off; ``manager`` approves that of ``employee``."""

    needed = ("hr.leave",)
    officer_groups = "hr_holidays.group_hr_holidays_manager"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person(cls.employee).leave_manager_id = cls.manager

    @classmethod
    def new_type(cls, name, unit, validation="manager", days=20):
        types = cls.env["hr.leave.type"]
        field = types._fields["requires_allocation"]
        kind = types.create(
            {
                "name": name,
                "request_unit": unit,
                "leave_validation_type": validation,
                "requires_allocation": "yes" if field.type == "selection" else True,
            }
        )
        allocation = cls.env["hr.leave.allocation"].create(
            {
                "name": "This year",
                "employee_id": cls.person(cls.employee).id,
                "holiday_status_id": kind.id,
                "number_of_days": days,
                "date_from": "2031-01-01",
                "state": "confirm",
            }
        )
        if allocation.state != "validate":
            allocation.action_approve()
        return kind
