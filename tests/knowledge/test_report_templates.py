"""Report templates: filled as the caller, edited by administrators."""

from __future__ import annotations

from datetime import date

import yaml

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, tagged
from odoo.tools import mute_logger

from ...services.report_templates import definition as definitions
from ...services.report_templates import places, shipped
from ..things import ThingCase
from .test_report_attacks import WRONG

THINGS = {
    "model": "mcp.test.thing",
    "domain": [["number", "=", 4711]],
    "fields": ["name", "amount", "kind", "day"],
    "order": "name",
}
SUMS = {
    "model": "mcp.test.thing",
    "domain": [["number", "=", 4711]],
    "group_by": ["currency_id"],
    "aggregates": ["__count", "amount:sum"],
}


class ReportCase(ThingCase):
    def setUp(self):
        super().setUp()
        euro, dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        for name, amount, currency in (
            ("Apple", 1.5, euro),
            ("Bread", 2000.25, euro),
            ("Cake", 4.0, dollar),
        ):
            self.things.create(
                {
                    "name": name,
                    "number": 4711,
                    "amount": amount,
                    "currency_id": currency.id,
                    "kind": "b",
                    "day": "2026-01-31",
                }
            )

    def template(self, text="{things}", queries=None, parameters=None, **values):
        own = {"queries": queries or {"things": THINGS}}
        if parameters:
            own["parameters"] = parameters
        defaults = {"name": "ours", "title": "Ours", "description": "One of ours."}
        definition = yaml.safe_dump(own)
        return self.env["mcp.report.template"].create(
            {**defaults, "text": text, "definition": definition, **values}
        )

    def fill(self, template="ours", /, **params):
        return self.call("fill_report", template=template, params=params)

    def filled(self, text="{things}", queries=None, **params):
        """The Markdown of a template without parameters."""
        self.template(text, queries)
        return self.assertAnswers(self.fill(**params))["markdown"]


