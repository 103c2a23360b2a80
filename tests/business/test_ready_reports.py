"""The reports that the addon brings, on a database with applications."""

from __future__ import annotations

from odoo.tests import tagged

from ...services.orm import domains
from ...services.projects import marks
from ...services.report_templates import shipped
from ..common import McpCase

OPERATOR = "odoo_mcp.group_operator"
# of a role: reports that it is offered, and reports that it is not
OFFERED = {
    "sales_team.group_sale_salesman": ({"sales_week"}, {"purchases_open"}),
    "stock.group_stock_user": ({"stock_shortages"}, {"receivables"}),
    "account.group_account_invoice": ({"receivables", "payables"}, set()),
    "hr_holidays.group_hr_holidays_user": ({"hr_absences"}, {"receivables"}),
    "": ({"project_status"}, {"sales_week", "stock_shortages", "hr_absences"}),
}
# of a role: reports of which rules of records hide everything from it
HIDDEN = {
    "": {"hr_absences"},
    "hr_expense.group_hr_expense_team_approver": {"receivables", "payables"},
    "sales_team.group_sale_salesman_all_leads": {"payables"},
    "purchase.group_purchase_user": {"receivables"},
}


@tagged("post_install", "-at_install", "-standard", "business")
class TestReadyReports(McpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")

    def fill(self, user, name, **params):
        arguments = {"template": name, "params": params}
        outcome = self.answer(self.make_call("fill_report", arguments, user=user))
        return self.assertAnswers(outcome)

    def offered(self, user):
        call = self.make_call("list_report_templates", {}, user=user)
        found = self.assertAnswers(self.answer(call)).get("templates", [])
        return {template["template"] for template in found}

    def assertReproduced(self, user, behind):
        """Odoo's own search and grouping give the figures of a query."""
        records = self.env(user=user.id)[behind["model"]]
        domain = domains.parse(records, behind["domain"])
        self.assertEqual(records.search_count(domain), behind["count"], behind)
        for spec, total in behind["totals"].items():
            [[value]] = records._read_group(domain, [], [spec])
            if spec.endswith(":sum"):
                shown = total["amount"] if isinstance(total, dict) else total
                self.assertAlmostEqual(shown or 0.0, value or 0.0, 2, spec)

    def test_each_is_filled_with_the_figures_that_odoo_gives(self):
        filled = 0
        for name, values in shipped.templates():
            template = self.env.ref(f"odoo_mcp.report_template_{name}")
            # as on a database where the addon came first: checked once the app is here
            template.definition = values["definition"]
            template.text = values["text"]
            queries = template._definition().queries
            report = self.fill(self.admin, name)
            self.assertEqual(
                [b["name"] for b in report["queries"]], list(queries), name
            )
            for behind in report["queries"]:
                self.assertReproduced(self.admin, behind)
                if f"{{{behind['name']}.count}}" in values["text"]:
                    self.assertRegex(report["markdown"], rf": {behind['count']}\b")
                filled += bool(behind["count"])
            self.assertNotRegex(report["markdown"], r"\{[a-z]", name)
            self.assertLess(len(report["markdown"].encode()), 16_000, name)
        self.assertGreater(filled, 12)

    def test_they_are_offered_to_who_may_read_what_they_are_about(self):
        every = {name for name, _values in shipped.templates()}
        self.assertLessEqual(every, self.offered(self.admin))
        for role, (some, none) in OFFERED.items():
            user = self.mcp_user(f"{OPERATOR},{role}".strip(","))
            offered = self.offered(user)
            self.assertLessEqual(some, offered, role)
            self.assertFalse(none & offered, role)
            for name in some:
                report = self.fill(user, name)
                self.assertIn("may see", report["markdown"], name)

    def test_nobody_is_told_zero_of_what_he_may_not_see(self):
        for role, names in HIDDEN.items():
            user = self.mcp_user(f"{OPERATOR},{role}".strip(","))
            self.assertFalse(names & self.offered(user), role)
            for name in names:
                call = self.make_call("fill_report", {"template": name}, user=user)
                self.assertRefused(
                    self.answer(call), f"no report template {name} for you"
                )

    def test_tasks_of_a_template_are_counted_where_it_is_asked_for(self):
        def counts(**params):
            queries = self.fill(self.admin, "project_status", **params)["queries"]
            return {behind["name"]: behind["count"] for behind in queries}

        before = counts()
        project = self.env["project.project"].create({"name": "Pattern of one"})
        self.env["project.task"].create({"name": "T", "project_id": project.id})
        marks.mark(project, True)
        self.assertEqual(counts(), before)
        self.assertEqual(counts(project="Pattern of one")["stages"], 1)

    def test_a_salesman_gets_the_figures_of_his_own_orders(self):
        salesman = self.mcp_user(f"{OPERATOR},sales_team.group_sale_salesman")
        partner = self.env["res.partner"].create({"name": "Azure"})
        for user in (salesman, self.admin):
            order = {"partner_id": partner.id, "user_id": user.id}
            self.env["sale.order"].create(order)
        report = self.fill(salesman, "sales_week")
        counts = {b["name"]: b["count"] for b in report["queries"]}
        self.assertEqual((counts["quotations"], counts["orders"]), (1, 0))

    def test_a_report_of_one_company_has_its_figures_alone(self):
        company = (self.admin.company_ids - self.admin.company_id)[0]
        arguments = {"template": "sales_week", "company_id": company.id}
        outcome = self.answer(self.make_call("fill_report", arguments, user=self.admin))
        report = self.assertAnswers(outcome)
        self.assertIn(company.name, report["markdown"])
        orders = self.env(user=self.admin.id)["sale.order"]
        alone = orders.with_context(allowed_company_ids=company.ids)
        for behind in report["queries"]:
            domain = domains.parse(alone, behind["domain"])
            self.assertEqual(alone.search_count(domain), behind["count"])

    def test_a_template_may_be_asked_about_one_project_or_customer(self):
        project = self.env["project.project"].search([("task_ids", "!=", False)])[0]
        report = self.fill(self.admin, "project_status", project=project.name)
        self.assertIn(f"Project: {project.name}", report["markdown"])
        count = self.env["project.task"].search_count([("project_id", "=", project.id)])
        stages = next(b for b in report["queries"] if b["name"] == "stages")
        self.assertEqual(stages["count"], count)
