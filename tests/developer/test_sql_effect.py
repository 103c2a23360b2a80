from odoo.tests import tagged

from .sql_case import SqlCase, hidden

TABLE = "CREATE TABLE mcp_test_t AS SELECT n AS a FROM generate_series(1, 500) n"


@tagged("post_install", "-at_install")
class TestSqlEffect(SqlCase):
    """What a person confirms is what was counted."""

    def setUp(self):
        super().setUp()
        self.env.cr.execute(TABLE)

    def did(self, text):
        return self.assertAnswers(self.execute(text))

    def test_no_number_is_told_where_postgresql_counted_none(self):
        deleted = [{"table": "mcp_test_t", "deleted": 99}]
        emptied = [{"table": "mcp_test_t", "done": "emptied"}]
        block = (
            "delete from mcp_test_t where a in (select min(a) + generate_series(0, 98) "
            "from mcp_test_t)"
        )
        for text, status, tables in (
            (f"do $$ begin {block}; end $$", "DO", deleted),
            (hidden(block), "DO", deleted),
            ("/* /* */ UPDATE */ truncate mcp_test_t", "TRUNCATE", emptied),
            ("CREATE INDEX ON mcp_test_t (a)", "CREATE", []),
        ):
            with self.subTest(text=text):
                answer = self.did(text)
                self.assertEqual(answer["status_message"], status)
                self.assertNotIn("affected_rows", answer)
                self.assertEqual(answer.get("tables", []), tables)

    def test_a_plan_that_runs_its_statement_tells_the_rows_and_not_its_lines(self):
        answer = self.did("EXPLAIN ANALYZE DELETE FROM mcp_test_t")
        self.assertEqual(answer["status_message"], "EXPLAIN")
        self.assertNotIn("affected_rows", answer)
        self.assertEqual(answer["tables"], [{"table": "mcp_test_t", "deleted": 500}])
        self.assertNotIn("tables", self.did("EXPLAIN DELETE FROM mcp_test_t"))

    def test_rows_that_the_statement_does_not_name_are_counted_too(self):
        text = "WITH gone AS (DELETE FROM mcp_test_t) SELECT 1"
        answer = self.did(text)
        self.assertEqual(answer["affected_rows"], 1)
        self.assertEqual(answer["tables"], [{"table": "mcp_test_t", "deleted": 500}])

    def test_what_the_transaction_wrote_before_is_not_of_the_statement(self):
        self.env.cr.execute("UPDATE mcp_test_t SET a = -a WHERE a < 10")
        answer = self.did("DELETE FROM mcp_test_t WHERE a < 0")
        self.assertEqual(answer["tables"], [{"table": "mcp_test_t", "deleted": 9}])
        self.assertEqual(answer["status_message"], "DELETE 9")

    def test_dropped_rewritten_and_new_tables_are_told(self):
        answer = self.did("CREATE TABLE mcp_test_u AS SELECT * FROM mcp_test_t")
        new = {"table": "mcp_test_u", "inserted": 500}
        self.assertEqual(answer["tables"], [new])
        answer = self.did("ALTER TABLE mcp_test_t ALTER COLUMN a TYPE bigint")
        rewritten = {"table": "mcp_test_t", "done": "rewritten"}
        self.assertEqual(answer["tables"], [rewritten])
        dropped = {"table": "mcp_test_t", "done": "dropped"}
        self.assertEqual(self.did("DROP TABLE mcp_test_t")["tables"], [dropped])

    def preview_of(self, text, **values):
        who = {"principal": self.principal(trusted=False)}
        arguments = {"statement": text}
        return self.preview(self.make_call("execute_sql", arguments, **values, **who))

    def test_the_preview_says_what_is_lost_and_no_nought(self):
        asked = self.preview_of("truncate mcp_test_t")
        self.assertIn("mcp_test_t", asked.preview.split("TRUNCATE")[-1])
        self.assertIn("emptied", asked.preview)
        self.assertNotIn("affected_rows", asked.preview)

    def test_a_block_that_now_changes_other_rows_is_asked_anew(self):
        text = "DO $$ BEGIN DELETE FROM mcp_test_t WHERE a > 490; END $$"
        first = self.preview_of(text)
        self.assertIn("10", first.preview)
        self.env.cr.execute("DELETE FROM mcp_test_t WHERE a = 495")
        second = self.preview_of(text, confirmation=first.token)
        self.assertIn("changed since", second.message)