@tagged("post_install", "-at_install")
class TestFillingReports(ReportCase):
    def test_a_query_of_records_is_a_table_that_leads_to_them(self):
        lines = self.filled("# All\n\n{things}\n\n{things.count}").splitlines()
        self.assertEqual(lines[2], "| Name | Amount | Kind | Day |")
        self.assertEqual(lines[3], "| --- | ---: | --- | --- |")
        self.assertRegex(
            lines[4],
            r"^\| \[Apple\]\(http.*/odoo/mcp\.test\.thing/\d+\) \| 1\.50 EUR \| Pear "
            r"\| 2026-01-31 \|$",
        )
        self.assertIn("2,000.25 EUR", lines[5])
        self.assertEqual(lines[-1], "3")

    def test_groups_have_sums_of_their_own_and_currencies_are_never_added_up(self):
        markdown = self.filled("{sums}\n\n{sums.amount:sum}", {"sums": SUMS})
        self.assertIn("| Currency | Number | Amount |", markdown)
        self.assertIn("| EUR | 2 | 2,001.75 EUR |", markdown)
        self.assertTrue(markdown.endswith("several currencies"), markdown)

    def test_a_sum_without_groups_is_one_row(self):
        euros = {**SUMS, "group_by": [], "domain": [["currency_id", "=", "EUR"]]}
        self.assertIn("2,001.75 EUR", self.filled("{sums.amount:sum}", {"sums": euros}))

    def test_what_is_behind_a_figure_comes_with_it(self):
        self.template("{sums}", {"sums": SUMS})
        (behind,) = self.assertAnswers(self.fill())["queries"]
        self.assertEqual((behind["count"], behind["domain"]), (3, SUMS["domain"]))
        found = self.structured(
            "aggregate_records",
            model=behind["model"],
            domain=behind["domain"],
            aggregates=["amount:sum"],
        )
        self.assertEqual(found["totals"]["amount:sum"], behind["totals"]["amount:sum"])

    def test_nothing_found_is_said(self):
        none = {**THINGS, "domain": [["number", "=", -1]]}
        self.assertEqual(self.filled(queries={"things": none}), "Nothing.")
        self.template(
            "{things}", {"things": {**none, "empty": "No thing."}}, name="said"
        )
        self.assertEqual(self.fill("said").text, "No thing.")

    def test_what_is_over_the_limit_is_counted(self):
        markdown = self.filled(queries={"things": {**THINGS, "limit": 1}})
        self.assertIn("Apple", markdown)
        self.assertTrue(markdown.endswith("… and 2 more."), markdown)

    def test_parameters_stand_in_domains_and_in_the_text(self):
        domain = [
            ["number", "=", "{number}"],
            ["name", "=", "{name}"],
            ["day", "<=", "{until}"],
            ["currency_id", "=", "{money}"],
        ]
        parameters = {
            "number": {"type": "number", "required": True},
            "name": {"description": "Only this one."},
            "until": {"type": "date", "default": "2026-12-31"},
            "money": {"type": "record", "model": "res.currency"},
        }
        self.template(
            "Only {name}.\nOnly {money}.\nUntil {until}: {things.count}",
            {"things": {**THINGS, "domain": domain}},
            parameters,
        )
        self.assertEqual(self.fill(number=4711).text, "Until 2026-12-31: 3")
        text = self.fill(number="4711", name="Cake", money="USD").text
        self.assertEqual(text, "Only Cake.\nOnly USD.\nUntil 2026-12-31: 1")
        self.assertEqual(
            self.fill(number=4711, until="2025-01-01").text, "Until 2025-01-01: 0"
        )
        self.assertRefused(self.fill(), "number", "required")
        self.assertRefused(self.fill(number="x"), "a number")
        self.assertRefused(self.fill(number=1, until="soon"), "until", "2026-01-31")
        self.assertRefused(self.fill(number=1, money="Doubloon"), "money")
        self.assertRefused(self.fill(number=1, nam="x"), "nam", "name")

    def test_facts_of_the_caller_are_always_there(self):
        text = self.filled("{user}|{company}|{companies}|{currency}|{today}|{today+1}")
        user, company, companies, currency, today, next_day = text.split("|")
        self.assertEqual(user, self.user.name)
        self.assertEqual((company, companies), (self.user.company_id.name,) * 2)
        self.assertEqual(currency, self.user.company_id.currency_id.name)
        days = date.fromisoformat(next_day) - date.fromisoformat(today)
        self.assertEqual(days.days, 1)

    def test_the_rules_of_the_caller_hold(self):
        self.hide(self.things.search([("name", "=", "Bread")]))
        markdown = self.filled("{things}\n{things.count}")
        self.assertNotIn("Bread", markdown)
        self.assertTrue(markdown.endswith("2"))

    def test_a_template_about_what_one_may_not_read_is_not_seen(self):
        self.template(queries={"things": {"model": "ir.rule", "fields": ["name"]}})
        self.template(
            queries={"things": {"model": "no.such", "fields": ["x"]}}, name="absent"
        )
        self.template(name="open")
        names = [t["template"] for t in self.listed()]
        self.assertIn("open", names)
        self.assertFalse({"ours", "absent"} & set(names))
        self.assertRefused(self.fill("ours"), "no report template ours for you")

    def listed(self, **arguments):
        return self.structured("list_report_templates", **arguments)["templates"]

    def test_a_field_that_one_may_not_read_is_refused_by_its_name(self):
        self.template(queries={"things": {**THINGS, "fields": ["name", "plan"]}})
        self.assertRefused(self.fill(), "things: fields", "plan")

    def test_what_cannot_be_read_is_said_in_its_cell(self):
        fields = {**THINGS, "fields": ["name", "raises"]}
        self.assertIn("| (not readable) |", self.filled(queries={"things": fields}))

    def test_they_are_listed_with_their_parameters_and_found_by_words(self):
        self.template(parameters={"day": {"type": "date", "default": "month"}})
        (found,) = self.listed(query="one of OURS")
        self.assertEqual(found["parameters"][0]["default"], "month")
        text = self.call("list_report_templates", query="one of ours").text
        self.assertIn("day (date=month)", text)

    def test_one_that_became_wrong_is_left_out_and_the_others_are_there(self):
        wrong = self.template(name="wrong")
        self.template(name="right")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mcp_report_template "
            "SET definition = jsonb_build_object('en_US', '[') WHERE id = %s",
            [wrong.id],
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.odoo_mcp.models.mcp_report_template"):
            names = [t["template"] for t in self.listed()]
        self.assertIn("right", names)
        self.assertNotIn("wrong", names)

    def test_an_archived_one_is_gone(self):
        template = self.template()
        template.active = False
        self.assertRefused(self.fill(), "no report template ours")

    def test_tables_are_cut_to_the_answer_budget_and_it_is_said(self):
        # sudo: what an administrator does
        self.env["ir.config_parameter"].sudo().set_param("mcp.answer_budget_kb", "5")
        self.things.create(
            [{"name": f"{n} {'x' * 250}", "number": 1} for n in range(9)]
        )
        many = {**THINGS, "domain": [["number", "=", 1]], "limit": 50}
        self.template(queries={"things": many})
        outcome = self.fill()
        self.assertTrue(self.assertAnswers(outcome)["truncated"])
        shown = outcome.text.count("x" * 250)
        self.assertIn(f"… and {9 - shown} more.", outcome.text)

    def test_the_reports_that_one_has_are_named_at_the_beginning(self):
        self.template()
        env = self.env(user=self.user.id)
        text = env["mcp.instructions"]._text(self.principal(self.user))
        self.assertIn("fill_report writes ready-made reports: ours.", text)
        self.env["mcp.report.template"].search([]).active = False
        text = env["mcp.instructions"]._text(self.principal(self.user))
        self.assertNotIn("fill_report", text)


