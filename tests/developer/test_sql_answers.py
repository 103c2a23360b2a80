from odoo.tests import tagged

from ...services.sql.statement import alone
from .sql_case import SqlCase

ALONE = {
    "select 1; -- done": "select 1",
    "-- plan\nexplain select 1 ;; /* a /* b */ ; */ ": "explain select 1",
    "select '; -- x'": "select '; -- x'",
    "select e'\\'; -- x' ;": "select e'\\'; -- x'",
    "select date'2026-01-01'; --": "select date'2026-01-01'",
    'select 1 as "; -- x"': 'select 1 as "; -- x"',
    "select $a$; -- x$a$": "select $a$; -- x$a$",
    "select 1; select 2;": "select 1; select 2",
}


@tagged("post_install", "-at_install")
class TestSqlAnswers(SqlCase):
    """What a query answers in words: values, what is left out, what to do next."""

    def test_the_text_tells_apart_what_the_data_tells_apart(self):
        query = (
            "SELECT NULL, '', 'null', 'NULL', 5, '5', true, E'a\\tb\\nc', 'plain', "
            "'{}'::jsonb"
        )
        line = self.query(query).text.split("\n")[-1]
        said = ["NULL", '""', '"null"', '"NULL"', "5", '"5"', "true"]
        said += ['"a\\tb\\nc"', "plain", "{}"]
        self.assertEqual(line.split("\t"), said)

    def test_a_statement_stands_alone_whatever_is_around_it(self):
        for text, found in ALONE.items():
            with self.subTest(text=text):
                self.assertEqual(alone(text), found)
        self.assertEqual(self.rows("select 1 as a; -- done"), [{"a": 1}])
        self.assertAnswers(self.query("-- plan\nexplain select 1"))

    def test_a_mistake_in_params_is_told_with_what_would_be_right(self):
        text = "SELECT 1 FROM res_partner WHERE id IN %s"
        self.assertRefused(self.query(text, params=[[1, 2]]), "= ANY(%s)")
        outcome = self.query("SELECT %s::jsonb", params=[{"a": 1}])
        self.assertRefused(outcome, "as JSON")
        self.assertRefused(self.query("SELECT $1"), "written %s")

    def test_a_timeout_names_its_seconds_and_its_setting(self):
        self.set("query_timeout", "1")
        for text in (
            "SELECT pg_sleep(5)",
            "SELECT pg_sleep(0.3) FROM generate_series(1, 2000)",
        ):
            outcome = self.query(text)
            self.assertRefused(outcome, "1 s", "mcp.query_timeout", "explain")

    def test_rows_that_are_left_say_why_and_how_to_get_them(self):
        found = self.query("SELECT generate_series(1, 9) AS n", limit=4)
        self.assertIn("OFFSET 4", found.structured["note"])
        self.set("answer_budget_kb", "16")
        found = self.query("SELECT repeat('x', 100) FROM generate_series(1, 999)")
        offset = f"OFFSET {found.structured['row_count']}"
        for part in ("size is reached", offset):
            self.assertIn(part, found.text)
        self.assertIsNone(self.query("SELECT 1").structured["note"])

    def test_a_large_cell_has_the_room_that_small_ones_leave(self):
        self.set("answer_budget_kb", "60")
        (row,) = self.rows("SELECT 1 AS a, repeat('ü', 20000) AS b")
        self.assertEqual(row["a"], 1)
        self.assertGreater(len(row["b"]), 14_000)
