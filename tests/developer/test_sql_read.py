import resource
import time

from psycopg2.extensions import make_dsn

from odoo.sql_db import connection_info_for
from odoo.tests import tagged
from odoo.tools import config

from ...services.errors import ToolError
from ...services.sql import connection, statement
from ..patience import LONG
from .sql_case import SqlCase

WRITES = [
    "DELETE FROM res_partner RETURNING id",
    "UPDATE res_partner SET name = 'hacked' RETURNING id",
    "INSERT INTO res_partner (name) VALUES ('hacked') RETURNING id",
    "WITH x AS (UPDATE res_partner SET name = 'hacked' RETURNING id) SELECT * FROM x",
    "WITH x AS (DELETE FROM res_partner RETURNING id) SELECT count(*) FROM x",
    "SELECT 1; UPDATE res_partner SET name = 'hacked'",
    "COMMIT; UPDATE res_partner SET name = 'hacked'",
    "SELECT 1); COMMIT; UPDATE res_partner SET name = 'hacked'; --",
    "SELECT 1) r; UPDATE res_partner SET name = 'hacked'; SELECT (1",
    "ROLLBACK; DROP TABLE res_partner",
    "SELECT * INTO hacked FROM res_partner",
    "CREATE TABLE hacked (id int)",
    "CREATE TABLE hacked AS SELECT 1",
    "CREATE TEMP TABLE hacked AS SELECT 1",
    "TRUNCATE res_partner CASCADE",
    "ALTER TABLE res_partner ADD COLUMN hacked int",
    "DROP TABLE res_partner CASCADE",
    "COPY res_partner TO PROGRAM 'touch /tmp/hacked'",
    "COPY (SELECT 1) TO '/tmp/hacked'",
    "COPY res_partner FROM STDIN",
    "SET TRANSACTION READ WRITE",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET SESSION AUTHORIZATION postgres",
    "SET ROLE postgres",
    "RESET transaction_read_only",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT set_config('statement_timeout', '0', false)",
    "SELECT nextval('res_partner_id_seq')",
    "SELECT setval('res_partner_id_seq', 1)",
    "SELECT * FROM res_partner FOR UPDATE",
    "DO $$ BEGIN UPDATE res_partner SET name = 'hacked'; END $$",
    "EXPLAIN ANALYZE UPDATE res_partner SET name = 'hacked'",
    "EXPLAIN (ANALYZE) DELETE FROM res_partner",
    "PREPARE p AS UPDATE res_partner SET name = 'hacked'",
    "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
    "LOCK TABLE res_partner",
    "NOTIFY x, 'y'",
    "LISTEN x",
    "VACUUM res_partner",
    "REFRESH MATERIALIZED VIEW x",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT lo_import('/etc/passwd')",
    "SELECT pg_notify('x', 'y')",
    "SELECT pg_terminate_backend(pg_backend_pid())",
    "SELECT pg_reload_conf()",
    "SELECT pg_advisory_lock(42)",
    "SELECT dblink_exec('', 'DROP TABLE res_partner')",
    "CALL hacked()",
    "BEGIN",
    "SAVEPOINT x",
    "DISCARD ALL",
    "",
    ";",
    "-- nothing",
    "SELECT 1 /* open",
    "SELECT 'open",
    "\\copy res_partner to '/tmp/hacked'",
]
STATE = """
SELECT (SELECT md5(string_agg(p::text, ' ' ORDER BY id)) FROM res_partner p),
       to_regclass('hacked'), (SELECT last_value FROM res_partner_id_seq),
       (SELECT count(*) FROM pg_largeobject_metadata),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())),
       (SELECT count(*) FROM pg_class)"""
