"""The tools of people and expenses where their apps are not installed."""

from odoo.tests import tagged

from ..common import McpCase

NEEDS = {
    "read_expenses": ("hr.expense", "hr_expense"),
    "create_expense": ("hr.expense", "hr_expense"),
    "upload_receipt": ("hr.expense", "hr_expense"),
    "expense_analysis": ("hr.expense", "hr_expense"),
    "submit_expense": ("hr.expense", "hr_expense"),
    "approve_expense": ("hr.expense", "hr_expense"),
    "search_employees": ("hr.employee.public", "hr"),
    "read_employee": ("hr.employee.public", "hr"),
    "read_payslips": ("hr.version", "hr.contract"),
    "read_time_off": ("hr.leave", "hr_holidays"),
    "request_time_off": ("hr.leave", "hr_holidays"),
    "decide_time_off": ("hr.leave", "hr_holidays"),
    "cancel_time_off": ("hr.leave", "hr_holidays"),
    "pay_expense": ("hr.expense", "hr_expense"),
}


@tagged("post_install", "-at_install")
class TestPeopleApps(McpCase):
    mcp_groups = "odoo_mcp.group_operator"

    def test_a_tool_without_its_app_is_not_listed_and_names_the_app(self):
        listed = self.env["mcp.policy"]._listed("tool", self.principal())
        for tool, (model, module) in NEEDS.items():
            if model in self.env:
                continue
            self.assertNotIn(tool, [declaration.name for declaration in listed])
            for name in (tool, f"odoo_{tool}"):
                self.assertRefused(self.call(name), "not installed", module)
