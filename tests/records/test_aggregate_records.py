"""aggregate_records: groups, what is computed over them, and how to reach the records."""

from types import SimpleNamespace

from odoo.tests import tagged

from ...services.orm.groups import aggregating
from ..things import ThingCase, size


class AggregateCase(ThingCase):
    def setUp(self):
        super().setUp()
        self.things.create(
            [
                {"name": "a", "kind": "a", "number": 1, "weight": 0.1},
                {"name": "b", "kind": "a", "number": 2, "weight": 0.2},
                {"name": "c", "kind": "b", "number": 4},
                {"name": "d", "number": 8},
            ]
        )

    def ask(self, *group_by, **arguments):
        return self.structured(
            "aggregate_records",
            model="mcp.test.thing",
            group_by=list(group_by),
            **arguments,
        )

    def refused(self, *words, **arguments):
        outcome = self.call("aggregate_records", model="mcp.test.thing", **arguments)
        self.assertRefused(outcome, *words)

    def assertDrillsDown(self, answer, **arguments):
        """Each group's domain finds as many records as the group counts."""
        self.assertTrue(answer["groups"])
        for group in answer["groups"]:
            with self.subTest(group=group):
                found = self.structured(
                    "count_records",
                    model=answer["model"],
                    domain=group["__domain"],
                    **arguments,
                )
                self.assertEqual(found["count"], group["__count"])


