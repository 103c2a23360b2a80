import base64

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..services.sql import read
from .common import McpCase

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
    "TRUNCATE res_partner CASCADE",
    "ALTER TABLE res_partner ADD COLUMN hacked int",
    "DROP TABLE res_partner CASCADE",
    "COPY res_partner TO PROGRAM 'touch /tmp/hacked'",
    "COPY (SELECT 1) TO '/tmp/hacked'",
    "SET TRANSACTION READ WRITE",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "RESET transaction_read_only",
    "SELECT set_config('transaction_read_only', 'off', false)",
    "SELECT nextval('res_partner_id_seq')",
    "SELECT setval('res_partner_id_seq', 1)",
    "SELECT * FROM res_partner FOR UPDATE",
    "DO $$ BEGIN UPDATE res_partner SET name = 'hacked'; END $$",
    "EXPLAIN ANALYZE UPDATE res_partner SET name = 'hacked'",
    "EXPLAIN (ANALYZE) DELETE FROM res_partner",
    "PREPARE p AS UPDATE res_partner SET name = 'hacked'",
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
    "",
    ";",
    "\\copy res_partner to '/tmp/hacked'",
]
SECRETS = [
    "SELECT password FROM res_users",
    "SELECT password FROM public.res_users",
    "SELECT u.password FROM public.res_users AS u",
    "SELECT u FROM public.res_users u",
    "SELECT row_to_json(u) FROM public.res_users u",
    "SELECT * FROM res_users_apikeys",
    'SELECT * FROM "res_users_apikeys"',
    "TABLE res_users_apikeys",
    "SELECT key FROM public.res_users_apikeys",
    "SELECT key_hash FROM mcp_key",
    "SELECT * FROM mcp_key",
    "SELECT value FROM public.ir_config_parameter",
    "SELECT query_to_xml('select password from res_users', true, true, '')",
    "SELECT table_to_xml('public.res_users', true, true, '')",
    "SELECT schema_to_xml('public', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "SELECT * FROM ts_stat('select to_tsvector(password) from res_users')",
    "SELECT * FROM pg_stats WHERE tablename = 'res_users'",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_catalog.pg_stats",
    "SELECT query FROM pg_stat_activity",
    "SELECT * FROM pg_stat_get_activity(NULL)",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT * FROM pg_largeobject",
    "SELECT lo_get(1)",
    "SELECT * FROM pg_hba_file_rules",
    "WITH u AS (SELECT * FROM public.res_users) SELECT * FROM u",
    "SELECT (SELECT password FROM public.res_users LIMIT 1)",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM public.res_users WHERE password LIKE '$%')",
    "SELECT 1 UNION ALL SELECT 1 FROM public.res_users",
    "EXPLAIN ANALYZE SELECT * FROM public.res_users",
    "SELECT * FROM mcp_read.res_users, public.res_users",
]


