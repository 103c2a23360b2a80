"""Totals of groups: those of all records, from the groups where these add up."""

from odoo.tests import tagged

from .test_aggregate_records import AggregateCase


@tagged("post_install", "-at_install")
class TestAggregateTotals(AggregateCase):
    def test_counts_of_all_groups_make_the_total_without_a_query(self):
        spent = {}
        for limit in (3, 2):
            self.ask("kind", limit=limit)
            before = self.cr.sql_log_count
            answer = self.ask("kind", limit=limit)
            spent[limit] = self.cr.sql_log_count - before
            self.assertEqual(answer["totals"], {"__count": 4}, limit)
        self.assertEqual(spent[2], spent[3] + 1)
        having = self.ask("kind", having=[["__count", ">", 1]])
        self.assertEqual(having["totals"], {"__count": 4})
        self.assertEqual(self.ask("kind", offset=1)["totals"], {"__count": 4})

    def spent(self, *group_by, **arguments):
        """The answer, and what it costs once what any call needs is known."""
        self.ask(*group_by, **arguments)
        before = self.cr.sql_log_count
        answer = self.ask(*group_by, **arguments)
        return answer, self.cr.sql_log_count - before

    def test_what_adds_up_over_all_groups_makes_the_total_without_a_query(self):
        self.things.search([("name", "=", "b")]).write(
            {"day": "2026-02-03", "partner_id": self.user.partner_id.id}
        )
        self.things.create({"name": "e", "kind": "b", "weight": 0.3, "amount": 1.1})
        specs = ["number:sum", "weight:sum", "weight:min", "number:max", "amount:sum"]
        specs += ["day:min", "partner_id:count"]
        alone = self.ask(aggregates=specs)["totals"]
        all_groups, cheap = self.spent("kind", aggregates=specs, limit=3)
        some_groups, dear = self.spent("kind", aggregates=specs, limit=2)
        self.assertEqual(all_groups["totals"], alone)
        self.assertEqual(some_groups["totals"], alone)
        self.assertEqual(dear, cheap + 1)

    def test_what_does_not_add_up_is_computed_over_all_records(self):
        partner = self.user.partner_id.id
        self.things.search([]).write({"partner_id": partner})
        for spec, total in (
            ("number:avg", 3.75),
            ("partner_id:count_distinct", 1),
            ("name:max", "d"),
        ):
            with self.subTest(spec):
                totals = self.ask("kind", aggregates=[spec])["totals"]
                self.assertEqual(totals, {"__count": 4, spec: total})

    def test_a_sum_over_records_in_several_groups_counts_each_once(self):
        partners = self.env["res.partner"].create([{"name": "p"}, {"name": "q"}])
        thing = self.things.create({"partner_ids": partners.ids, "number": 5})
        asked = {"domain": [["id", "=", thing.id]], "aggregates": ["number:sum"]}
        answer = self.ask("partner_ids", **asked)
        self.assertEqual([g["number:sum"] for g in answer["groups"]], [5, 5])
        self.assertEqual(answer["totals"], {"__count": 1, "number:sum": 5})

    def test_a_record_in_several_groups_is_counted_once_in_the_total(self):
        partners = self.env["res.partner"].create([{"name": "p"}, {"name": "q"}])
        things = self.things.create([{"partner_ids": partners.ids}] * 2)
        answer = self.ask("partner_ids", domain=[["id", "in", things.ids]])
        self.assertEqual([g["__count"] for g in answer["groups"]], [2, 2])
        self.assertEqual(answer["totals"], {"__count": 2})
