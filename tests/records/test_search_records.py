"""search_records, get_record and count_records."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..things import ThingCase, size

CITIES = ("Brussels", "Paris", "San Francisco", "Amsterdam", "Rome")


@tagged("post_install", "-at_install")
class TestSearchRecords(ThingCase):
    def setUp(self):
        super().setUp()
        self.things.create([{"name": f"n{n % 3}", "number": n} for n in range(30)])

    def search(self, **arguments):
        return self.structured("search_records", model="mcp.test.thing", **arguments)

    def test_pages_cover_all_records_once_although_their_order_has_ties(self):
        seen, offset = [], 0
        while offset is not None:
            page = self.search(limit=7, offset=offset)
            seen += [row["id"] for row in page["records"]]
            self.assertEqual(page["total"], 30)
            offset = page["next_offset"]
        self.assertEqual(len(seen), 30)
        self.assertEqual(set(seen), set(self.things.search([]).ids))

    def test_the_total_is_counted_only_where_the_page_does_not_tell(self):
        self.search(limit=5)
        counts = {}
        for limit in (10, 50):
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.assertEqual(self.search(limit=limit)["total"], 30)
            counts[limit] = self.cr.sql_log_count - before
        self.assertEqual(counts[10], counts[50] + 1)

    def test_the_total_is_the_same_whatever_is_read_and_in_whichever_order(self):
        asked = [{"fields": ["id"]}, {"fields": ["display_name"]}]
        asked += [{"order": "partner_id desc"}, {"order": "partner_id", "offset": 3}]
        for arguments in asked:
            with self.subTest(arguments=arguments):
                page = self.search(limit=2, **arguments)
                self.assertEqual((page["count"], page["total"]), (2, 30))

    def test_the_total_of_nothing_is_none(self):
        for offset in (0, 5):
            page = self.search(domain=[["id", "in", []]], offset=offset)
            self.assertEqual((page["records"], page["total"]), ([], 0))

    def test_menus_are_found_and_counted_in_their_own_way(self):
        menus = self.env(user=self.user.id)["ir.ui.menu"]
        page = self.structured("search_records", model="ir.ui.menu", limit=1)
        self.assertEqual(page["total"], menus.search_count([]))

    def test_a_page_beyond_the_end_is_empty_and_says_the_total(self):
        page = self.search(offset=100)
        self.assertEqual((page["records"], page["total"]), ([], 30))
        self.assertIsNone(page["next_offset"])

    def test_a_limit_over_the_setting_max_limit_is_capped_and_said(self):
        self.env["ir.config_parameter"].set_param("mcp.max_limit", "12")
        page = self.search(limit=25)
        self.assertEqual((page["count"], page["next_offset"]), (12, 12))
        self.assertIn("25", page["note"])
        self.assertNotIn("note", self.search(limit=12))

    def test_limits_of_zero_and_below_are_refused(self):
        for limit in (0, -1):
            outcome = self.call("search_records", model="mcp.test.thing", limit=limit)
            self.assertRefused(outcome, "limit")

    def test_a_bad_domain_is_refused_and_never_no_filter(self):
        bad = ("name", "[[", [["nme", "=", "x"]], [["name", "resembles", "x"]], {})
        for tool in ("search_records", "count_records"):
            for domain in bad:
                with self.subTest(tool=tool, domain=domain):
                    outcome = self.call(tool, model="mcp.test.thing", domain=domain)
                    self.assertRefused(outcome, "domain")

    def test_a_domain_may_be_a_list_json_or_a_python_literal(self):
        forms = (
            [["number", "=", 3]],
            '[["number", "=", 3]]',
            "[('number', '=', 3)]",
        )
        for domain in forms:
            self.assertEqual(self.search(domain=domain)["total"], 1)

    def test_query_is_odoos_name_search_besides_the_domain(self):
        self.assertEqual(self.search(query="N1")["total"], 10)
        found = self.search(query="n1", domain=[["number", "<", 5]])
        self.assertEqual(found["total"], 2)
        either = ["|", ["number", "=", 0], ["number", "=", 1]]
        self.assertEqual(self.search(query="n1", domain=either)["total"], 1)

    def test_query_is_refused_where_odoo_would_take_it_as_no_filter(self):
        self.env["mcp.test.nameless"].create({})
        self.env["mcp.test.unsearchable"].create({})
        for model in ("mcp.test.nameless", "mcp.test.unsearchable"):
            for tool in ("search_records", "count_records"):
                outcome = self.call(tool, model=model, query="zzz")
                self.assertRefused(outcome, "query")
        self.assertRefused(
            self.call("search_records", model="mcp.test.thing", query="  "), "query"
        )

    def test_archived_records_are_found_on_request_only(self):
        self.things.search([], limit=4).active = False
        self.assertEqual(self.search()["total"], 26)
        self.assertEqual(self.search(include_archived=True)["total"], 30)

    def test_pages_and_totals_hold_where_a_model_sifts_what_its_query_finds(self):
        hidden = self.env["ir.mail_server"].create({"name": "s", "smtp_host": "h"})
        shown = self.env["res.partner"].create({"name": "p"})
        messages = self.env["mail.message"].create(
            [
                {"model": thing._name, "res_id": thing.id, "body": "sifted"}
                for thing in (hidden, shown, hidden, hidden, shown, shown) * 3
            ]
        )
        domain, seen, offset = [["id", "in", messages.ids]], [], 0
        while offset is not None:
            page = self.structured(
                "search_records",
                model="mail.message",
                domain=domain,
                limit=4,
                offset=offset,
            )
            self.assertEqual(page["total"], 9)
            seen += [row["id"] for row in page["records"]]
            offset = page["next_offset"]
        found = self.env(user=self.user.id)["mail.message"].search(domain)
        self.assertEqual(seen, found.ids)

    def test_what_odoo_cannot_search_is_said(self):
        for tool in ("search_records", "count_records", "aggregate_records"):
            outcome = self.call(
                tool, model="mcp.test.thing", domain=[["odd", "ilike", "x"]]
            )
            self.assertRefused(outcome, "does not search", "only =")
            self.assertNotIn("reference", outcome.structured or {})

    def test_order_is_obeyed(self):
        rows = self.search(order="number desc", limit=2, fields=["number"])["records"]
        self.assertEqual([row["number"] for row in rows], [29, 28])

    def test_over_the_budget_whole_records_are_kept_and_the_next_offset_is_theirs(self):
        self.things.search([]).note = "é" * 400
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "12")
        outcome = self.call(
            "search_records", model="mcp.test.thing", limit=30, fields=["name", "note"]
        )
        page = self.assertAnswers(outcome)
        self.assertLessEqual(size(outcome), 12 * 1024)
        self.assertTrue(page["truncated"])
        self.assertEqual(page["total"], 30)
        kept = page["records"]
        self.assertEqual({len(row["note"]) for row in kept}, {400})
        self.assertEqual(page["next_offset"], len(kept))
        self.assertEqual(page["count"], len(kept))
        following = self.search(offset=len(kept), limit=1)["records"][0]
        everyone = self.things.search([], order="name, id")
        self.assertEqual(following["id"], everyone[len(kept)].id)
        self.assertIn("cut to the answer budget", outcome.text)

    def test_one_record_over_the_budget_loses_the_end_of_its_text(self):
        thing = self.things.create({"name": "long", "note": "x" * 90_000})
        outcome = self.call(
            "get_record", model="mcp.test.thing", record_id=thing.id, fields=["note"]
        )
        answer = self.assertAnswers(outcome)
        self.assertLessEqual(size(outcome), 60 * 1024)
        self.assertEqual(answer["cut"], {"note": [thing.id]})
        self.assertGreater(len(answer["records"][0]["note"]), 20_000)

    def test_the_address_of_a_record_is_that_of_the_web_client(self):
        page = self.search(limit=1)
        self.assertRegex(page["url"], r"^https?://[^/]+/odoo/mcp\.test\.thing/\{id\}$")

    def test_the_text_alone_says_the_same(self):
        outcome = self.call(
            "search_records",
            model="mcp.test.thing",
            limit=2,
            fields=["name", "number"],
            order="number",
        )
        head, _url, names, *lines = outcome.text.split("\n")
        self.assertEqual(head, "2 of 30 mcp.test.thing, next_offset 2")
        self.assertEqual(names, "id|name|number")
        ids = [row["id"] for row in outcome.structured["records"]]
        self.assertEqual(lines, [f"{ids[0]}|n0|0", f"{ids[1]}|n1|1"])

    def test_the_names_of_the_reference_systems_still_work(self):
        for alias in ("odoo_search", "odoo_search_records"):
            self.assertAnswers(self.call(alias, model_name="mcp.test.thing", limit=1))
        thing = self.things.search([], limit=1)
        for alias in ("odoo_get_record", "odoo_read"):
            for name in ("record_id", "ids", "id"):
                given = {name: thing.id, "fields": ["name"]}
                self.assertAnswers(self.call(alias, model="mcp.test.thing", **given))
        counted = self.structured("odoo_count", model_name="mcp.test.thing")
        self.assertEqual(counted["count"], 30)


@tagged("post_install", "-at_install")
class TestRightsOfReading(ThingCase):
    def test_without_access_a_count_is_an_error_and_never_0(self):
        for domain in ([], [["id", "=", 0]], [[0, "=", 1]]):
            outcome = self.call("count_records", model="ir.mail_server", domain=domain)
            self.assertRefused(outcome)
            self.assertNotIn("0 ir.mail_server", outcome.text)
        with self.assertRaises(AccessError):
            self.env(user=self.user.id)["ir.mail_server"].search_count([])

    def test_record_rules_and_fields_of_groups_hold(self):
        ann, bob = self.things.create([{"name": "Ann"}, {"name": "Bob"}])
        self.hide(bob)
        found = self.structured("search_records", model="mcp.test.thing")
        self.assertEqual([row["id"] for row in found["records"]], ann.ids)
        counted = self.structured("count_records", model="mcp.test.thing")
        self.assertEqual(counted["count"], 1)
        read = self.call("get_record", model="mcp.test.thing", record_id=bob.id)
        self.assertRefused(read, str(bob.id))
        for use in (
            {"fields": ["plan"]},
            {"domain": [["plan", "=", "x"]]},
            {"order": "plan"},
        ):
            outcome = self.call("search_records", model="mcp.test.thing", **use)
            # in our words: Odoo is not asked at all
            self.assertRefused(outcome, "You may not read the field plan")

    def test_the_language_of_the_call_is_that_asked_for(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        country = self.env.ref("base.de")
        country.with_context(lang="fr_FR").name = "Allemagne"
        arguments = {"model": "res.country", "record_id": country.id}
        row = self.structured("get_record", **arguments, fields=["name"], lang="fr_FR")
        self.assertEqual(row["records"][0]["name"], "Allemagne")
        row = self.structured("get_record", **arguments, fields=["name"], lang="en_US")
        self.assertEqual(row["records"][0]["name"], "Germany")


@tagged("post_install", "-at_install")
class TestSmallAnswers(ThingCase):
    """Figures of the answers' sizes: both halves, in bytes."""

    def setUp(self):
        super().setUp()
        self.partners = self.env["res.partner"].create(
            [
                {
                    "name": f"Acme Corporation {number}",
                    "email": f"info{number}@acme-corporation.example.com",
                    "phone": f"+32 2 555 01 {number:02}",
                    "street": "Rue des Bourlottes 9",
                    "zip": "1367",
                    "city": CITIES[number % len(CITIES)],
                    "country_id": self.env.ref("base.be").id,
                    "website": "https://www.acme-corporation.example.com",
                    "comment": "<p>Pays late.</p>",
                    "is_company": True,
                    "vat": False,
                }
                for number in range(10)
            ]
        )

    def test_ten_partners_take_at_most_3_kb(self):
        outcome = self.call(
            "search_records",
            model="res.partner",
            domain=[["id", "in", self.partners.ids]],
            limit=10,
        )
        answer = self.assertAnswers(outcome)
        self.assertEqual(answer["count"], 10)
        self.assertIn("email", answer["records"][0])
        self.assertLessEqual(size(outcome), 3000)

    def test_one_partner_takes_at_most_2_kb(self):
        outcome = self.call(
            "get_record", model="res.partner", record_id=self.partners[0].id
        )
        row = self.assertAnswers(outcome)["records"][0]
        self.assertLessEqual({"name", "street", "city", "website"}, set(row))
        self.assertLessEqual(size(outcome), 2000)

    def test_default_fields_hold_no_file_and_no_empty_value(self):
        for tool, model in (
            ("search_records", "res.users"),
            ("get_record", "res.users"),
        ):
            more = {"record_id": self.user.id} if tool == "get_record" else {}
            rows = self.structured(tool, model=model, **more)["records"]
            fields = self.env[model]._fields
            self.assertTrue(rows)
            for row in rows:
                self.assertFalse([n for n in row if fields[n].type == "binary"])
                self.assertNotIn(None, list(row.values()))

    def test_default_fields_are_those_of_the_users_groups(self):
        """Cached per groups: what one user sees is not what the other gets."""
        self.env["ir.ui.view"].create(
            {
                "name": "thing list",
                "model": "mcp.test.thing",
                "arch": '<list><field name="name"/>'
                '<field name="number" groups="base.group_system"/></list>',
            }
        )
        thing = self.things.create({"name": "x", "number": 7})
        domain = [["id", "=", thing.id]]
        arguments = {"model": "mcp.test.thing", "domain": domain}
        system = self.mcp_user("base.group_system")
        call = self.make_call("search_records", arguments, user=system)
        shown = self.assertAnswers(self.answer(call))["records"]
        self.assertEqual(shown, [{"id": thing.id, "name": "x", "number": 7}])
        shown = self.structured("search_records", **arguments)["records"]
        self.assertEqual(shown, [{"id": thing.id, "name": "x"}])

    def test_default_fields_are_taken_from_the_view_once(self):
        defaults = self.env(user=self.user.id)["mcp.default.fields"]
        partners = defaults.env["res.partner"]
        defaults._paths(partners, "list")
        with self.assertQueryCount(0):
            self.assertTrue(defaults._paths(partners, "list"))

    def test_a_page_takes_no_more_queries_than_search_read_and_a_count(self):
        fields = ["name", "email", "phone", "city", "country_id"]
        partners = self.env(user=self.user.id)["res.partner"]
        domain = [("id", "in", self.partners.ids)]
        find = self.env["mcp.catalog"]._find("tool", "search_records")
        params = find.params.model_validate(
            {"model": "res.partner", "domain": domain, "fields": fields, "limit": 9},
            context={"env": partners.env},
        )
        tool = partners.env[find.model]._mcp_search_records
        counts = []
        for work in (
            lambda: partners.search_read(domain, fields, limit=9),
            lambda: tool(params),
        ):
            for _warm in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                work()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[0] + 1)