TYPES = {
    "DATE '2026-02-03'": "2026-02-03",
    "TIMESTAMP '2026-02-03 04:05:06'": "2026-02-03T04:05:06",
    "TIMESTAMPTZ '2026-02-03 04:05:06+00'": "2026-02-03T04:05:06+00:00",
    "TIME '04:05'": "04:05:00",
    "INTERVAL '1 day'": "1 day",
    "1.50::numeric": 1.5,
    "0.1::numeric": 0.1,
    "12345678901234567890.123::numeric": "12345678901234567890.123",
    "'NaN'::numeric": "NaN",
    "9007199254740992::bigint": 9007199254740992,
    "9007199254740993::bigint": "9007199254740993",
    "12345678901234567890::numeric": "12345678901234567890",
    "ARRAY[-9007199254740993]": ["-9007199254740993"],
    "1.5::float8": 1.5,
    "'Infinity'::float8": "Infinity",
    "true": True,
    "NULL": None,
    "NULL::int[]": None,
    "'é\"\n'": 'é"\n',
    """'{"a": [1, null]}'::jsonb""": {"a": [1, None]},
    """'"text"'::json""": "text",
    "ARRAY[1, 2]": [1, 2],
    "ARRAY['a', NULL]": ["a", None],
    "ARRAY[[1], [2]]": [[1], [2]],
    "int4range(1, 3)": "[1,3)",
    "'\\x6869'::bytea": "aGk=",
    "''::bytea": "",
    "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid": (
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"
    ),
    "'10.0.0.1'::inet": "10.0.0.1",
    "ROW(1, 'a')": {"f1": 1, "f2": "a"},
    "'pg_class'::regclass": "pg_class",
    "'a'::\"char\"": "a",
    "point(1, 2)": "(1,2)",
}


