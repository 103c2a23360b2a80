"""Groups of aggregate_records: their names, and the domains that find their records."""

from datetime import date, datetime

from odoo.tests import tagged

from ...services.orm.date_parts import PARTS
from ...services.orm.groups.grouping import PERIODS
from .test_aggregate_records import AggregateCase


@tagged("post_install", "-at_install")
class TestGroupsAndTheirRecords(AggregateCase):
    def test_every_kind_of_group_drills_down_to_its_records(self):
        ann, bob = self.env["res.partner"].create([{"name": "Ann"}, {"name": "Bob"}])
        first, second, *_rest = self.things.search([])
        first.write({"partner_id": ann.id, "partner_ids": [(6, 0, (ann | bob).ids)]})
        second.write({"done": True, "subject": f"res.partner,{bob.id}", "amount": 3})
        bob.active = False
        for group_by in (
            *("kind", "name", "number", "done", "partner_id", "partner_ids", "subject"),
            *("amount", "weight", "id", "currency_id", "create_uid", "active"),
        ):
            with self.subTest(group_by=group_by):
                self.assertDrillsDown(self.ask(group_by))
        self.assertDrillsDown(self.ask("kind", "partner_id", "done"))

    def test_what_domains_see_as_empty_is_one_group(self):
        self.things.create([{"name": "e"}, {"name": "f", "number": 0, "amount": 0}])
        blank = self.things.create([{"number": 16}, {"name": "", "number": 16}])
        self.env.flush_all()
        self.cr.execute(
            "UPDATE mcp_test_thing SET name = '' WHERE id = %s", [blank[1].id]
        )
        for group_by, empty in (("number", 0), ("amount", 0.0), ("name", None)):
            answer = self.ask(group_by)
            self.assertDrillsDown(answer)
            values = [group[group_by] for group in answer["groups"]]
            self.assertEqual(values.count(empty), 1, values)

    def test_a_reference_of_zero_is_as_empty_as_none(self):
        values = [{"name": name, "public": True} for name in ("zero", "none")]
        files = self.env["ir.attachment"].create(values)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE ir_attachment SET res_id = 0 WHERE id = %s", [files[0].id]
        )
        asked = {"model": "ir.attachment", "domain": [["id", "in", files.ids]]}
        answer = self.call("aggregate_records", group_by=["res_id"], **asked)
        (group,) = self.assertAnswers(answer)["groups"]
        self.assertEqual(group["__count"], 2)
        asked["domain"] = group["__domain"]
        found = self.call("count_records", **asked)
        self.assertEqual(self.assertAnswers(found)["count"], 2)

    def test_a_many2many_to_what_one_may_not_read_is_no_group(self):
        self.things.search([], limit=1).server_ids = self.env["ir.mail_server"].create(
            {"name": "s", "smtp_host": "h"}
        )
        self.refused("ir.mail_server", group_by=["server_ids"])

    def test_the_domain_of_a_group_holds_the_one_asked_for(self):
        for domain in (
            [["number", ">", 1]],
            ["|", ["number", "=", 1], ["name", "=", "d"]],
            [["create_date", ">", "2001-01-01T00:00:00+01:00"]],
        ):
            self.assertDrillsDown(self.ask("kind", domain=domain))

    def test_a_long_domain_is_not_repeated_with_each_group(self):
        domain = [["number", "in", list(range(500))]]
        answer = self.ask("kind", domain=domain)
        self.assertEqual(answer["groups"][0]["__domain"], [["kind", "=", "a"]])
        self.assertIn("after yours", answer["note"])
        full = [*domain, *answer["groups"][0]["__domain"]]
        counted = self.structured("count_records", model="mcp.test.thing", domain=full)
        self.assertEqual(counted["count"], answer["groups"][0]["__count"])

    def test_dates_group_by_every_period_and_part_of_the_callers_day(self):
        # 22:30 on June 30th in New York; the ends of summer time, its hours twice
        moments = (
            *((2026, 7, 1, 2, 30), (2026, 3, 8, 6, 30), (2026, 3, 8, 7, 30)),
            *((2026, 11, 1, 5, 30), (2026, 11, 1, 6, 30), (2026, 1, 1, 4, 59)),
        )
        self.things.create(
            [{"moment": datetime(*parts), "day": date(*parts[:3])} for parts in moments]
        )
        for granularity in (*PERIODS, *PARTS):
            self.assertDrillsDown(self.ask(f"moment:{granularity}"))
            if granularity != "hour":
                self.assertDrillsDown(self.ask(f"day:{granularity}"))

    def test_periods_are_named_by_their_first_day_and_parts_are_numbers(self):
        moment = datetime(2026, 7, 1, 2, 30)
        self.things.create({"name": "now", "moment": moment, "day": date(2026, 2, 16)})
        expected = {
            "moment:hour": "2026-06-30T22:00:00-04:00",
            "moment:day": "2026-06-30",
            "moment:month": "2026-06-01",
            "moment:quarter": "2026-04-01",
            "moment:year": "2026-01-01",
            "moment:hour_number": 22,
            "moment:day_of_week": 2,
            "day:month": "2026-02-01",
            "day:iso_week_number": 8,
            "day:day_of_week": 1,
        }
        answer = self.ask(*expected, domain=[["name", "=", "now"]])
        [group] = answer["groups"]
        self.assertEqual({spec: group[spec] for spec in expected}, expected)

    def test_weekdays_count_from_sunday_whatever_the_language_says(self):
        thing = self.things.create({"name": "sunday", "day": date(2026, 2, 15)})
        for start in ("1", "6", "7"):
            self.env["res.lang"]._lang_get(self.user.lang).week_start = start
            answer = self.ask("day:day_of_week", domain=[["name", "=", "sunday"]])
            self.assertEqual(answer["groups"][0]["day:day_of_week"], 0)
            self.assertDrillsDown(answer)
            row = self.read(thing, "day.day_of_week")[0]
            self.assertEqual(row["day.day_of_week"], 0)

    def test_a_date_without_a_period_is_grouped_by_month_in_either_spelling(self):
        self.things.create({"day": date(2026, 2, 16)})
        domain = [["day", "!=", False]]
        self.assertIn("day:month", self.ask("day", domain=domain)["groups"][0])
        spelled = self.ask("day.month_number", domain=domain)["groups"][0]
        self.assertEqual(spelled["day:month_number"], 2)

    def test_properties_are_groups_too(self):
        kinds = {
            "word": {"type": "char"},
            "level": {"type": "selection", "selection": [["a", "A"], ["b", "B"]]},
            "labels": {"type": "tags", "tags": [["x", "X", 1], ["y", "Y", 2]]},
            "who": {"type": "many2one", "comodel": "res.partner"},
            "due": {"type": "date"},
        }
        ann = self.env["res.partner"].create({"name": "Ann"})
        parent = self.things.create(
            {
                "name": "parent",
                "features_definition": [
                    {"name": name, "string": name, **kind}
                    for name, kind in kinds.items()
                ],
            }
        )
        values = {"word": "w", "level": "b", "labels": ["x", "y"], "who": ann.id}
        self.things.create({"parent_id": parent.id, "features": values})
        domain = [["parent_id", "=", parent.id]]
        expected = {
            "word": ["w"],
            "level": ["b"],
            "labels": ["x", "y"],
            "who": [{"id": ann.id, "name": "Ann"}],
        }
        for name, wanted in expected.items():
            answer = self.ask(f"features.{name}", domain=domain)
            found = [group[f"features.{name}"] for group in answer["groups"]]
            self.assertEqual(found, wanted)
            self.assertDrillsDown(answer)
        labelled = [["features.labels", "in", ["x", "z"]]]
        found = self.structured(
            "count_records", model="mcp.test.thing", domain=[*domain, *labelled]
        )
        self.assertEqual(found["count"], 1)
        for spec in ("features", "features.due", "features.none", "features.word:day"):
            self.refused("group_by", group_by=[spec])