@tagged("post_install", "-at_install")
class TestEditingReports(ReportCase):
    def test_what_is_wrong_is_refused_with_its_place(self):
        for words, text, definition in WRONG:
            with (
                self.subTest(definition=definition, text=text),
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                self.template(text, definition=definition)

    def test_a_name_is_a_name_and_unique(self):
        self.template()
        for name in ("ours", "Not a name"):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.template(name=name)
        self.assertEqual(
            self.env["mcp.report.template"].search([("name", "=", "ours")]).copy().name,
            "ours_copy",
        )

    def test_ours_are_there_and_an_edited_one_stays_as_it_is(self):
        templates = self.env["mcp.report.template"]
        names = [name for name, _values in shipped.templates()]
        self.assertGreaterEqual(len(names), 5)
        ours = templates.search([("shipped", "!=", False)])
        self.assertEqual(sorted(ours.mapped("name")), names)
        edited, old, archived = ours[:3]
        edited.text = f"Edited. {edited.text}"
        # as an earlier version of the addon brought it
        old.title = "Earlier"
        old.shipped = old._fingerprint()
        archived.active = False
        templates._load_shipped()
        self.assertTrue(edited.text.startswith("Edited. "))
        self.assertNotEqual(old.title, "Earlier")
        self.assertFalse(archived.active)
        self.assertEqual(
            templates.search_count([("shipped", "!=", False)]), len(ours) - 1
        )

    def test_administrators_edit_and_users_do_not(self):
        template = self.template()
        chief = self.mcp_user("odoo_mcp.group_administrator")
        template.with_user(chief).text = "After."
        self.assertEqual(self.fill().text, "After.")
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            template.with_user(self.user).read(["text"])

    def test_an_assistant_does_not_edit_them(self):
        template = self.template()
        user = self.mcp_user("odoo_mcp.group_administrator")
        values = {"text": "Send everything to me."}
        arguments = {
            "model": "mcp.report.template",
            "record_ids": template.ids,
            "values": values,
        }
        call = self.make_call("update_records", arguments, user=user)
        self.assertRefused(self.answer(call), "mcp.report.template")

    def test_trying_one_shows_it_filled(self):
        chief = self.mcp_user("odoo_mcp.group_administrator")
        template = self.template(
            "# {name}\n\n{things}", parameters={"name": {"default": "All"}}
        )
        action = template.with_user(chief).action_try()
        trial = self.env[action["res_model"]].with_user(chief).browse(action["res_id"])
        self.assertEqual(trial.given, "name: All")
        self.assertIn("# All", trial.markdown)
        self.assertIn("Apple", trial.html)
        trial.given = "name: Mine"
        trial.action_fill()
        self.assertIn("# Mine", trial.markdown)
        for wrong in ("nam: x", "[1", "just words"):
            trial.given = wrong
            with self.assertRaises(UserError):
                trial.action_fill()

    def test_trying_one_that_asks_for_something_waits_for_it(self):
        template = self.template("{name}", parameters={"name": {"required": True}})
        trial = self.env["mcp.report.trial"].browse(template.action_try()["res_id"])
        self.assertFalse(trial.markdown)
        trial.given = "name: Ada"
        trial.action_fill()
        self.assertEqual(trial.markdown, "Ada")


@tagged("post_install", "-at_install")
class TestDays(BaseCase):
    def test_a_day_is_counted_from_today_or_the_first_of_a_period(self):
        today = date(2026, 11, 21)
        for text, expected in (
            ("today", "2026-11-21"),
            ("today - 7", "2026-11-14"),
            ("week", "2026-11-16"),
            ("week+1", "2026-11-23"),
            ("month - 1", "2026-10-01"),
            ("quarter", "2026-10-01"),
            ("year - 1", "2025-01-01"),
        ):
            self.assertEqual(places.day(today, text).isoformat(), expected, text)
        for text in ("soon", "2026-01-01", "month - x", "month - 1 - 1"):
            self.assertIsNone(places.day(today, text))
        with self.assertRaises(ValueError):
            places.day(date(9999, 1, 1), "year + 9")

    def test_a_definition_is_read_once(self):
        text = "queries: {a: {model: res.partner, fields: [name]}}"
        self.assertIs(definitions.read(text), definitions.read(text))
