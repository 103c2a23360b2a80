from odoo.tests import tagged

from ..common import McpCase
from ..things import size


@tagged("post_install", "-at_install")
class TestSchema(McpCase):
    def test_the_schema_lists_tables_with_the_largest_first(self):
        found = self.assertAnswers(self.call("get_db_schema", action="list_tables"))
        sizes = [table["size_bytes"] for table in found["tables"]]
        self.assertEqual(sizes, sorted(sizes, reverse=True))

    def tables(self, **arguments):
        return self.call("get_db_schema", action="list_tables", **arguments)

    def test_fifty_tables_take_at_most_7_kilobytes_and_say_how_many_there_are(self):
        outcome = self.tables()
        self.assertLessEqual(size(outcome), 7000)
        self.env.cr.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        )
        self.assertEqual(outcome.structured["table_count"], self.env.cr.fetchone()[0])
        self.assertEqual(len(outcome.structured["tables"]), 50)
        self.assertEqual(outcome.structured["next_offset"], 50)
        for part in ("table_name|row_estimate|size_bytes\n", "next_offset: 50"):
            self.assertIn(part, outcome.text)

    def test_the_pages_of_tables_are_all_of_them_once(self):
        names, offset = [], 0
        while offset is not None:
            page = self.tables(limit=100, offset=offset).structured
            names += [table["table_name"] for table in page["tables"]]
            offset = page.get("next_offset")
        self.assertEqual(len({*names}), len(names))
        self.assertEqual(len(names), page["table_count"])

    def test_tables_are_found_by_a_part_of_their_name(self):
        found = self.tables(search="Res_Partner").structured
        names = {table["table_name"] for table in found["tables"]}
        self.assertLessEqual({"res_partner", "res_partner_bank"}, names)
        self.assertTrue(all("res_partner" in name for name in names))
        self.assertEqual(found["table_count"], len(names))
        nothing = self.tables(search="res%partner")
        self.assertEqual(nothing.structured, {"tables": [], "table_count": 0})
        self.assertIn("table_count: 0", nothing.text)

    def test_the_names_of_what_is_told_of_columns_are_said_once(self):
        outcome = self.call(
            "get_db_schema", action="describe_table", table_name="res_partner"
        )
        self.assertEqual(outcome.text.count("is_primary_key"), 1)
        self.assertIn("\nid|integer|false|nextval(", outcome.text)
        self.assertNotIn("tables", outcome.structured)

    def test_the_schema_describes_columns_indexes_and_constraints(self):
        def ask(action):
            return self.call("get_db_schema", action=action, table_name="res_partner")

        columns = ask("describe_table").structured["columns"]
        key = [c["name"] for c in columns if c["is_primary_key"]]
        self.assertEqual(key, ["id"])
        indexes = ask("list_indexes").structured["indexes"]
        self.assertIn(["id"], [i["columns"] for i in indexes])
        constraints = ask("list_constraints").structured["constraints"]
        self.assertIn("foreign key", {c["type"] for c in constraints})

    def test_a_table_is_found_as_sql_names_it(self):
        for name in ("public.res_partner", "RES_PARTNER", "Public.Res_Partner"):
            outcome = self.call(
                "get_db_schema", action="describe_table", table_name=name
            )
            self.assertTrue(self.assertAnswers(outcome)["column_count"], name)

    def test_an_unknown_table_is_named_with_its_nearest(self):
        outcome = self.call(
            "get_db_schema", action="describe_table", table_name="res_partnr"
        )
        self.assertRefused(outcome, "res_partnr", "res_partner")

    def test_a_page_that_the_budget_cuts_says_where_the_next_begins(self):
        self.env["ir.config_parameter"].set_param("mcp.answer_budget_kb", "8")
        total, offset, names = None, 0, []
        while offset is not None:
            found = self.assertAnswers(self.tables(limit=1000, offset=offset))
            self.assertNotIn("truncated", found)
            names += [table["table_name"] for table in found["tables"]]
            total, offset = found["table_count"], found.get("next_offset")
        self.assertEqual((len(names), len(set(names))), (total, total))

    def test_an_unknown_schema_is_refused_with_those_there_are(self):
        self.assertRefused(self.tables(schema_name="publik"), "publik", "public")

    def test_a_table_that_nothing_has_counted_has_no_estimate(self):
        self.env.cr.execute("CREATE TABLE mcp_test_new AS SELECT 1 AS a, 2 AS b")
        found = self.tables(search="mcp_test_new").structured["tables"]
        self.assertIsNone(found[0]["row_estimate"])

    def test_an_index_tells_what_it_holds_for(self):
        self.env.cr.execute("CREATE TABLE mcp_test_new AS SELECT 1 AS a, 2 AS b")
        self.env.cr.execute(
            "CREATE UNIQUE INDEX ON mcp_test_new (a) INCLUDE (b) WHERE a > 100"
        )
        self.env.cr.execute("CREATE INDEX ON mcp_test_new (b)")
        arguments = {"action": "list_indexes", "table_name": "mcp_test_new"}
        found = self.call("get_db_schema", **arguments).structured["indexes"]
        self.assertEqual((found[0]["columns"], found[0]["include"]), (["a"], ["b"]))
        self.assertEqual(found[0]["where"], "a > 100")
        self.assertNotIn("where", found[1])
