"""A bad domain is refused, and a good one is what was asked for."""

from odoo.tests import tagged

from ...services.orm import domains
from ...services.orm.nearest import nearest
from ..common import McpCase

# what a client may send by mistake or on purpose; none may become "no filter"
BAD = (
    "",
    "   ",
    "name = 'x'",
    "[('name', '=', 'x')",
    "__import__('os').system('true')",
    "[('name', '=', user.name)]",
    "null",
    "true",
    "{}",
    "42",
    {"name": "x"},
    None,
    42,
    [["name"]],
    [["name", "="]],
    [["name", "=", "x", "y"]],
    [["name", "is", "x"]],
    [["name", 3, "x"]],
    [[3, "=", 3]],
    [["no_such_field", "=", "x"]],
    [["country_id.no_such_field", "=", "x"]],
    [["name.code", "=", "x"]],
    ["and", ["name", "=", "x"]],
    ["&", ["name", "=", "x"]],
    ["|", ["name", "=", "x"]],
    ["!"],
    ["&"],
    [["id", "in", 3]],
    [["parent_id", "!=", "No such contact"]],
    [["country_id", "!=", "Nowhere Land"]],
    [["parent_id", "not in", ["No such contact"]]],
    [["parent_id", "child_of", "No such contact"]],
    [["parent_id", "parent_of", ["No such contact"]]],
    [["id", "in", "abc"]],
    [["name", "=", ["a", "b"]]],
    [["name", "=", {"a": 1}]],
    [["create_date", ">", "yesterday-ish"]],
    [["create_date", ">", 7]],
    [["active", "=", "maybe"]],
    [["color", ">", "red"]],
    [["type", "=", "no such type"]],
    [["create_date.month_number", "=", False]],
    [["create_date.month_number", "=", "June"]],
    [["create_date.month_number", "ilike", 6]],
    [["create_date.month_number", "child_of", 6]],
    [["contact_address", "ilike", "zzz"]],
    [["image_1920", "=", "x"]],
    [["child_ids", "any", 3]],
    [["name", "any", [["name", "=", "x"]]]],
    [["child_ids", "any", [["no_such_field", "=", 1]]]],
    [["child_ids.contact_address", "ilike", "zzz"]],
    [["signup_token", "!=", False]],
    [["user_ids.password", "!=", False]],
    [["user_ids.contact_address", "ilike", "zzz"]],
    [[".".join(["parent_id"] * 20), "=", 1]],
    [["name", "=", "x"]] * 1_001,
    [["country_id", "=", "Belgiun"]],
    [["country_id", "in", ["Belgium", "Nowhere Land"]]],
    [["user_ids", "=", "nobody of this name"]],
    [["parent_id.country_id", "=", "Nowhere Land"]],
    [["country_id", "=", "base.main_company"]],
    *([["country_id", operator, ""]] for operator in ("=", "!=")),
    *([["parent_id", operator, " "]] for operator in ("child_of", "parent_of")),
    [["category_id", "in", [""]]],
)
GOOD = (
    [],
    [["create_date.month_number", "in", [6, 7]]],
    [["create_date.month_number", "not in", []]],
    [["create_date.day_of_week", "<", 3]],
    "[]",
    '[["name", "ilike", "azure"]]',
    "[('name', 'ilike', 'azure')]",
    ["name", "ilike", "azure"],
    [["name", "like", "%A%"], ["active", "=", True]],
    ["|", ["name", "=", "x"], "!", ["email", "=", False]],
    [["id", "in", [1, 2]]],
    [["country_id.code", "=", "BE"]],
    [["country_id", "=", "Belgium"]],
    [["country_id", "=", "base.be"]],
    [["country_id", "in", ["Belgium", "BE", 1]]],
    [["country_id", "in", [False, "Belgium"]]],
    [["country_id", "=", None]],
    [["country_id", "!=", "Belgium"]],
    [["country_id", "not in", ["Belgium", "BE", 1]]],
    [["country_id", "ilike", "Nowhere Land"]],
    [["user_ids", "=", "me"]],
    [["parent_id", "child_of", [1]]],
    [["child_ids", "any", [["type", "=", "delivery"]]]],
    [["create_date", ">=", "2024-01-01T00:00:00+02:00"]],
    [["create_date", "<", "2024-01-01"]],
    [["image_1920", "!=", False]],
    [["type", "=", "Contact"]],
    [[1, "=", 1]],
)


