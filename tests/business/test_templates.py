"""The template of a new record asks for what the caller's own screens ask for."""

import json

from odoo.tests import tagged

from ..common import McpCase

MANAGER = "hr_holidays.group_hr_holidays_manager"


@tagged("post_install", "-at_install", "-standard", "business")
class TestTemplateOfARecord(McpCase):
    mcp_groups = (
        "odoo_mcp.group_operator,account.group_account_manager,base.group_system,"
        f"sales_team.group_sale_manager,product.group_product_pricelist,{MANAGER}"
    )

    def template(self, model):
        outcome = self.call("describe_model", model=model, detail="template")
        self.assertFalse(outcome.is_error, outcome.text)
        return json.loads(outcome.text.partition("\n")[2])

    def create(self, model, **values):
        answer = self.call("create_records", model=model, values=values)
        return self.env[model].browse(self.assertAnswers(answer)["ids"])

    def open_by_a_menu(self, model, arch):
        values = {"model": model, "type": "form", "name": "Ours", "priority": 99}
        view = self.env["ir.ui.view"].create({**values, "arch": arch})
        action = {"name": "Ours", "res_model": model, "view_mode": "list,form"}
        shown = {"view_mode": "form", "view_id": view.id}
        opened = self.env["ir.actions.act_window"].create(
            {**action, "view_ids": [(0, 0, shown)]}
        )
        menu = {"name": "Ours", "action": f"ir.actions.act_window,{opened.id}"}
        self.env["ir.ui.menu"].create(menu)

    def test_what_the_form_behind_a_menu_shows_is_asked_for(self):
        self.assertNotIn("partner_ids", self.template("res.partner.category"))
        arch = '<form><field name="partner_ids"/></form>'
        self.open_by_a_menu("res.partner.category", arch)
        self.assertIn("partner_ids", self.template("res.partner.category"))

    def test_what_a_form_only_computes_stands_for_the_field_that_it_keeps(self):
        asked = self.template("hr.leave.allocation")
        self.assertIn("number_of_days", asked)
        self.assertNotIn("number_of_days_display", asked)
        employee = self.env["hr.employee"].create({"name": "Allie Allotted"})
        kind = self.env["hr.leave.type"].search([("request_unit", "=", "day")], limit=1)
        given = {"employee_id": employee.id, "holiday_status_id": kind.id}
        made = self.create("hr.leave.allocation", **given, number_of_days=3)
        self.assertEqual(made.number_of_days, 3)

    def test_a_model_without_a_form_asks_for_what_is_its_own(self):
        asked = self.template("account.bank.statement.line")
        self.assertLessEqual({"date", "amount", "payment_ref"}, set(asked))
        brought = [name for name in asked if name.startswith(("message_", "activity_"))]
        self.assertEqual(brought, [])

    def test_lines_that_open_in_a_form_are_asked_what_that_asks(self):
        (rule,) = self.template("product.pricelist")["item_ids"]
        wanted = {"product_tmpl_id", "fixed_price", "min_quantity"}
        self.assertLessEqual(wanted, set(rule))
        self.assertNotIn("pricelist_id", rule)

    def test_a_line_on_its_own_says_whose_it_is(self):
        # by default it would belong to the price list of everybody
        self.assertIn("pricelist_id", self.template("product.pricelist.item"))
