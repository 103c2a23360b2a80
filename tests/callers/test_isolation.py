"""Two users of different companies and rules: each sees what Odoo shows him, no more.

The measure is the ORM as that user, which is what the web client shows. The calls of the
two are interleaved, so that nothing kept from one reaches the other.
"""

import json

from odoo.tests import tagged

from ..things import ThingCase

NAMES = ("name", "partner_id", "company_id", "note", "partner_ids", "partner_id.email")


@tagged("post_install", "-at_install")
class TestIsolation(ThingCase):
    def setUp(self):
        super().setUp()
        self.companies = self.env["res.company"].create(
            [{"name": "Azure North"}, {"name": "Crimson South"}]
        )
        self.users = [self.user_of(company) for company in self.companies]
        self.rule(
            "mcp.test.thing",
            "['|', ('company_id', '=', False), ('company_id', 'in', company_ids)]",
        )
        self.rule(
            "res.partner",
            "['|', ('company_id', '=', False), ('company_id', 'in', company_ids)]",
        )
        self.secrets, self.partners = [], self.env["res.partner"]
        for number, company in enumerate(self.companies):
            self.fill(company, f"secret{number}")
        # of nobody in particular, but linked to both
        ids = self.partners.ids
        self.shared = self.things.create(
            {"name": "shared", "partner_ids": [(6, 0, ids)], "number": 1000}
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def user_of(self, company):
        return self.mcp_user(
            "odoo_mcp.group_observer",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def rule(self, model, domain):
        self.env["ir.rule"].create(
            {
                "name": "own company",
                "model_id": self.env["ir.model"]._get(model).id,
                "domain_force": domain,
            }
        )

    def fill(self, company, word):
        partner = self.env["res.partner"].create(
            {
                "name": f"{word} partner",
                "ref": word,
                "email": f"{word}@example.com",
                "company_id": company.id,
            }
        )
        self.secrets.append(word)
        self.partners |= partner
        self.things.create(
            [
                {
                    "name": f"{word} {number}",
                    "note": f"{word} note",
                    "number": 10 + number,
                    "partner_id": partner.id,
                    "company_id": company.id,
                }
                for number in range(3)
            ]
        )

    def ask(self, user, tool, **arguments):
        # each request has a transaction of its own, and with it the cache of records
        self.env.invalidate_all()
        call = self.make_call(tool, {"model": "mcp.test.thing", **arguments}, user=user)
        return self.answer(call)

    def each(self):
        """Both users twice, in turns, with the word that is not theirs."""
        return list(zip(self.users, reversed(self.secrets), strict=True)) * 2

    def assertHolds(self, outcome, foreign):
        """The answer, neither half of which has anything of the other user's."""
        self.assertFalse(outcome.is_error, outcome.text)
        self.assertNotIn(foreign, outcome.text)
        self.assertNotIn(foreign, json.dumps(outcome.structured))
        return outcome.structured

    def orm(self, user):
        return self.env(user=user.id)["mcp.test.thing"].with_context(
            allowed_company_ids=user.company_ids.ids
        )

    def test_search_and_count_show_what_the_orm_shows(self):
        for user, foreign in self.each():
            expected = self.orm(user).search([])
            page = self.assertHolds(
                self.ask(user, "search_records", fields=list(NAMES)), foreign
            )
            self.assertEqual([row["id"] for row in page["records"]], expected.ids)
            self.assertEqual(page["total"], 4)
            notes = [thing.note or None for thing in expected]
            self.assertEqual([row["note"] for row in page["records"]], notes)
            counted = self.assertHolds(self.ask(user, "count_records"), foreign)
            self.assertEqual(counted["count"], len(expected))

    def test_reading_by_id_refuses_what_is_the_others(self):
        for user, foreign in self.each():
            hidden = self.things.search([("name", "like", foreign)])
            outcome = self.ask(user, "get_record", record_ids=hidden.ids)
            self.assertRefused(outcome, *map(str, hidden.ids))
            self.assertNotIn(foreign, outcome.text)
            mine = self.orm(user).search([])
            outcome = self.ask(
                user, "get_record", record_ids=mine.ids, fields=list(NAMES)
            )
            self.assertHolds(outcome, foreign)

    def test_links_lead_to_nothing_of_the_others(self):
        for user, foreign in self.each():
            paths = ["partner_ids.name", "partner_ids.email", "partner_ids.ref"]
            answer = self.assertHolds(
                self.ask(
                    user,
                    "get_record",
                    record_id=self.shared.id,
                    fields=["name", *paths],
                ),
                foreign,
            )
            row = answer["records"][0]
            self.assertEqual([len(row[path]) for path in paths], [1, 1, 1])

    def test_behind_a_link_to_what_is_the_others_stands_nothing(self):
        for user, foreign in self.each():
            theirs = self.partners.filtered(lambda p, word=foreign: p.ref == word)
            self.shared.partner_id = theirs
            self.env.flush_all()
            paths = ["partner_id.email", "partner_id.ref"]
            outcome = self.ask(
                user, "get_record", record_id=self.shared.id, fields=paths
            )
            answer = self.assertHolds(outcome, foreign)
            self.assertEqual(set(answer["unreadable"]), set(paths))

    def test_a_domain_finds_nothing_by_the_others_records(self):
        for user, foreign in self.each():
            for domain in (
                [["name", "ilike", foreign]],
                [["note", "ilike", foreign]],
                [["partner_id", "ilike", foreign]],
                [["partner_id.email", "ilike", foreign]],
                [["partner_ids.email", "ilike", foreign]],
                [["partner_ids", "any", [["ref", "=", foreign]]]],
            ):
                counted = self.ask(user, "count_records", domain=domain)
                found = self.orm(user).search_count(domain)
                self.assertEqual((counted.structured["count"], found), (0, 0), domain)
            queried = self.ask(user, "search_records", query=foreign)
            self.assertEqual(queried.structured["total"], 0)

    def test_aggregates_are_over_ones_own_records(self):
        for user, foreign in self.each():
            for group_by in ("name", "partner_id", "partner_ids", "company_id"):
                outcome = self.ask(
                    user,
                    "aggregate_records",
                    group_by=[group_by],
                    aggregates=["number:sum", "number:max", "name:max"],
                )
                answer = self.assertHolds(outcome, foreign)
                totals = {"__count": 4, "number:sum": 1033, "number:max": 1000}
                self.assertLessEqual(totals.items(), answer["totals"].items())
                groups = {g["__count"] for g in answer["groups"]}
                rows = self.orm(user)._read_group([], [group_by], ["__count"])
                self.assertEqual(groups, {count for _value, count in rows})

    def test_a_description_names_nothing_of_the_others(self):
        for user, foreign in self.each():
            for detail in ("compact", "template"):
                outcome = self.ask(user, "describe_model", detail=detail)
                self.assertHolds(outcome, foreign)

    def test_a_company_that_is_not_ones_own_is_refused(self):
        for user, foreign in self.each():
            other = self.companies - user.company_id
            outcome = self.ask(user, "search_records", company_id=other.id)
            self.assertRefused(outcome, "company_id")
            self.assertNotIn(foreign, outcome.text)
            self.assertNotIn(other.name, outcome.text)

    def test_one_company_of_several_is_seen_alone(self):
        both = self.mcp_user(
            "odoo_mcp.group_observer",
            company_id=self.companies[0].id,
            company_ids=[(6, 0, self.companies.ids)],
        )
        for company, own, foreign in zip(
            self.companies, self.secrets, reversed(self.secrets), strict=True
        ):
            outcome = self.ask(both, "search_records", company_id=company.id)
            page = self.assertHolds(outcome, foreign)
            self.assertEqual(page["total"], 4)
            self.assertIn(own, outcome.text)
