"""Values of a client: strict, checked at any depth, every problem in one error."""

from datetime import date, datetime

from odoo.tests import tagged

from ...services.current_call import inside_a_call
from ...services.orm.relations import Lookups
from ...services.orm.writes.input import InputError, read_many, read_values
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestInput(McpCase):
    def setUp(self):
        super().setUp()
        groups = "odoo_mcp.group_operator,base.group_partner_manager"
        self.user = self.mcp_user(groups, tz="Europe/Brussels")
        self.as_user = self.env(user=self.user.id)
        self.partners = self.as_user["res.partner"]

    def read(self, model="res.partner", /, **values):
        return dict(read_values(self.as_user[model], values))

    def refused(self, model="res.partner", /, **values):
        """Problems by path."""
        with self.assertRaises(InputError) as caught:
            read_values(self.as_user[model], values)
        return dict(caught.exception.problems)

    def refuses(self, *words, **values):
        (problem,) = self.refused(**values).values()
        for word in words:
            self.assertIn(str(word), problem)

    def label(self, value):
        return dict(self.partners._fields["type"]._description_selection(self.env))[
            value
        ]

    def test_a_many2one_is_named_by_id_external_id_or_name(self):
        belgium = self.env.ref("base.be")
        for value in (belgium.id, "base.be", "Belgium", {"id": belgium.id}):
            with self.subTest(value=value):
                self.assertEqual(self.read(country_id=value)["country_id"], belgium.id)
        self.assertIs(self.read(country_id=None)["country_id"], False)

    def test_a_user_is_named_by_login_too(self):
        user = self.mcp_user()
        self.assertNotEqual(user.login, user.name)
        self.assertEqual(self.read(user_id=user.login)["user_id"], user.id)

    def test_a_code_names_what_has_no_such_name(self):
        sequences = self.env["ir.sequence"]
        coded = sequences.create({"name": "First", "code": "ALPHA"})
        self.assertEqual(Lookups(self.env).one("ir.sequence", "ALPHA"), coded.id)
        named = sequences.create({"name": "ALPHA"})
        self.assertEqual(Lookups(self.env).one("ir.sequence", "ALPHA"), named.id)

    def test_several_of_one_name_are_told_apart(self):
        rows = [{"name": "Twin", "email": f"{n}@example.com"} for n in range(2)]
        first, second = self.env["res.partner"].create(rows)
        said = f"{first.id} Twin (0@example.com), {second.id} Twin (1@example.com)"
        self.refuses(said, parent_id="Twin")

    def test_a_name_works_in_the_language_of_the_caller_and_in_english(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        belgium = self.env.ref("base.be")
        belgium.with_context(lang="fr_FR").name = "Belgique"
        french = self.partners.with_context(lang="fr_FR")
        for name in ("Belgique", "Belgium"):
            read = read_values(french, {"country_id": name})
            self.assertEqual(read["country_id"], belgium.id)

    def test_an_ambiguous_name_lists_the_candidates(self):
        twins = self.env["res.partner"].create([{"name": "Twin"}, {"name": "Twin"}])
        self.refuses("several", *twins.ids, parent_id="Twin")

    def test_part_of_a_name_is_no_name_but_a_suggestion(self):
        found = self.env["res.partner"].create({"name": "Quokka Trading"})
        self.refuses("nearest", found.id, "Quokka Trading", parent_id="Quokka Trad")

    def test_a_misspelt_name_is_answered_with_those_most_like_it(self):
        germany = self.env.ref("base.de")
        self.refuses(f"nearest: {germany.id} Germany", country_id="Germny")
        user = self.mcp_user(name="Quokka Trading")
        self.refuses(f"nearest: {user.id} Quokka", user_id="Quokka Tradng")

    def test_of_a_short_list_all_are_told(self):
        self.env["res.partner.category"].search([]).unlink()
        tag = self.env["res.partner.category"].create({"name": "Wholesale"})
        self.refuses(f"there are: {tag.id} Wholesale", category_id=["Retail"])

    def test_an_archived_record_is_told_of(self):
        self.env["res.partner"].create({"name": "Old Quokka", "active": False})
        self.refuses("archived", "Old Quokka", parent_id="Old Quokka")

    def test_an_external_id_of_another_model_is_refused(self):
        self.refuses("res.country", "res.partner", parent_id="base.be")

    def test_what_may_not_be_read_does_not_exist(self):
        hidden = self.env["res.partner"].create({"name": "Hidden Quokka"})
        rule = {"name": "hide", "model_id": self.env.ref("base.model_res_partner").id}
        self.env["ir.rule"].create(
            {**rule, "domain_force": f"[('id', '!=', {hidden.id})]"}
        )
        self.refuses("not yours", parent_id=hidden.id)
        self.refuses("no res.partner", parent_id="Hidden Quokka")

    def test_values_that_no_record_has_are_refused(self):
        for value in (True, 0, -1, 2**63, 1.5, "", [], {"id": 1, "x": 2}, "\0"):
            with self.subTest(value=value):
                self.assertIn("country_id", self.refused(country_id=value))

    def test_a_list_of_ids_replaces(self):
        tags = self.env["res.partner.category"].create([{"name": "A"}, {"name": "B"}])
        read = self.read(category_id=[tags[0].id, "B"])
        self.assertEqual(read["category_id"], [(6, 0, tags.ids)])
        # whoever reads them may write them on a record that is chosen later
        self.assertEqual(self.read(category_id=[])["category_id"], [(6, 0, [])])

    def test_add_and_remove_link_and_unlink(self):
        tags = self.env["res.partner.category"].create([{"name": "A"}, {"name": "B"}])
        partner = self.partners.create({"name": "P", "category_id": tags[0].ids})
        change = {"add": [tags[1].id], "remove": [tags[0].id]}
        read = read_values(partner, {"category_id": change})
        self.assertEqual(read["category_id"], [(3, tags[0].id, 0), (4, tags[1].id, 0)])

    def test_nested_values_pass_the_same_checks(self):
        nested = {"name": "Child", "country_id": "base.be", "phonee": 1}
        problems = self.refused(child_ids=[[0, 0, nested], [0, 0, {"name": 5}]])
        self.assertEqual(set(problems), {"child_ids[0].phonee", "child_ids[1].name"})
        self.assertIn("phone", problems["child_ids[0].phonee"])
        right = self.read(child_ids=[{"name": "Child", "country_id": "base.be"}])
        expected = {"name": "Child", "country_id": self.env.ref("base.be").id}
        self.assertEqual(right["child_ids"], [(0, 0, expected)])

    def test_commands_that_odoo_does_not_know_are_refused(self):
        for command in ([], 5, [7], [0], [1, 2], ["4", 1], [True, 1], [6, 0, 3]):
            with self.subTest(command=command):
                self.assertTrue(self.refused(category_id=[[5], command]))

    def test_records_of_another_list_are_not_touched(self):
        parent, other = self.partners.create([{"name": "P"}, {"name": "Other"}])
        line = self.partners.create({"name": "Line", "parent_id": other.id})
        for command in ([1, line.id, {"name": "x"}], [3, line.id], [2, line.id]):
            with self.assertRaises(InputError):
                read_values(parent, {"child_ids": [command]})
        read = read_values(other, {"child_ids": [[1, line.id, {"name": "x"}]]})
        self.assertEqual(read["child_ids"], [(1, line.id, {"name": "x"})])

    def test_a_list_deletes_only_what_is_part_of_the_record(self):
        partner = self.partners.create(
            {"name": "P", "category_id": [(0, 0, {"name": "Tag"})]}
        )
        with self.assertRaisesRegex(InputError, "delete_records"):
            read_values(partner, {"category_id": [[2, partner.category_id.id]]})
        sequence = self.env["ir.sequence"].create({"name": "S"})
        days = {"date_from": "2026-01-01", "date_to": "2026-06-30"}
        sequence.date_range_ids = [(0, 0, days)]
        part = sequence.date_range_ids.id
        read = read_values(sequence, {"date_range_ids": [[2, part]]})
        self.assertEqual(read["date_range_ids"], [(2, part, 0)])

    def test_one_line_cannot_be_given_to_several_records(self):
        parents = self.partners.create([{"name": "P"}, {"name": "Q"}])
        line = self.partners.create({"name": "Line"})
        with self.assertRaisesRegex(InputError, "one record only"):
            read_values(parents, {"child_ids": [line.id]})

    def test_nesting_ends_somewhere(self):
        values = {"name": "x"}
        for _level in range(12):
            values = {"name": "x", "child_ids": [values]}
        self.assertIn("too deeply", " ".join(self.refused(**values).values()))

    def test_times_are_utc_and_without_offset_the_callers(self):
        for text, hour in (
            ("2026-02-16T14:30:00+01:00", 13),
            ("2026-02-16T14:30:00Z", 14),
            ("2026-02-16 14:30:00", 13),
            ("2026-07-16T14:30", 12),
        ):
            with self.subTest(text=text):
                read = self.read("mail.message", date=text)["date"]
                self.assertEqual((read.hour, read.tzinfo), (hour, None))
        midnight = self.read("mail.message", date="2026-02-16")["date"]
        self.assertEqual(midnight, datetime(2026, 2, 15, 23))

    def test_a_time_that_the_clock_skips_or_repeats_needs_an_offset(self):
        for text in ("2026-03-29T02:30:00", "2026-10-25T02:30:00"):
            problems = self.refused("mail.message", date=text)
            self.assertIn("offset", problems["date"])
        read = self.read("mail.message", date="2026-10-25T02:30:00+02:00")
        self.assertEqual(read["date"], datetime(2026, 10, 25, 0, 30))

    def test_dates_are_iso(self):
        read = self.read("mail.activity", date_deadline="2026-02-16")
        self.assertEqual(read["date_deadline"], date(2026, 2, 16))
        for value in ("16/02/2026", "2026-02-30", 20260216, "tomorrow", "\0" * 10):
            self.assertIn(
                "2026-02-16",
                self.refused("mail.activity", date_deadline=value)["date_deadline"],
            )

    def test_a_selection_takes_value_or_label(self):
        label = self.label("delivery")
        for value in ("delivery", label, label.upper()):
            read = self.read(type=value)["type"]
            self.assertEqual(read, "delivery")
        self.refuses("delivery (Delivery", type="deliveries")

    def test_a_selection_takes_a_translated_label(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        field = self.env["ir.model.fields"]._get("res.partner", "type")
        option = field.selection_ids.filtered(lambda s: s.value == "delivery")
        option.with_context(lang="fr_FR").name = "Adresse de livraison"
        french = self.partners.with_context(lang="fr_FR")
        for label in ("Adresse de livraison", self.label("delivery"), "delivery"):
            read = read_values(french, {"type": label})
            self.assertEqual(read["type"], "delivery")

    def test_a_selection_of_numbers_takes_them_bare(self):
        self.assertEqual(self.read("res.lang", week_start=1)["week_start"], "1")
        problems = self.refused("res.lang", week_start=True)
        self.assertIn("1 (Monday)", problems["week_start"])

    def test_of_a_long_selection_the_nearest_are_shown(self):
        self.refuses("Europe/Brussels", tz="Europe/Brusels")

    def test_booleans_and_numbers_are_strict(self):
        wrong = {
            "is_company": ["true", 1, None],
            "color": [True, "5", 1.5, 2**31, float("nan"), float("inf")],
            "partner_latitude": [True, "5", float("nan"), float("-inf"), 10**400],
            "name": [5, True, ["x"], "a\0b", "\ud800"],
        }
        for name, values in wrong.items():
            for value in values:
                with self.subTest(name=name, value=str(value)[:9]):
                    self.assertIn(name, self.refused(**{name: value}))
        right = {"is_company": False, "color": 5.0, "partner_latitude": 2}
        self.assertEqual(self.read(**right), right)

    def test_an_unknown_field_is_refused_with_the_nearest(self):
        self.refuses("phone", phonee="1")

    def test_what_odoo_computes_or_sets_is_refused(self):
        self.refuses("computed", contact_address="x")
        self.refuses("computed", commercial_company_name="x")
        self.refuses("Odoo itself", create_date="2026-02-16")

    def test_credentials_are_refused(self):
        admin = self.env["res.users"].with_user(self.env.ref("base.user_admin"))
        for name in ("password", "new_password"):
            with self.assertRaisesRegex(InputError, "credential"):
                read_values(admin, {name: "x"})

    def test_groups_and_closed_models_are_refused_nested_too(self):
        partner = self.env["res.partner"]
        group = self.env.ref("base.group_system").id
        rights = ("groups_id", "group_ids", "role")
        names = [n for n in rights if n in self.env["res.users"]._fields]
        with inside_a_call(self.make_call("create_records", {}, user=self.user)):
            for name in names:
                user = {"name": "x", "login": "x", name: [group]}
                with self.assertRaisesRegex(InputError, "rights"):
                    read_values(partner, {"user_ids": [user]})

    def test_every_problem_of_every_field_is_in_one_error(self):
        nested = [{"color": "red"}, {"type": "none", "x": 1}]
        problems = self.refused(
            name=1, country_id="Atlantis", phonee="1", child_ids=nested
        )
        expected = {"name", "country_id", "phonee", "child_ids[0].color"}
        self.assertLess(expected, set(problems))
        self.assertEqual(len(problems), 6)

    def test_what_rows_lack_is_told_with_the_other_problems(self):
        rows = [{"name": "A"}, {"color": 1}, {"name": "B", "color": "red"}]
        tags = self.as_user["res.partner.category"]
        with self.assertRaises(InputError) as caught:
            read_many(tags, rows)
        paths = [path for path, _text in caught.exception.problems]
        self.assertEqual(paths, ["[2].color", "[1].name"])
        self.assertEqual(len(read_many(tags, rows[:2])), 2)

    def test_many_rows_are_read_with_few_queries(self):
        countries = self.env["res.country"].search([], limit=100)
        rows = [{"name": c.name, "country_id": c.id} for c in countries]
        read_values(self.partners, rows[0])
        with self.assertQueryCount(2):
            read = read_many(self.partners, rows)
        self.assertEqual([r["country_id"] for r in read], countries.ids)

    def test_files_are_base64(self):
        self.assertEqual(self.read(image_1920="aGk=")["image_1920"], "aGk=")
        self.refuses("base64", image_1920="not base64!")

    def test_required_fields_cannot_be_emptied(self):
        problems = self.refused("mail.activity", date_deadline=None)
        self.assertIn("required", problems["date_deadline"])
        problems = self.refused("res.partner.category", name=" ")
        self.assertIn("required", problems["name"])

    def test_a_number_in_quotes_that_is_no_name_is_told_apart(self):
        self.refuses("an id goes without quotes", country_id="999999")