@tagged("post_install", "-at_install")
class TestSql(McpCase):
    def query(self, text, **values):
        with mute_logger("odoo.sql_db"):
            return self.call("query_database", query=text, **values)

    def setUp(self):
        super().setUp()
        for name in ("queries", "sql_writes"):
            self.env["ir.config_parameter"].set_param(f"mcp.rate_{name}", "1000")

    def state(self):
        self.env.cr.execute(
            "SELECT count(*), bool_or(name = 'hacked'), to_regclass('hacked'), "
            "(SELECT last_value FROM res_partner_id_seq), "
            "(SELECT count(*) FROM pg_largeobject_metadata), "
            "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory') "
            "FROM res_partner"
        )
        return self.env.cr.fetchone()

    def test_no_attempt_to_write_succeeds_or_leaves_anything(self):
        self.mcp_caller.flush_recordset()
        before = self.state()
        for text in WRITES:
            with self.subTest(text=text):
                self.assertTrue(self.query(text).is_error)
        self.assertEqual(self.state(), before)

    def test_no_attempt_reaches_a_secret(self):
        self.env.cr.execute("SELECT password FROM res_users WHERE password IS NOT NULL")
        hashes = [value for (value,) in self.env.cr.fetchall()]
        self.assertTrue(hashes)
        for text in SECRETS:
            with self.subTest(text=text):
                outcome = self.query(text)
                self.assertTrue(outcome.is_error, outcome.text[:200])
                self.assertFalse([h for h in hashes if h in outcome.text])

    def test_users_and_parameters_are_read_without_their_secrets(self):
        users = self.assertAnswers(self.query("SELECT * FROM res_users"))
        self.assertIn("login", users["columns"])
        self.assertNotIn("password", users["columns"])
        whole = self.query("SELECT row_to_json(u)::text AS u FROM res_users u")
        self.assertNotIn("password", whole.text)
        rows = self.assertAnswers(self.query("SELECT * FROM ir_config_parameter"))[
            "rows"
        ]
        secret = [r for r in rows if r["key"] == "database.secret"]
        self.assertEqual(secret[0]["value"], "***")

    def test_a_query_that_sleeps_past_the_timeout_is_stopped(self):
        self.env["ir.config_parameter"].set_param("mcp.query_timeout", "1")
        outcome = self.query("SELECT pg_sleep(20)")
        self.assertRefused(outcome, "statement timeout")

    def test_an_advisory_lock_does_not_outlive_the_query(self):
        with read._connection(self.env) as cr:
            cr.execute("SELECT pg_advisory_lock(4242)")
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(4242)")
        self.assertTrue(self.env.cr.fetchone()[0])

    def test_exactly_limit_rows_are_not_truncated(self):
        text = "SELECT generate_series(1, 5) AS n"
        self.assertFalse(self.query(text, limit=5).structured["truncated"])
        cut = self.query(text, limit=4).structured
        self.assertTrue(cut["truncated"])
        self.assertEqual(cut["row_count"], 4)

    def test_a_percent_sign_without_params_is_a_plain_character(self):
        rows = self.assertAnswers(
            self.query("SELECT login FROM res_users WHERE login LIKE '%dmi%';")
        )["rows"]
        self.assertIn({"login": "admin"}, rows)

    def test_params_fill_placeholders_and_cannot_break_out(self):
        evil = "x'; DROP TABLE res_partner; --"
        rows = self.assertAnswers(self.query("SELECT %s AS v", params=[evil]))["rows"]
        self.assertEqual(rows, [{"v": evil}])
        self.assertRefused(self.query("SELECT %s, %s", params=[1]), "params")

    def test_values_of_every_type_are_json(self):
        text = (
            "SELECT DATE '2026-02-03' AS d, 1.50::numeric AS n, '{\"a\": 1}'::jsonb AS j,"
            " ARRAY[1, 2] AS a, int4range(1, 3) AS r, '\\x6869'::bytea AS b, NULL AS z,"
            " true AS t, INTERVAL '1 day' AS i"
        )
        (row,) = self.assertAnswers(self.query(text))["rows"]
        expected = {
            "d": "2026-02-03",
            "n": 1.5,
            "j": {"a": 1},
            "a": [1, 2],
            "r": "[1,3)",
            "b": "\\x6869",
            "z": None,
            "t": True,
            "i": "1 day",
        }
        self.assertEqual(row, expected)
        self.assertEqual(base64.b16decode("6869"), b"hi")

    def test_show_values_table_and_explain_work(self):
        self.assertEqual(
            self.query("SHOW transaction_read_only").structured["rows"],
            [{"transaction_read_only": "on"}],
        )
        self.assertEqual(self.query("VALUES (1), (2)").structured["row_count"], 2)
        self.assertAnswers(self.query("TABLE res_country"))
        plan = self.query("SELECT * FROM res_country", explain=True)
        self.assertIn("Scan", plan.text)

    def test_a_text_over_16_kib_is_refused_before_anything_looks_at_it(self):
        self.assertRefused(self.query("/*" * 500_000), "16384")

    def test_a_huge_cell_is_cut_on_the_server(self):
        outcome = self.query("SELECT repeat('x', 50000000) AS big")
        self.assertLess(len(outcome.text) + len(str(outcome.structured)), 70_000)
        self.assertIn("over", outcome.text)

    def test_a_limit_over_the_setting_is_capped_and_said(self):
        self.env["ir.config_parameter"].set_param("mcp.max_result_rows", "3")
        found = self.query("SELECT generate_series(1, 9) AS n", limit=7).structured
        self.assertEqual(found["row_count"], 3)
        self.assertIn("capped to 3", found["note"])
        self.assertRefused(self.query("SELECT 1", limit=0), "limit")

    def execute(self, text, **values):
        with mute_logger("odoo.sql_db"):
            return self.call("execute_sql", statement=text, **values)

    def test_a_statement_answers_how_many_rows_it_affected(self):
        self.env["res.partner"].create([{"name": "Sql A"}, {"name": "Sql A"}])
        answer = self.assertAnswers(
            self.execute(
                "UPDATE res_partner SET name = %s WHERE name = 'Sql A'", params=["B!"]
            )
        )
        self.assertEqual(answer["affected_rows"], 2)
        self.assertEqual(answer["status_message"], "UPDATE 2")
        found = self.env["res.partner"].search_count([("name", "=", "B!")])
        self.assertEqual(found, 2)

    def test_transaction_commands_in_a_statement_are_refused(self):
        for text in (
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT x",
            "BEGIN",
            "UPDATE res_partner SET name = 'hacked'; COMMIT",
        ):
            with self.subTest(text=text):
                self.assertTrue(self.execute(text).is_error)
        self.assertFalse(self.state()[1])

    def test_the_audit_and_the_keys_are_closed_to_statements(self):
        for text in (
            "DELETE FROM mcp_audit_log",
            "ALTER TABLE mcp_audit_log DISABLE TRIGGER USER",
            "UPDATE mcp_key SET trusted = true",
            "SELECT set_config('mcp.retention', 'on', false)",
        ):
            with self.subTest(text=text):
                self.assertRefused(self.execute(text), "closed")

    def test_a_failed_statement_is_an_error_in_postgresqls_words(self):
        self.assertRefused(self.execute("UPDATE no_such SET x = 1"), "no_such")

    def test_a_preview_of_a_statement_runs_and_rolls_back(self):
        self.env["res.partner"].create({"name": "Kept"}).flush_recordset()
        call = self.make_call(
            "execute_sql",
            {"statement": "DELETE FROM res_partner WHERE name = 'Kept'"},
            principal=self.principal(trusted=False),
        )
        asked = self.preview(call)
        self.assertIn("DELETE 1", asked.preview)
        self.assertEqual(
            self.env["res.partner"].search_count([("name", "=", "Kept")]), 1
        )

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