@tagged("post_install", "-at_install")
class TestDomains(McpCase):
    def setUp(self):
        super().setUp()
        user = self.mcp_user("odoo_mcp.group_observer")
        user.tz = "Europe/Brussels"
        self.partners = self.env(user=user.id)["res.partner"]

    def test_every_bad_domain_is_refused(self):
        for bad in BAD:
            with self.subTest(repr(bad)[:80]), self.assertRaises(ValueError):
                domains.parse(self.partners, bad)

    def test_the_top_of_a_tree_is_who_is_called_so(self):
        rows = [{"name": "Tree top"}, {"name": "Tree top, other"}]
        top, other = self.env["res.partner"].create(rows)
        below = top.create([{"name": "x", "parent_id": p.id} for p in (top, other)])
        for value in ("Tree top", ["Tree top"], top.id):
            domain = domains.parse(self.partners, [["parent_id", "child_of", value]])
            # the top itself, and what is below it
            self.assertEqual(self.partners.search(domain), top | below[0], value)

    def test_every_good_domain_is_one_that_odoo_takes(self):
        for good in GOOD:
            with self.subTest(repr(good)):
                parsed = domains.parse(self.partners, good)
                self.partners.search_count(parsed)
                if good not in ([], "[]", [[1, "=", 1]]):
                    self.assertTrue(parsed)

    def test_terms_side_by_side_mean_and(self):
        two = [["id", "=", 1], ["id", "=", 3]]
        self.assertEqual(domains.parse(self.partners, two)[0], "&")
        self.assertFalse(self.partners.search(domains.parse(self.partners, two)))

    def test_a_prefix_after_a_finished_term_keeps_its_meaning(self):
        domain = [["id", "=", 1], "|", ["id", "=", 1], ["id", "=", 3]]
        parsed = domains.parse(self.partners, domain)
        self.assertEqual(self.partners.search(parsed).ids, [1])

    def test_an_empty_text_for_no_relation_is_told_what_says_so(self):
        with self.assertRaisesRegex(ValueError, "country_id takes null for none"):
            domains.parse(self.partners, [["country_id", "!=", ""]])

    def test_an_error_names_the_nearest_field(self):
        with self.assertRaisesRegex(ValueError, "email"):
            domains.parse(self.partners, [["emial", "=", "x"]])

    def test_an_error_names_no_field_that_is_closed(self):
        users = self.env["res.users"].with_user(self.mcp_user())
        self.assertIn("password", nearest("passwrd", users._fields))
        with self.assertRaises(ValueError) as caught:
            domains.parse(users, [["passwrd", "=", "x"]])
        self.assertNotIn("password", str(caught.exception))

    def test_a_time_without_offset_is_in_the_users_zone(self):
        parsed = domains.parse(
            self.partners, [["create_date", ">=", "2024-07-01T12:00:00"]]
        )
        self.assertEqual(str(parsed[0][2]), "2024-07-01 10:00:00")

    def test_a_day_of_a_datetime_is_the_whole_day_of_the_user(self):
        parsed = domains.parse(self.partners, [["create_date", "=", "2024-07-01"]])
        bounds = [str(term[2]) for term in parsed if not isinstance(term, str)]
        self.assertEqual(bounds, ["2024-06-30 22:00:00", "2024-07-01 22:00:00"])

    def test_days_in_a_list_are_whole_days_too(self):
        made = self.partners.sudo().create([{"name": f"Day {n}"} for n in range(3)])
        late, next_day, other = made.with_env(self.partners.env)
        self.env.cr.execute(
            "UPDATE res_partner SET create_date = %s WHERE id = %s;"
            "UPDATE res_partner SET create_date = %s WHERE id = %s;"
            "UPDATE res_partner SET create_date = NULL WHERE id = %s",
            # the last minute of a day in Brussels, and the first of the next
            (
                *("2024-07-01 21:59:00", late.id),
                *("2024-07-01 22:00:00", next_day.id),
                other.id,
            ),
        )
        self.env.invalidate_all()
        first, both = "2024-07-01", ["2024-07-01", "2024-07-02T00:00:00"]
        for operator, value, found in (
            ("in", [first], late),
            ("in", both, late | next_day),
            ("in", [first, False], late | other),
            ("not in", [first], next_day | other),
            ("not in", both, other),
            ("not in", [first, False], next_day),
            ("!=", first, next_day | other),
        ):
            domain = [["id", "in", made.ids], ["create_date", operator, value]]
            parsed = domains.parse(self.partners, domain)
            with self.subTest(operator=operator, value=value):
                self.assertEqual(self.partners.search(parsed), found)

    def test_a_path_through_a_model_that_one_may_not_read_is_refused(self):
        """Odoo itself does not look at it where a field is searched by a join."""
        env = self.partners.env
        with self.assertRaisesRegex(ValueError, "You may not read ir.model.access"):
            domains.parse(env["res.groups"], [["model_access.id", ">", 0]])

    def test_fields_of_groups_that_the_caller_lacks_are_refused(self):
        users = self.partners.env["res.users"]
        group_field = "group_ids" if "group_ids" in users._fields else "groups_id"
        with self.assertRaises(ValueError):
            domains.parse(self.partners, [["user_ids.totp_secret", "!=", False]])
        closed = self.env.ref("base.group_system").id
        field = users._fields[group_field]
        if not field.groups:
            return
        with self.assertRaises(ValueError):
            domains.parse(users, [[group_field, "in", [closed]]])

    def test_a_name_that_no_record_has_is_refused_with_the_nearest(self):
        with self.assertRaisesRegex(ValueError, "called 'Belgiun'; nearest: .*Belgium"):
            domains.parse(self.partners, [["country_id", "=", "Belgiun"]])

    def test_a_name_of_several_finds_what_belongs_to_each(self):
        companies = self.partners.sudo().create([{"name": "Twin Co"}] * 2)
        companies[0].active = False
        rows = [{"name": "Of a twin", "parent_id": c.id} for c in companies]
        people = self.partners.sudo().create(rows)
        for wanted in ("Twin Co", ["Twin Co", self.partners.env.uid]):
            operator = "in" if isinstance(wanted, list) else "="
            domain = [["name", "=", "Of a twin"], ["parent_id", operator, wanted]]
            found = self.partners.search(domains.parse(self.partners, domain))
            self.assertEqual(found & people, people)

    def test_me_is_the_user_who_asks(self):
        users = self.partners.env["res.users"]
        self.assertEqual(
            domains.parse(self.partners, [["user_ids", "in", ["me"]]]),
            [("user_ids", "in", users.env.user.ids)],
        )

    def test_a_label_works_in_the_language_of_the_caller_and_in_english(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        field = self.env["ir.model.fields"]._get("res.partner", "type")
        delivery = field.selection_ids.filtered(lambda s: s.value == "delivery")
        english = delivery.with_context(lang="en_US").name
        delivery.with_context(lang="fr_FR").name = "Livraison"
        french = self.partners.with_context(lang="fr_FR")
        for label in ("Livraison", english):
            parsed = domains.parse(french, [["type", "=", label]])
            self.assertEqual(parsed, [("type", "=", "delivery")])
