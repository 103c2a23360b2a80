"""Dashboards: figures of the caller, each with the records behind it."""

from __future__ import annotations

from odoo.tests import tagged

from ..services.dashboards.figures import Figure, computed, days
from ..services.dashboards.known import DASHBOARDS
from ..services.orm import domains
from .common import McpCase
from .things import ThingCase


@tagged("post_install", "-at_install")
class TestDashboards(McpCase):
    def read(self, name, user=None):
        call = self.make_call("dashboard", {"name": name}, user=user, kind="resource")
        return self.answer(call)

    def test_every_figure_can_be_computed_where_its_app_is(self):
        for name, figures in DASHBOARDS.items():
            there = [f.name for f in figures if f.model in self.env]
            found = [row["name"] for row in computed(self.env, figures)]
            self.assertEqual(found, there, name)

    def test_the_domain_of_a_figure_finds_its_records(self):
        for figures in DASHBOARDS.values():
            for row in computed(self.env, figures):
                records = self.env[row["model"]]
                found = records.search_count(domains.parse(records, row["domain"]))
                self.assertEqual(found, row["count"], row["name"])

    def test_a_dashboard_is_read_or_says_why_not(self):
        for name, figures in DASHBOARDS.items():
            outcome = self.read(name, self.env.ref("base.user_admin"))
            if any(figure.model in self.env for figure in figures):
                self.assertFalse(outcome.is_error, outcome.text)
                self.assertEqual(outcome.raw.dashboard, name)
            else:
                self.assertRefused(outcome, name)

    def test_an_unknown_dashboard_names_those_that_are(self):
        self.assertRefused(self.read("weather"), "sales", "hr")


@tagged("post_install", "-at_install")
class TestFigures(ThingCase):
    def test_what_one_may_not_read_is_left_out_and_rules_hold(self):
        partners = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        domain = [("id", "in", partners.ids)]
        figures = (Figure("All", "res.partner", domain), Figure("None", "ir.rule", []))
        env = self.env(user=self.user.id)
        (row,) = computed(env, figures)
        self.assertEqual((row["name"], row["count"]), ("All", 2))
        self.env["ir.rule"].create(
            {
                "name": "hidden",
                "model_id": self.env["ir.model"]._get("res.partner").id,
                "domain_force": str([("id", "!=", partners[0].id)]),
            }
        )
        self.assertEqual(computed(env, figures)[0]["count"], 1)

    def test_days_are_filled_in(self):
        figure = Figure("New", "res.partner", [("create_date", ">=", "TODAY")])
        self.env["res.partner"].create({"name": "A"})
        (row,) = computed(self.env, (figure,))
        today = days(self.env)["TODAY"]
        self.assertEqual(row["domain"], [["create_date", ">=", today]])
        self.assertGreaterEqual(row["count"], 1)

    def test_different_currencies_are_never_added_up(self):
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        for value, currency in ((1.5, euro), (2.0, euro), (4.0, dollar)):
            values = {"name": "sum", "amount": value, "currency_id": currency.id}
            self.things.create(values)
        domain = [("name", "=", "sum")]
        figure = Figure("Sums", "mcp.test.thing", domain, "amount", sign=-1)
        (row,) = computed(self.env, (figure,))
        amounts = {a["currency"]: a["amount"] for a in row["amounts"]}
        self.assertEqual((row["count"], amounts), (3, {"EUR": -3.5, "USD": -4.0}))
