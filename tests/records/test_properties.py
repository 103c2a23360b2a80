"""Properties: values by name, each for itself; what there are is changed elsewhere."""

from odoo.tests import tagged

from ..common import McpCase

FEATURED = "test.mcp.featured"


@tagged("post_install", "-at_install")
class TestProperties(McpCase):
    mcp_groups = "odoo_mcp.group_operator,base.group_partner_manager"
    mcp_needs = (FEATURED,)

    def setUp(self):
        super().setUp()
        kinds = {
            "word": {"type": "char"},
            "level": {"type": "selection", "selection": [["a", "A"], ["b", "B"]]},
            "who": {"type": "many2one", "comodel": "res.partner"},
            "team": {"type": "many2many", "comodel": "res.partner"},
        }
        known = [{"name": n, "string": n.upper(), **kind} for n, kind in kinds.items()]
        self.parent = self.env[FEATURED].create({"features_definition": known})
        rows = [{"parent_id": self.parent.id, "features": {"word": w}} for w in "xy"]
        self.one, self.two = self.things = self.env[FEATURED].create(rows)
        self.ann = self.env["res.partner"].create({"name": "Ann"})

    def write(self, value, things=None):
        records = things or self.one
        values = {"features": value}
        return self.call(
            "update_records", model=FEATURED, record_ids=records.ids, values=values
        )

    def stored(self, thing):
        """The column itself; 18.0 keeps what is empty in it, too."""
        self.env.flush_all()
        query = "SELECT features FROM test_mcp_featured WHERE id = %s"
        self.env.cr.execute(query, (thing.id,))
        return {k: v for k, v in self.env.cr.fetchone()[0].items() if v}

    def missed(self, value):
        answer = self.assertAnswers(self.write(value))
        return [row["field"] for row in answer["not_applied"]]

    def test_what_is_not_named_stays_as_it_is(self):
        self.assertEqual(self.missed({"level": "b"}), [])
        self.assertEqual(self.stored(self.one), {"word": "x", "level": "b"})

    def test_each_of_several_records_keeps_what_it_has(self):
        self.assertAnswers(self.write({"level": "a"}, self.things))
        self.assertEqual(self.stored(self.one), {"word": "x", "level": "a"})
        self.assertEqual(self.stored(self.two), {"word": "y", "level": "a"})

    def test_an_empty_value_empties_it(self):
        self.assertEqual(self.missed({"word": None}), [])
        self.assertEqual(self.stored(self.one), {})

    def test_records_are_ids_or_what_an_answer_shows(self):
        for value in (
            {"who": self.ann.id, "team": self.ann.ids},
            {"who": [self.ann.id, "Ann"], "team": [[self.ann.id, "Ann"]]},
            [{"name": "who", "type": "many2one", "value": [self.ann.id, "Ann"]}],
        ):
            with self.subTest(value=value):
                self.assertEqual(self.missed(value), [])
                self.assertEqual(self.stored(self.one)["who"], self.ann.id)
                self.assertEqual(self.stored(self.one)["word"], "x")

    def test_a_record_that_is_gone_is_not_applied(self):
        self.assertEqual(self.missed({"who": 2**31 - 1}), ["features"])

    def test_what_the_container_does_not_know_is_refused(self):
        bad = {"name": "level", "type": "selection", "value": "c"}
        for value in (
            {"nope": "q"},
            {"level": "c"},
            {"who": "Ann"},
            {"team": self.ann.id},
            {"word": 5},
            [{"name": "nope", "type": "char", "value": "q"}],
            [{**bad, "selection": [["c", "C"]]}],
        ):
            with self.subTest(value=value):
                self.assertRefused(self.write(value), "no such property", "word (char)")
                self.assertEqual(self.stored(self.one), {"word": "x"})

    def test_a_container_that_is_named_along_says_what_there_is(self):
        known = [{"name": "other", "string": "Other", "type": "integer"}]
        elsewhere = self.env[FEATURED].create({"features_definition": known})
        values = {"parent_id": elsewhere.id, "features": {"other": 3}}
        created = self.call("create_records", model=FEATURED, values=values)
        self.assertAnswers(created)
        values["features"] = {"word": "x"}
        refused = self.call("create_records", model=FEATURED, values=values)
        self.assertRefused(refused, "word: no such property", "other (integer)")

    def test_a_list_does_not_change_what_properties_there_are(self):
        known = self.parent.features_definition
        for mark in ("definition_changed", "definition_deleted"):
            row = {"name": "word", "type": "char", "value": "z", mark: True}
            with self.subTest(mark):
                refused = self.write([row])
                self.assertRefused(refused, f"{FEATURED}.features_definition")
                self.assertEqual(self.parent.features_definition, known)

    def test_other_values_are_refused_in_words(self):
        for value in ("abc", 5, [1], ["word"], [{"value": 1}]):
            with self.subTest(value=value):
                refused = self.write(value)
                self.assertRefused(refused, "features", "by name")
                self.assertNotIn("reference", refused.structured or {})