@tagged("post_install", "-at_install")
class TestAggregateRecords(AggregateCase):
    def test_groups_and_totals_are_those_of_the_records(self):
        answer = self.ask("kind", aggregates=["number:sum", "weight:max"])
        rows = [
            (g["kind"], g["__count"], g["number:sum"], g["weight:max"])
            for g in answer["groups"]
        ]
        self.assertEqual(
            rows, [("a", 2, 3, 0.2), ("b", 1, 4, None), (None, 1, 8, None)]
        )
        totals = {"__count": 4, "number:sum": 15, "weight:max": 0.2}
        self.assertEqual(answer["totals"], totals)

    def test_without_group_by_there_are_totals_alone(self):
        answer = self.ask(aggregates=["number:avg"], domain=[["kind", "=", "a"]])
        self.assertEqual(answer["totals"], {"__count": 2, "number:avg": 1.5})
        self.assertNotIn("groups", answer)

    def test_nothing_found_has_no_sum_and_the_count_0(self):
        answer = self.ask(aggregates=["number:sum"], domain=[["name", "=", "zzz"]])
        self.assertEqual(answer["totals"], {"__count": 0, "number:sum": None})

    def test_a_mere_field_is_aggregated_as_its_column_is(self):
        answer = self.ask(aggregates=["number"])
        self.assertEqual(answer["totals"]["number:sum"], 15)

    def test_every_function_computes_what_its_name_says(self):
        two, partner = self.things.search([], limit=2), self.user.partner_id
        two.partner_id = partner
        expected = {
            "number:sum": 15,
            "number:avg": 3.75,
            "number:min": 1,
            "number:max": 8,
            "name:min": "a",
            "partner_id:count": 2,
            "partner_id:count_distinct": 1,
        }
        totals = self.ask(aggregates=list(expected))["totals"]
        self.assertEqual(totals, {"__count": 4, **expected})

    def test_an_unknown_function_is_refused_with_all_that_fit_the_field(self):
        for spec, known in {
            "number:median": "sum, avg, min, max, count, count_distinct",
            "name:median": "there are: min, max, count, count_distinct",
            "partner_id:median": "there are: count, count_distinct",
        }.items():
            with self.subTest(spec):
                self.refused("median", known, aggregates=[spec])

    def test_a_function_that_does_not_fit_is_refused(self):
        wrong = {
            "name:sum": "sum",
            "number:median": "median",
            "number:array_agg": "array_agg",
            "partner_id:max": "max",
            "file:count": "file",
            "child_ids:count": "child_ids",
            "raises:count": "not stored",
            "nmber:sum": "number",
            "partner_id.color:sum": "model itself",
        }
        for spec, word in wrong.items():
            with self.subTest(spec=spec):
                self.refused(word, aggregates=[spec])

    def test_fields_that_are_no_groups_are_refused(self):
        for spec in (
            *("note", "body", "file", "raises", "child_ids", "kind:month"),
            *(
                "day:fortnight",
                "day:hour",
                "partner_id.country_id",
                "moment:month:week",
                "nme",
            ),
        ):
            with self.subTest(spec=spec):
                self.refused("group_by", group_by=[spec])

    def test_having_keeps_groups_and_leaves_the_totals(self):
        for having, kept in (
            ([["number:sum", ">", 3]], {"b", None}),
            ('[["__count", ">=", 2]]', {"a"}),
            (["|", ["number:sum", "=", 3], ["number:sum", "=", 4]], {"a", "b"}),
            ([["number:max", "in", [2, 8]]], {"a", None}),
            ([["number:sum", ">", 3], ["number:sum", "<", 8]], {"b"}),
        ):
            with self.subTest(having=having):
                answer = self.ask("kind", having=having)
                self.assertEqual({g["kind"] for g in answer["groups"]}, kept)
                self.assertEqual(answer["totals"]["__count"], 4)
                self.assertIn("totals", answer["note"])

    def test_a_computed_field_without_value_has_a_domain_only_if_that_finds_it(self):
        """As Odoo's search for journal items without a payment date finds none."""
        users, nobody = self.env["res.users"], [("id", "=", 0)]
        count = users.search_count([])
        for stored, value, terms, finds in (
            (False, False, nobody, False),
            (False, False, [], True),
            (False, "2026-01", nobody, True),
            (True, False, nobody, True),
        ):
            group = SimpleNamespace(field=SimpleNamespace(store=stored))
            question = aggregating.Question([], [group])
            found = aggregating._finds(users, question, (value, count), terms)
            self.assertEqual(found, finds, (stored, value, terms))

    def test_without_groups_no_number_of_groups_is_told(self):
        outcome = self.call("aggregate_records", model="res.partner")
        self.assertTrue(outcome.text.startswith("res.partner\n"), outcome.text)
        outcome = self.call("aggregate_records", model="res.partner", group_by=["type"])
        self.assertRegex(outcome.text, r"^\d+ groups of res\.partner")

    def test_a_bad_having_is_refused_and_never_no_filter(self):
        for having in (
            [["number:sum", ">", "3"]],
            [["number:sum", "like", 3]],
            [["number:sum", ">"]],
            [["plan:max", "=", "x"]],
            [["number:sum", "in", []]],
            [["day:max", ">", "soon"]],
            ["|", ["number:sum", ">", 3]],
            "number > 3",
        ):
            with self.subTest(having=having):
                self.refused("having", group_by=["kind"], having=having)
        self.refused("group_by", having=[["__count", ">", 1]])

    def test_order_is_by_aggregates_and_groups(self):
        def kinds(order):
            return [g["kind"] for g in self.ask("kind", order=order)["groups"]]

        self.assertEqual(kinds("number:sum desc"), [None, "b", "a"])
        self.assertEqual(kinds("__count desc, kind desc nulls last")[0], "a")
        self.assertEqual(kinds("kind desc nulls last"), ["b", "a", None])
        for order in ("number", "name", "number:sum sideways", "plan:max", "1"):
            with self.subTest(order=order):
                self.refused("order", group_by=["kind"], order=order)

    def test_pages_cover_all_groups_once(self):
        self.things.create([{"name": f"n{n:02}"} for n in range(10)])
        seen, offset = [], 0
        while offset is not None:
            page = self.ask("name", order="__count desc", limit=4, offset=offset)
            seen += [group["name"] for group in page["groups"]]
            offset = page.get("next_offset")
        self.assertEqual(len(seen), 14)
        self.assertEqual(len(set(seen)), 14)

    def test_a_limit_over_the_setting_is_capped_and_said(self):
        self.env["ir.config_parameter"].set_param("mcp.max_limit", "2")
        page = self.ask("name", limit=3)
        self.assertEqual((len(page["groups"]), page["next_offset"]), (2, 2))
        self.assertIn("3", page["note"])

    def test_over_the_budget_whole_groups_are_kept(self):
        self.things.create([{"name": f"{n:03}" + "é" * 200} for n in range(60)])
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "12")
        outcome = self.call(
            "aggregate_records", model="mcp.test.thing", group_by=["name"], limit=60
        )
        page = self.assertAnswers(outcome)
        self.assertLessEqual(size(outcome), 12 * 1024)
        self.assertTrue(page["truncated"])
        self.assertEqual(page["next_offset"], len(page["groups"]))
        following = self.ask("name", limit=1, offset=page["next_offset"])
        names = self.things.search([], order="name").mapped("name")
        expected = names[page["next_offset"]]
        self.assertEqual(following["groups"][0]["name"], expected)

    def test_archived_records_count_on_request_only(self):
        self.things.search([], limit=1).active = False
        self.assertEqual(self.ask()["totals"]["__count"], 3)
        answer = self.ask(include_archived=True)
        self.assertEqual(answer["totals"]["__count"], 4)

    def test_the_text_alone_says_the_same(self):
        outcome = self.call(
            "aggregate_records",
            model="mcp.test.thing",
            group_by=["kind"],
            aggregates=["number:sum"],
            limit=2,
        )
        self.assertEqual(
            outcome.text.split("\n"),
            [
                "2 groups of mcp.test.thing, next_offset 2",
                "kind|__count|number:sum",
                "a|2|3",
                "b|1|4",
                "total __count|number:sum: 4|15",
            ],
        )

    def test_no_query_a_group(self):
        partners = self.env["res.partner"].create([{"name": f"p{n}"} for n in range(8)])
        self.things.create([{"partner_id": partner.id} for partner in partners])
        counts = []
        self.ask("partner_id", limit=1)
        for limit in (2, 8):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.ask("partner_id", limit=limit, aggregates=["amount:sum"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install")
class TestAmountsInGroups(AggregateCase):
    def setUp(self):
        super().setUp()
        self.euro, self.dollar = self.env.ref("base.EUR"), self.env.ref("base.USD")
        self.things.create(
            [
                {"name": "x", "amount": 1.1, "currency_id": self.euro.id},
                {"name": "x", "amount": 2.2, "currency_id": self.euro.id},
                {"name": "y", "amount": 5, "currency_id": self.dollar.id},
                {"name": "y", "amount": 7, "currency_id": self.euro.id},
            ]
        )

    def test_an_amount_of_one_currency_comes_with_it(self):
        answer = self.ask(aggregates=["amount:sum"], domain=[["name", "=", "x"]])
        expected = {"amount": 3.3, "currency": "EUR"}
        self.assertEqual(answer["totals"]["amount:sum"], expected)

    def test_amounts_of_several_currencies_are_never_added(self):
        answer = self.ask("name", aggregates=["amount:sum"])
        found = {g["name"]: g["amount:sum"] for g in answer["groups"]}
        self.assertEqual(found["x"], {"amount": 3.3, "currency": "EUR"})
        self.assertIsNone(found["y"])
        self.assertEqual(answer["mixed_currencies"], ["amount:sum"])
        answer = self.ask("name", "currency_id", aggregates=["amount:sum"])
        dollars = [
            g["amount:sum"]
            for g in answer["groups"]
            if (g["currency_id"] or {}).get("name") == "USD"
        ]
        self.assertEqual(dollars, [{"amount": 5.0, "currency": "USD"}])

    def test_totals_of_groups_of_one_currency_each_are_of_several_all_the_same(self):
        answer = self.ask("currency_id", aggregates=["amount:sum"])
        self.assertIsNone(answer["totals"]["amount:sum"])
        self.assertEqual(answer["mixed_currencies"], ["amount:sum"])

    def test_the_text_says_so(self):
        outcome = self.call(
            "aggregate_records", model="mcp.test.thing", aggregates=["amount:sum"]
        )
        self.assertIn("several currencies, so no value: amount:sum", outcome.text)


@tagged("post_install", "-at_install")
class TestRightsOfAggregating(AggregateCase):
    def test_record_rules_hold_in_groups_and_totals(self):
        self.hide(self.things.search([("name", "=", "d")]))
        answer = self.ask("name", aggregates=["number:sum"])
        self.assertEqual([g["name"] for g in answer["groups"]], ["a", "b", "c"])
        self.assertEqual(answer["totals"], {"__count": 3, "number:sum": 7})

    def test_a_hidden_record_behind_a_many2many_is_no_group(self):
        ann, bob = self.env["res.partner"].create([{"name": "Ann"}, {"name": "Bob"}])
        first, second, *_rest = self.things.search([])
        first.partner_ids, second.partner_ids = ann | bob, bob
        self.hide(bob)
        answer = self.ask("partner_ids")
        seen = {(g["partner_ids"] or {}).get("name") for g in answer["groups"]}
        self.assertEqual(seen, {"Ann", None})
        self.assertDrillsDown(answer)

    def test_without_access_it_is_an_error(self):
        outcome = self.call("aggregate_records", model="ir.mail_server")
        self.assertRefused(outcome)

    def test_fields_that_may_not_be_read_are_refused_in_every_part(self):
        for use in (
            {"group_by": ["plan"]},
            {"aggregates": ["plan:count"]},
            {"domain": [["plan", "=", "x"]]},
            {"group_by": ["kind"], "having": [["plan:count", ">", 0]]},
            {"group_by": ["kind"], "order": "plan:count"},
        ):
            with self.subTest(use=use):
                self.refused("plan", **use)

    def test_credentials_are_refused_in_every_part_even_for_administrators(self):
        system = self.mcp_user("base.group_system,odoo_mcp.group_administrator")
        for use in (
            {"group_by": ["password"]},
            {"aggregates": ["password:count_distinct"]},
            {"aggregates": ["password:max"]},
            {"group_by": ["active"], "having": [["password:max", ">", "a"]]},
            {"group_by": ["active"], "order": "password:max"},
        ):
            with self.subTest(use=use):
                arguments = {"model": "res.users", **use}
                call = self.make_call("aggregate_records", arguments, user=system)
                self.assertRefused(self.answer(call), "password")

    def test_the_domain_of_a_group_says_which_company_it_is_about(self):
        first = self.mcp_caller.company_id
        second = self.env["res.company"].create({"name": "Second"})
        self.mcp_caller.company_ids += second
        partners = self.env["res.partner"].create(
            [
                {"name": "Of one", "ref": "companies", "company_id": company.id}
                for company in (first, second, second)
            ]
        )
        asked = {"model": "res.partner", "domain": [["ref", "=", "companies"]]}
        answer = self.call(
            "aggregate_records", **asked, group_by=["ref"], company_id=second.id
        )
        [group] = self.assertAnswers(answer)["groups"]
        self.assertEqual(group["__count"], 2)
        counted = self.call(
            "count_records", model="res.partner", domain=group["__domain"]
        )
        self.assertEqual(self.assertAnswers(counted)["count"], 2)
        both = self.call("aggregate_records", **asked, group_by=["ref"])
        [group] = self.assertAnswers(both)["groups"]
        self.assertEqual(group["__count"], len(partners))
        self.assertNotIn("company_id", str(group["__domain"]))
