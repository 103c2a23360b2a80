"""Dashboards: figures of the caller, each with the records behind it."""

from __future__ import annotations

from odoo.tests import BaseCase, tagged

from ...services.answers.render import compact
from ...services.dashboards.figures import Figure, computed, days
from ...services.dashboards.fitting import companies, fitted
from ...services.dashboards.known import DASHBOARDS
from ..common import McpCase
from ..things import ThingCase


@tagged("post_install", "-at_install")
class TestDashboards(McpCase):
    def read(self, name, user=None):
        call = self.make_call("dashboard", {"name": name}, user=user, kind="resource")
        return self.answer(call)

    def test_a_dashboard_is_read_or_says_why_not(self):
        for name, dashboard in DASHBOARDS.items():
            outcome = self.read(name, self.env.ref("base.user_admin"))
            if any(model in self.env for model in dashboard.about):
                self.assertFalse(outcome.is_error, outcome.text)
                self.assertEqual(outcome.raw.dashboard, name)
            else:
                self.assertRefused(outcome, name, "app", dashboard.about[0])

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

    def test_words_for_days_and_for_the_caller_stand_in_lists_too(self):
        domain = [("id", "in", ["ME"]), ("create_date", "<", "IN_A_WEEK")]
        (row,) = computed(
            self.env(user=self.user.id), (Figure("Me", "res.users", domain),)
        )
        self.assertEqual(row["domain"][0], ["id", "in", [self.user.id]])
        self.assertEqual(row["count"], 1)

    def test_a_figure_about_what_is_not_here_is_left_out(self):
        figure = Figure("Any", "res.partner", [("no", "=", 1)], needs="no.such.model")
        self.assertEqual(computed(self.env, (figure,)), [])


@tagged("post_install", "-at_install")
class TestFitting(BaseCase):
    def dashboard(self, currencies, figures=9):
        amounts = [
            {"amount": 1234567890.12 + n, "currency": f"C{n:02}"}
            for n in range(currencies)
        ]
        facts = {"domain": [["name", "=", "x" * 60]], "count": 1, "amounts": amounts}
        rows = [{"name": f"Figure {n}", **facts} for n in range(figures)]
        return {"companies": [], "figures": rows}

    def test_what_fits_stays_as_it_is(self):
        dashboard = self.dashboard(2)
        self.assertEqual(fitted(dashboard), dashboard)

    def test_of_many_currencies_the_first_stay_and_the_others_are_counted(self):
        found = fitted(self.dashboard(30))
        self.assertLess(len(compact(found).encode()), 2048)
        self.assertEqual(len(found["figures"]), 9)
        for figure in found["figures"]:
            self.assertEqual(figure["amounts"][0]["currency"], "C00")
            self.assertEqual(len(figure["amounts"]) + figure["more_currencies"], 30)

    def test_figures_for_which_there_is_no_room_are_named(self):
        found = fitted(self.dashboard(2, figures=20))
        self.assertLess(len(compact(found).encode()), 2048)
        names = [figure["name"] for figure in found["figures"]] + found["left_out"]
        self.assertEqual(names, [f"Figure {n}" for n in range(20)])

    def test_many_companies_are_counted(self):
        self.assertEqual(companies(["A", "B"]), ["A", "B"])
        found = companies(["ä" * 90, *"BCDE"])
        self.assertEqual(found, ["ä" * 40, "B", "C", "+2"])
