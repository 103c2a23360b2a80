"""The work e-mail of an employee with a login is where its password is set anew."""

from odoo.tests import tagged

from ..common import McpCase


@tagged("post_install", "-at_install", "-standard", "business")
class TestWorkAddresses(McpCase):
    mcp_groups = "odoo_mcp.group_operator,hr.group_hr_manager"
    mcp_needs = ("hr.employee",)

    def update(self, employee, address):
        outcome = self.call(
            "update_records",
            model="hr.employee",
            record_ids=employee.ids,
            values={"work_email": address},
        )
        self.env.invalidate_all()
        return outcome

    def test_that_of_an_employee_with_a_login_is_left_to_people(self):
        """Odoo writes it to his contact as superuser, whoever asks for it."""
        user = self.mcp_user(email="other@example.com")
        both = [{"name": "A", "user_id": user.id}, {"name": "B", "work_email": "b@x.y"}]
        employee, free = self.env["hr.employee"].create(both)
        refused = self.update(employee, "evil@example.com")
        self.assertRefused(refused, "e-mail address", "closed to tools")
        self.assertEqual(user.email, "other@example.com")
        self.assertAnswers(self.update(free, "new@example.com"))
        self.assertEqual(free.work_email, "new@example.com")
