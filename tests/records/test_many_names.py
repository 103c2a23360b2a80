"""Names of records are looked up together, and the answers are those of one alone."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL

from ...services.orm.relations import Lookups
from ...services.orm.writes.input import InputError, read_many, read_values
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestManyNames(McpCase):
    def setUp(self):
        super().setUp()
        self.env["res.lang"]._activate_lang("fr_FR")
        groups = "odoo_mcp.group_operator,base.group_partner_manager"
        self.partners = self.env(user=self.mcp_user(groups).id)["res.partner"]
        named = [{"name": f"Quokka {n}"} for n in range(30)]
        self.quokkas = self.env["res.partner"].create(named)

    def statements(self, read) -> list[str]:
        """What ``read`` sends, once what any call needs is known."""
        self.env.flush_all()
        self.env.invalidate_all()
        sent, execute = [], Cursor.execute

        def noted(cr, query, *args, **options):
            sent.append(query.code if isinstance(query, SQL) else query)
            return execute(cr, query, *args, **options)

        with patch.object(Cursor, "execute", noted):
            read()
        return sent

    def cost(self, read, *counts: int) -> list[int]:
        """How many statements ``read`` sends, by how much it has to read."""
        read(2)
        return [len(self.statements(partial(read, count))) for count in counts]

    def rows(self, *names, field="parent_id"):
        return [{"name": "R", field: name} for name in names]

    def problems(self, rows) -> dict[str, str]:
        with self.assertRaises(InputError) as caught:
            read_many(self.partners, rows)
        return dict(caught.exception.problems)

    def test_names_of_more_rows_cost_no_more_statements(self):
        def read(count):
            rows = self.rows(*self.quokkas[:count].mapped("name"))
            found = [values["parent_id"] for values in read_many(self.partners, rows)]
            self.assertEqual(found, self.quokkas[:count].ids)

        few, many = self.cost(read, 3, 30)
        self.assertEqual(few, many)

    def test_names_in_lines_of_many_rows_are_looked_up_together(self):
        tags = [{"name": f"Tag {n}"} for n in range(30)]
        tags = self.env["res.partner.category"].create(tags)

        def read(count):
            lines = [
                {"name": "L", "parent_id": quokka.name, "category_id": [tag.name]}
                for quokka, tag in zip(self.quokkas[:count], tags[:count], strict=True)
            ]
            rows = [{"name": "R", "child_ids": [[0, 0, line]]} for line in lines]
            found = [values["child_ids"] for values in read_many(self.partners, rows)]
            self.assertEqual(found[-1][0][2]["parent_id"], self.quokkas[count - 1].id)
            self.assertEqual(
                found[-1][0][2]["category_id"], [(6, 0, tags[count - 1].ids)]
            )

        few, many = self.cost(read, 3, 30)
        self.assertEqual(few, many)

    def test_names_cost_no_more_where_a_model_has_a_search_of_its_own(self):
        users = self.env["res.users"].with_context(no_reset_password=True)
        users.create([{"name": f"Quoll {n}", "login": f"quoll{n}"} for n in range(30)])
        states = self.env["res.country.state"].search([], limit=30)
        for model, names in (
            (
                "res.country",
                self.env["res.country"].search([], limit=30).mapped("name"),
            ),
            ("res.country.state", states.mapped("display_name")),
            ("res.users", [f"Quoll {n}" for n in range(30)]),
            ("res.users", [f"quoll{n}" for n in range(30)]),
        ):
            with self.subTest(model=model, first=names[0]):
                few, many = self.cost(partial(self.all_of, model, names), 3, 30)
                self.assertEqual(few, many)

    def all_of(self, model, names, count):
        """Ids of the first names, each of which one record has."""
        lookups = Lookups(self.partners.env)
        lookups.expect(model, names[:count])
        return [lookups.one(model, name) for name in names[:count]]

    def test_a_search_of_its_own_finds_among_many_whom_it_finds_alone(self):
        users = self.env["res.users"].with_context(no_reset_password=True)
        ann = users.create({"name": "Ann Quoll", "login": "ann.quoll"})
        for model, names, right in (
            ("res.country", ["BE", "Germany"], ["base.be", "base.de"]),
            (
                "res.country.state",
                ["California (US)", "Texas"],
                ["base.state_us_5", "base.state_us_44"],
            ),
            ("res.users", ["Ann Quoll", "ann.quoll"], [ann, ann]),
        ):
            with self.subTest(model=model):
                expected = [self.env.ref(x) if isinstance(x, str) else x for x in right]
                expected = [record.id for record in expected]
                self.assertEqual(self.all_of(model, names, 2), expected)
                alone = [self.all_of(model, [name], 1)[0] for name in names]
                self.assertEqual(alone, expected)

    def test_a_search_that_others_override_is_asked_name_by_name(self):
        countries, asked = type(self.env["res.country"]), []
        search = countries.name_search

        def noted(model, name="", *args, **options):
            asked.append(name)
            return search(model, name, *args, **options)

        self.patch(countries, "name_search", noted)
        self.all_of("res.country", ["Belgium", "Germany"], 2)
        self.assertEqual(asked, ["Belgium", "Germany"])

    def test_names_nobody_has_cost_statements_for_the_first_few_only(self):
        def read(count):
            self.problems(self.rows(*(f"Wombat {n}" for n in range(count))))

        few, many = self.cost(read, 5, 30)
        self.assertEqual(few, many)

    def test_the_nearest_of_the_first_few_are_told_and_the_others_say_so(self):
        names = [f"uokka {n}" for n in range(10, 15)]
        told = list(self.problems(self.rows(*names)).values())
        for text in told[:3]:
            self.assertIn("; nearest: ", text)
        for name, text in zip(names[3:], told[3:], strict=True):
            self.assertIn(f"no res.partner is called '{name}'", text)
            self.assertIn("nearest is told of 3 names", text)

    def test_a_name_of_two_by_different_fields_is_ambiguous_among_many(self):
        self.quokkas[1].ref = "Twin"
        self.quokkas[2].name = "Twin"
        rows = self.rows("Quokka 3", "Twin", "Quokka 4")
        [(path, text)] = self.problems(rows).items()
        self.assertEqual(path, "[1].parent_id")
        for twin in self.quokkas[1:3]:
            self.assertIn(f"{twin.id} ", text)
        self.assertIn("several", text)

    def test_many_of_one_name_hide_nobody_else(self):
        self.env["res.partner"].create([{"name": "Common"} for _n in range(130)])
        rows = self.rows("Common", "Quokka 3", "Quokka 4")
        [(path, text)] = self.problems(rows).items()
        self.assertEqual((path, text.count(" Common")), ("[0].parent_id", 10))

    def test_each_form_of_a_name_is_found_among_many(self):
        french = self.partners.with_context(lang="fr_FR")
        self.env.ref("base.be").with_context(lang="fr_FR").name = "Belgique"
        germany, france = self.env.ref("base.de"), self.env.ref("base.fr")
        forms = ["Belgique", "Germany", "FR", "base.be", germany.id, {"id": france.id}]
        read = read_many(french, self.rows(*forms, field="country_id"))
        expected = [self.env.ref(f"base.{c}").id for c in "be de fr be de fr".split()]
        self.assertEqual([values["country_id"] for values in read], expected)

    def test_english_is_asked_for_once_and_only_where_names_are_translated(self):
        for model, again in (("res.partner.category", 1), ("res.partner", 0)):
            spent = {}
            for lang in ("en_US", "fr_FR"):
                lookups = Lookups(self.partners.with_context(lang=lang).env)
                lookups.expect(model, ["Nobody", "Nobody else"])
                sent = self.statements(partial(lookups.expect, model, ["A 1", "A 2"]))
                table = f'FROM "{model.replace(".", "_")}"'
                spent[lang] = sum(table in text for text in sent)
            with self.subTest(model=model):
                self.assertEqual(spent["fr_FR"] - spent["en_US"], again)

    def test_one_name_is_looked_for_once_in_what_has_no_index(self):
        self.assertFalse(self.partners._fields["email"].index)
        # of who is nobody also what is nearest, and who is archived
        for name, times in (("Quokka 1", 1), ("Wombat", 3)):
            with self.subTest(name=name):
                sent = self.statements(partial(self.looked_up, name))
                wheres = [text.partition("WHERE")[2] for text in sent]
                self.assertEqual(sum('"email"' in text for text in wheres), times)

    def looked_up(self, name):
        with suppress(ValueError):
            Lookups(self.partners.env).one("res.partner", name)

    def test_what_may_not_be_written_is_not_looked_up(self):
        with self.assertRaises(InputError) as caught:
            read_values(self.partners, {"create_uid": "Wombat", "write_uid": "Wombat"})
        for _path, text in caught.exception.problems:
            self.assertIn("set by Odoo itself", text)
