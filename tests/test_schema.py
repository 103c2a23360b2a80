from odoo.tests import tagged

from .common import McpCase


@tagged("post_install", "-at_install")
class TestSchema(McpCase):
    def test_the_schema_lists_tables_with_the_largest_first(self):
        found = self.assertAnswers(self.call("get_db_schema", action="list_tables"))
        sizes = [table["size_bytes"] for table in found["tables"]]
        self.assertEqual(sizes, sorted(sizes, reverse=True))

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

    def test_an_unknown_table_is_named_with_its_nearest(self):
        outcome = self.call(
            "get_db_schema", action="describe_table", table_name="res_partnr"
        )
        self.assertRefused(outcome, "res_partnr", "res_partner")