@tagged("post_install", "-at_install")
class TestSqlRead(SqlCase):
    def test_no_attempt_to_write_succeeds_or_leaves_anything(self):
        self.mcp_caller.flush_recordset()
        before = self.committed(STATE)
        for text in WRITES:
            with self.subTest(text=text):
                self.assertTrue(self.query(text).is_error)
        self.assertEqual(self.committed(STATE), before)

    def test_a_query_that_sleeps_past_the_timeout_is_stopped(self):
        self.set("query_timeout", "1")
        for text in (
            "SELECT pg_sleep(600)",
            "SELECT pg_sleep(0.3) FROM generate_series(1, 2000)",
            "SELECT count(*) FROM generate_series(1, 1e9) a",
            "EXPLAIN ANALYZE SELECT pg_sleep(600)",
        ):
            with self.subTest(text=text):
                begin = time.monotonic()
                self.assertRefused(self.query(text), "timeout")
                self.assertLess(time.monotonic() - begin, LONG)

    def test_a_role_that_nothing_holds_is_refused(self):
        class Superuser:
            def execute(self, query):
                self.asked = query

            def fetchone(self):
                return (True,)

        with self.assertRaisesRegex(ToolError, "mcp_allow_superuser_db"):
            connection.refuse_superuser(Superuser())

    def test_nothing_of_one_query_meets_the_next(self):
        with connection.reading(self.env) as cr:
            cr.execute("SELECT pg_backend_pid()")
            first = cr.fetchone()
            cr.execute("PREPARE p AS SELECT 1; SET lock_timeout = '9s'; SET a.b = 'c'")
            cr.execute("SELECT pg_advisory_lock(4242)")
        with connection.reading(self.env) as cr:
            cr.execute(
                "SELECT pg_backend_pid(), (SELECT count(*) FROM pg_prepared_statements), "
                "current_setting('lock_timeout'), current_setting('a.b', true), "
                "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                "AND pid = pg_backend_pid())"
            )
            pid, prepared, timeout, custom, locks = cr.fetchone()
        self.assertEqual((pid,), first, "not the same connection: proves nothing")
        self.assertEqual((prepared, timeout, custom or "", locks), (0, "2s", "", 0))

    def test_a_connection_that_the_server_has_ended_is_not_used_again(self):
        with connection.reading(self.env) as cr:
            cr.execute("SELECT pg_backend_pid()")
            (pid,) = cr.fetchone()
        self.env.cr.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        self.assertEqual(self.rows("SELECT 1 AS one"), [{"one": 1}])

    def test_a_role_of_its_own_reads_the_database_of_the_call(self):
        """One ``mcp_ro_dsn`` stands for every database of the server."""
        info = connection_info_for(self.env.cr.dbname)[1]
        config["mcp_ro_dsn"] = make_dsn(**{**info, "database": "postgres"})
        self.addCleanup(config.options.pop, "mcp_ro_dsn")
        self.assertEqual(
            self.rows("SELECT current_database() AS name"),
            [{"name": self.env.cr.dbname}],
        )

    def test_postgresql_watches_for_the_death_of_the_worker(self):
        with connection.reading(self.env) as cr:
            if cr.connection.server_version < connection.FIRST_WATCHING:
                self.skipTest("PostgreSQL 14 or newer watches its clients")
            cr.execute("SHOW client_connection_check_interval")
            self.assertEqual(cr.fetchone(), ("1s",))

    def test_exactly_limit_rows_are_not_truncated(self):
        text = "SELECT generate_series(1, 5) AS n"
        self.assertFalse(self.query(text, limit=5).structured["truncated"])
        cut = self.query(text, limit=4).structured
        self.assertTrue(cut["truncated"])
        self.assertEqual(cut["row_count"], 4)

    def test_rows_beyond_the_bytes_of_an_answer_are_cut_and_said(self):
        self.set("answer_budget_kb", "16")
        found = self.query("SELECT repeat('x', 100) FROM generate_series(1, 999)")
        self.assertTrue(found.structured["truncated"])
        self.assertLess(found.structured["row_count"], 200)

    def test_a_percent_sign_without_params_is_a_plain_character(self):
        text = "SELECT login FROM res_users WHERE login LIKE '%dmi%';"
        self.assertIn({"login": "admin"}, self.rows(text))
        text = "SELECT login FROM res_users WHERE login LIKE %s AND login LIKE '%%n'"
        self.assertIn({"login": "admin"}, self.rows(text, params=["%dmi%"]))

    def test_a_semicolon_space_and_a_comment_at_the_end_are_fine(self):
        for text in ("SELECT 1 AS a;", "SELECT 1 AS a ; \n", "SELECT 1 AS a -- one"):
            self.assertEqual(self.rows(text), [{"a": 1}])

    def test_params_fill_placeholders_and_cannot_break_out(self):
        evil = "x'; DROP TABLE res_partner; --"
        self.assertEqual(self.rows("SELECT %s AS v", params=[evil]), [{"v": evil}])
        self.assertEqual(
            self.rows(
                "SELECT id FROM res_country WHERE code = ANY(%s)", params=[["BE"]]
            ),
            [{"id": self.env.ref("base.be").id}],
        )
        self.assertRefused(self.query("SELECT %s, %s", params=[1]), "params")
        self.assertRefused(self.query("SELECT %s", params=[1, 2]), "params")

    def test_what_only_writes_is_refused_with_the_tool_that_writes(self):
        for text in (
            "DELETE FROM res_partner",
            "/* SELECT */ -- SELECT\n UPDATE res_partner SET name = 'x'",
            "DROP TABLE res_partner",
        ):
            with self.subTest(text=text):
                self.assertRefused(self.query(text), "only reads", "execute_sql")
        for text in ("SELECT nothing_such", "-- one\n (SELECT no) UNION SELECT 1"):
            with self.subTest(text=text):
                self.assertNotIn("execute_sql", self.query(text).text)

    def test_a_second_statement_and_placeholders_without_params_are_explained(self):
        self.assertRefused(self.query("SELECT 1; SELECT 2"), "one statement")
        for params in ([], None):
            text = "SELECT 1 FROM res_partner WHERE id=%s"
            self.assertRefused(self.query(text, params=params), "params is empty")
        self.assertNotIn("params", self.query("SELECT nothing_such").text)

    def test_values_of_every_type_are_json(self):
        for expression, value in TYPES.items():
            with self.subTest(expression=expression):
                self.assertEqual(
                    self.rows(f"SELECT {expression} AS v, 1 AS one"),
                    [{"v": value, "one": 1}],
                )

    def test_columns_of_one_name_are_told_apart_and_none_is_fine(self):
        found = self.query("SELECT 1 AS a, 2 AS a").structured
        self.assertEqual(found["rows"], [{"a": 1, "a_2": 2}])
        self.assertEqual(self.query("SELECT").structured["rows"], [{}])
        empty = self.query("SELECT id, name FROM res_country WHERE false").structured
        self.assertEqual((empty["columns"], empty["rows"]), (["id", "name"], []))

    def test_the_order_of_a_query_is_kept(self):
        text = "SELECT n FROM generate_series(1, 600) n ORDER BY n DESC"
        found = [row["n"] for row in self.rows(text)]
        self.assertEqual(found, list(range(600, 0, -1)))

    def test_show_values_table_and_explain_work(self):
        self.assertEqual(
            self.rows("SHOW transaction_read_only"), [{"transaction_read_only": "on"}]
        )
        self.assertEqual(self.query("VALUES (1), (2)").structured["row_count"], 2)
        self.assertAnswers(self.query("TABLE res_country"))
        self.assertAnswers(self.query("(SELECT 1) UNION (SELECT 2) ORDER BY 1"))
        for text in (
            "EXPLAIN SELECT * FROM res_country",
            "EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM res_users",
            "explain analyze verbose SELECT * FROM res_users WHERE login = 'admin'",
            "EXPLAIN (SELECT 1 FROM res_users)",
        ):
            self.assertIn(
                "cost", self.assertAnswers(self.query(text))["rows"][0].popitem()[1]
            )
        self.assertIn("Scan", self.query("SELECT * FROM res_users", explain=True).text)

    def test_a_text_over_16_kib_is_refused_before_anything_looks_at_it(self):
        begin = time.monotonic()
        self.assertRefused(self.query("/*" * 500_000), "16384")
        self.assertRefused(self.query("SELECT 1 --" + "x" * 1_000_000), "16384")
        self.assertRefused(self.query("SELECT %s", params=["x" * 1_000_000]), "16384")
        self.assertLess(time.monotonic() - begin, LONG, "it hung")

    def test_a_text_with_characters_that_are_none_is_refused(self):
        for text in ("SELECT '\x00'", "SELECT '\ud800'"):
            with self.assertRaises(ToolError):
                statement.checked(text)
        self.assertRefused(self.query("SELECT '\x00'"), "NUL")
        self.assertRefused(self.query("SELECT " + "(" * 8000), "SQL")

    def test_a_huge_cell_is_cut_on_the_server(self):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for text in (
            "SELECT repeat('x', 200000000) AS big",
            "SELECT decode(repeat('00', 100000000), 'hex') AS big",
            "SELECT array_agg(n) AS big FROM generate_series(1, 3000000) n",
            "SELECT repeat('x', 50000000) AS a, repeat('y', 50000000) AS b",
        ):
            with self.subTest(text=text):
                outcome = self.query(text)
                self.assertAnswers(outcome)
                size = len(outcome.text) + len(str(outcome.structured))
                self.assertLess(size, 70_000)
                self.assertIn("cut", outcome.text)
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        self.assertLess(grown, 60_000, "kB of memory")

    def test_a_limit_over_the_setting_is_capped_and_said(self):
        self.set("max_result_rows", "3")
        found = self.query("SELECT generate_series(1, 9) AS n", limit=7).structured
        self.assertEqual(found["row_count"], 3)
        self.assertIn("capped to 3", found["note"])
        self.assertRefused(self.query("SELECT 1", limit=0), "limit")

    def test_an_error_is_told_in_postgresqls_words(self):
        self.assertRefused(self.query("SELECT nothing FROM res_partner"), "nothing")
        self.assertRefused(self.query("SELEKT 1"), "SELEKT")
