"""Dashboards on a database with applications: each figure is what Odoo says itself."""

from __future__ import annotations

import json

from odoo.tests import tagged

from ...services.answers.render import compact
from ...services.dashboards.known import DASHBOARDS
from ...services.projects import marks
from ..common import McpCase

OBSERVER = "odoo_mcp.group_observer"
ROLES = {
    "salesman": "sales_team.group_sale_salesman",
    "accountant": "account.group_account_user,account.group_account_invoice",
    "storekeeper": "stock.group_stock_user",
    "officer": "hr_holidays.group_hr_holidays_user",
    "employee": "",
}


@tagged("post_install", "-at_install", "-standard", "business")
class TestBusinessDashboards(McpCase):
    def who(self, role):
        if role == "administrator":
            return self.env.ref("base.user_admin")
        return self.mcp_user(f"{OBSERVER},{ROLES[role]}".strip(","))

    def outcome(self, name, user, **values):
        principal = self.principal(user, **values)
        call = self.make_call(
            "dashboard",
            {"name": name},
            user=user,
            principal=principal,
            kind="resource",
        )
        return self.answer(call)

    def read(self, name, user):
        outcome = self.outcome(name, user)
        self.assertFalse(outcome.is_error, outcome.text)
        self.assertLess(len(compact(outcome.structured).encode()), 2048, name)
        return outcome.structured

    def figures(self, name, user):
        return {row["name"]: row for row in self.read(name, user)["figures"]}

    def summed(self, records, figure):
        """The amounts of the records, added up one by one, by currency."""
        found = {}
        for record in records:
            owner = record if figure.by == "currency_id" else record.company_id
            name = (owner or self.env.company).currency_id.name
            value = figure.sign * record[figure.amount]
            found[name] = found.get(name, 0.0) + value
        return found

    def test_templates_are_neither_projects_nor_tasks_to_do(self):
        admin = self.env.ref("base.user_admin")
        before = self.figures("projects", admin)
        project = self.env["project.project"].create({"name": "Pattern"})
        self.env["project.task"].create({"name": "T", "project_id": project.id})
        marks.mark(project, True)
        after = self.figures("projects", admin)
        for name in ("Projects", "Open tasks"):
            self.assertEqual(after[name]["count"], before[name]["count"], name)

    def assertReproduced(self, row, figure, user):
        """``search_records`` finds the records of a figure, and its sum."""
        page = {"model": row["model"], "domain": json.loads(json.dumps(row["domain"]))}
        wanted = {"fields": ["id"], "limit": 200}
        call = self.make_call("search_records", {**page, **wanted}, user=user)
        found = self.assertAnswers(self.answer(call))
        self.assertEqual(found["total"], row["count"], row["name"])
        self.assertLessEqual(found["total"], 200)
        ids = [record["id"] for record in found["records"]]
        records = self.env[row["model"]].with_user(user).browse(ids)
        if figure.amount:
            amounts = {a["currency"]: a["amount"] for a in row["amounts"]}
            sums = self.summed(records, figure)
            self.assertEqual(amounts.keys(), sums.keys(), row["name"])
            for currency, value in sums.items():
                self.assertAlmostEqual(amounts[currency], value, 2, row["name"])

    def test_every_figure_is_what_its_domain_finds(self):
        for role, names, least in (
            ("administrator", DASHBOARDS, 15),
            ("salesman", ("sales", "accounting"), 2),
        ):
            user, filled = self.who(role), 0
            for name in names:
                rows = self.figures(name, user)
                for figure in DASHBOARDS[name].figures:
                    if row := rows.get(figure.name):
                        self.assertReproduced(row, figure, user)
                        filled += bool(row["count"])
            self.assertGreaterEqual(filled, least, role)

    def test_an_administrator_sees_every_figure(self):
        user = self.who("administrator")
        for name, dashboard in DASHBOARDS.items():
            names = [figure.name for figure in dashboard.figures]
            self.assertEqual(list(self.figures(name, user)), names)

    def test_a_salesman_who_sees_his_own_documents_gets_his_own_figures(self):
        salesman = self.who("salesman")
        before = self.figures("sales", salesman)["Open quotations"]
        self.assertEqual((before["count"], before["amounts"]), (0, []))
        partner = self.env["res.partner"].create({"name": "Azure"})
        product = self.env["product.product"].create({"name": "Kite"})
        line = {"product_id": product.id, "price_unit": 70, "tax_id": False}
        if "tax_id" not in self.env["sale.order.line"]._fields:
            line["tax_ids"] = line.pop("tax_id")
        for user in (salesman, self.env.ref("base.user_admin")):
            self.env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "user_id": user.id,
                    "order_line": [(0, 0, line)],
                }
            )
        after = self.figures("sales", salesman)["Open quotations"]
        self.assertEqual(after["count"], 1)
        self.assertEqual([a["amount"] for a in after["amounts"]], [70])

    def test_without_a_right_in_the_app_there_is_an_error_that_names_it(self):
        employee = self.who("employee")
        for name, right in (
            ("sales", "sale.order"),
            ("accounting", "account.move"),
            ("stock", "stock.picking"),
        ):
            outcome = self.outcome(name, employee)
            self.assertRefused(outcome, name, f"read {right}", "projects, hr")

    def test_completion_offers_what_one_may_read(self):
        for role, expected in (
            ("administrator", list(DASHBOARDS)),
            ("employee", ["projects", "hr"]),
            ("storekeeper", ["sales", "stock", "projects", "hr"]),
        ):
            self.assertEqual(self.completed(self.who(role)), expected, role)

    def completed(self, user, **values):
        from ...services.surface.completion import Asked

        asked = Asked(
            self.principal(user, **values),
            "resource",
            "odoo://dashboard/{name}",
            "name",
            "",
        )
        return self.env(user=user.id)["mcp.completion"]._values(asked)

    def test_a_key_for_one_toolset_has_the_dashboard_of_that(self):
        admin = self.who("administrator")
        only = {"toolsets": frozenset({"accounting"})}
        self.assertEqual(self.completed(admin, **only), ["accounting"])
        self.assertFalse(self.outcome("accounting", admin, **only).is_error)
        self.assertRefused(self.outcome("hr", admin, **only), "toolsets of this key")
        every = {"toolsets": frozenset({"records"})}
        self.assertEqual(self.completed(admin, **every), list(DASHBOARDS))

    def test_who_is_away_today_is_known_to_all_and_pending_requests_are_not(self):
        employees = self.env["hr.employee"].search([], limit=2)
        kind = self.env["hr.leave.type"].create(
            {"name": "Away", "requires_allocation": self.unlimited()}
        )
        today = self.env["hr.leave"]._fields["request_date_from"].today()
        days = {"request_date_from": today, "request_date_to": today}
        for employee in employees:
            days.update(employee_id=employee.id, holiday_status_id=kind.id)
            leaves = self.env["hr.leave"].with_context(leave_skip_date_check=True)
            leaves.create({**days}).write({"state": "validate"})
        theirs = self.figures("hr", self.who("employee"))
        self.assertGreaterEqual(theirs["Absent today"]["count"], 2)
        self.assertNotIn("Time off of others to approve", theirs)
        others = self.figures("hr", self.who("officer"))
        self.assertIn("Time off of others to approve", others)
        self.assertEqual(others["Absent today"], theirs["Absent today"])

    def unlimited(self):
        field = self.env["hr.leave.type"]._fields["requires_allocation"]
        return False if field.type == "boolean" else "no"

    def test_many_currencies_stay_within_two_kilobytes(self):
        user = self.who("administrator")
        names = ("EUR", "USD", "GBP", "CHF", "JPY", "CAD", "AUD", "SEK", "NOK", "DKK")
        currencies = self.env["res.currency"].with_context(active_test=False)
        partner = self.env["res.partner"].create({"name": "Azure"})
        for money in currencies.search([("name", "in", names)]):
            order = self.env["sale.order"].create({"partner_id": partner.id})
            order.currency_id = money
        figure = self.figures("sales", user)["Open quotations"]
        shown = len(figure["amounts"]) + figure.get("more_currencies", 0)
        self.assertGreaterEqual(shown, len(names))

    def test_a_dashboard_takes_a_query_or_two_a_figure(self):
        user = self.who("administrator")
        for name, dashboard in DASHBOARDS.items():
            self.read(name, user)
            before = self.cr.sql_log_count
            self.read(name, user)
            spent = self.cr.sql_log_count - before
            self.assertLess(spent, 12 + 3 * len(dashboard.figures), name)
