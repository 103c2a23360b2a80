from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import file_open
from odoo.tools import sql as odoo_sql

from ...services.audit.secret_names import SECRET
from ...services.sql import names
from .sql_case import SqlCase

REFUSED = [
    "SELECT password FROM res_users",
    "SELECT u.password FROM res_users u",
    "SELECT (u).password FROM res_users u",
    "SELECT (SELECT r.password FROM res_users r LIMIT 1)",
    "SELECT password(u) FROM res_users u",
    "SELECT x.password FROM (SELECT * FROM res_users) x",
    "SELECT l.p FROM res_users u, LATERAL (SELECT u.password AS p) l",
    "SELECT * FROM res_users JOIN (SELECT 'x' AS password) s USING (password)",
    "SELECT 1 FROM res_users WHERE password LIKE '$%'",
    "SELECT login FROM res_users ORDER BY password",
    "SELECT max(password) OVER () FROM res_users",
    "SELECT password FROM public.res_users",
    "SELECT u.password FROM public.res_users AS u",
    "SELECT u FROM public.res_users u",
    "SELECT row_to_json(u) FROM public.res_users u",
    "SELECT public.res_users FROM public.res_users",
    'SELECT * FROM public."res_users"',
    'SELECT * FROM public.U&"res\\005fusers"',
    "SELECT * FROM ONLY public.res_users",
    "SELECT * FROM public.res_users TABLESAMPLE SYSTEM (100)",
    "TABLE public.res_users",
    "SELECT * FROM res_users_apikeys",
    'SELECT * FROM "res_users_apikeys"',
    'SELECT * FROM U&"res_users\\005fapikeys"',
    "TABLE res_users_apikeys",
    "SELECT key FROM public.res_users_apikeys",
    "SELECT key_hash FROM mcp_key",
    "SELECT * FROM mcp_key",
    "SELECT * FROM mcp_confirmation",
    "SELECT nonce FROM mcp_link",
    "SELECT before FROM mcp_change_line",
    "SELECT value FROM public.ir_config_parameter",
    "SELECT query_to_xml('select password from res_users', true, true, '')",
    "SELECT query_to_xml_and_xmlschema('select 1', true, true, '')",
    "SELECT table_to_xml('public.res_users', true, true, '')",
    "SELECT table_to_xmlschema('public.res_users', true, true, '')",
    "SELECT schema_to_xml('public', true, true, '')",
    "SELECT database_to_xml(true, true, '')",
    "SELECT cursor_to_xml('mcp_q', 1, true, true, '')",
    "SELECT pg_catalog.query_to_xml('table res_users', true, true, '')",
    "SELECT * FROM ts_stat('select to_tsvector(password) from res_users')",
    "SELECT ts_rewrite('a'::tsquery, 'select password::tsquery from res_users')",
    "SELECT ('select 1'::text).ts_stat",
    "SELECT * FROM pg_stats WHERE tablename = 'res_users'",
    "SELECT * FROM pg_statistic",
    "SELECT * FROM pg_statistic_ext_data",
    "SELECT * FROM pg_catalog.pg_stats",
    "SELECT query FROM pg_stat_activity",
    "SELECT * FROM pg_stat_get_activity(NULL)",
    "SELECT rolpassword FROM pg_authid",
    "SELECT passwd FROM pg_shadow",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT * FROM pg_ls_dir('/')",
    "SELECT * FROM pg_largeobject",
    "SELECT lo_get(1)",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT * FROM ROWS FROM (pg_ls_logdir(), pg_ls_waldir())",
    "WITH u AS (SELECT * FROM public.res_users) SELECT * FROM u",
    "WITH res_users AS (SELECT 1) SELECT * FROM public.res_users",
    "WITH RECURSIVE res_users AS (SELECT password FROM res_users) TABLE res_users",
    "SELECT (SELECT password FROM public.res_users LIMIT 1)",
    "SELECT ARRAY(SELECT password FROM public.res_users)",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM public.res_users WHERE password LIKE '$%')",
    "SELECT 1 UNION ALL SELECT 1 FROM public.res_users",
    "SELECT 1) a, public.res_users b, (SELECT 1",
    "SELECT 1) a, res_users b WHERE (b.password LIKE '%'",
    "EXPLAIN ANALYZE SELECT * FROM public.res_users",
    "EXPLAIN ANALYZE SELECT 1 FROM res_users WHERE password LIKE '$%'",
    "EXPLAIN (ANALYZE, FORMAT 'json') SELECT 1 FROM res_users WHERE password > ''",
    "EXPLAIN (FORMAT 'a)') SELECT password FROM res_users",
    "SELECT * FROM res_users, public.res_users",
    "SELECT * FROM hidden_view",
    "SELECT * FROM view_of_view",
    "SELECT * FROM public.hidden_function()",
    "SELECT ('x'::text).hidden_reader",
]
# these answer, and hold no secret
HARMLESS = [
    "SELECT * FROM res_users",
    "SELECT u FROM res_users u",
    "SELECT x FROM res_users AS x(a, b, c, d, e, f)",
    "SELECT u.* FROM res_users u",
    "SELECT (u).* FROM res_users u",
    "SELECT res_users FROM res_users",
    "SELECT u::text FROM res_users u",
    "SELECT to_json(u) FROM res_users u",
    "SELECT row_to_json(u) FROM res_users u",
    "SELECT to_jsonb(u) - 'login' FROM res_users u",
    "SELECT json_agg(u) FROM res_users u",
    "SELECT array_agg(u) FROM res_users u",
    "SELECT jsonb_each(to_jsonb(u)) FROM res_users u",
    "SELECT xmlforest(u) FROM res_users u",
    "SELECT xmlelement(name x, u) FROM res_users u",
    "SELECT hashtext(u::text), md5(u::text) FROM res_users u",
    "SELECT * FROM res_users NATURAL JOIN res_users x",
    "SELECT * FROM res_users a JOIN res_users b USING (id)",
    "SELECT l FROM res_users u, LATERAL (SELECT u.*) l",
    "SELECT * FROM ONLY res_users",
    "SELECT jsonb_populate_record(NULL::res_users, to_jsonb(u)) FROM res_users u",
    "WITH u AS (SELECT * FROM res_users) SELECT row_to_json(u) FROM u",
    "WITH res_users AS (SELECT * FROM res_users) SELECT * FROM res_users",
    "TABLE res_users",
    "SELECT * FROM (TABLE res_users) x",
    'SELECT * FROM U&"res\\005fusers"',
    "SELECT * FROM ir_config_parameter",
    "SELECT json_agg(p) FROM ir_config_parameter p",
    "SELECT key, value FROM ir_config_parameter WHERE key = 'database.secret'",
    "SELECT * FROM mcp_audit_log LIMIT 5",
    "EXPLAIN (ANALYZE, VERBOSE) SELECT * FROM res_users, ir_config_parameter",
    "SELECT * FROM ir_mail_server",
    "SELECT * FROM fetchmail_server",
]
KNOWN = """
SELECT password FROM res_users WHERE password IS NOT NULL
UNION SELECT value FROM ir_config_parameter WHERE key = 'database.secret'"""
# (re)made in a committed transaction, as an administrator's psql would
OBJECTS = """
CREATE OR REPLACE VIEW hidden_view AS SELECT id, password AS p FROM res_users;
CREATE OR REPLACE VIEW view_of_view AS SELECT * FROM hidden_view;
CREATE OR REPLACE FUNCTION hidden_function() RETURNS SETOF text LANGUAGE sql
    SECURITY DEFINER AS 'SELECT password FROM public.res_users';
CREATE OR REPLACE FUNCTION hidden_reader(text) RETURNS text LANGUAGE sql
    IMMUTABLE AS 'SELECT string_agg(password, $1) FROM public.res_users'"""
DROPPED = """
DROP VIEW IF EXISTS view_of_view, hidden_view;
DROP FUNCTION IF EXISTS hidden_function(), hidden_reader(text)"""


@tagged("post_install", "-at_install")
class TestSqlSecrets(SqlCase):
    def setUp(self):
        super().setUp()
        self.known = [value for (value,) in self.committed(KNOWN)]
        self.assertGreaterEqual(len(self.known), 2)

    def assertNoSecret(self, outcome):
        answer = f"{outcome.text} {outcome.structured}"
        self.assertFalse([s for s in self.known if s in answer])

    def committing(self, text):
        with self.real_env() as env:
            env.cr.execute(text)

    def test_no_attempt_reaches_a_secret(self):
        self.addCleanup(self.committing, DROPPED)
        self.committing(OBJECTS)
        for text in REFUSED:
            with self.subTest(text=text):
                outcome = self.query(text)
                self.assertTrue(outcome.is_error, outcome.text[:200])
                self.assertNoSecret(outcome)

    def test_whole_rows_are_read_without_their_secrets(self):
        for text in HARMLESS:
            if "fetchmail" in text and "fetchmail.server" not in self.env:
                continue
            with self.subTest(text=text):
                outcome = self.query(text)
                self.assertAnswers(outcome)
                self.assertNoSecret(outcome)
                self.assertNotIn("smtp_pass", outcome.text)

    def test_a_column_that_is_left_out_is_told_by_its_name_alone(self):
        """What a table has is not told: of one that it lacks it says the same."""
        for text in (
            "SELECT password FROM res_users",
            "SELECT u.password FROM res_users u",
            "SELECT password FROM res_country",
        ):
            with self.subTest(text=text):
                self.assertRefused(self.query(text), "password", "are left out")
        found = self.query("SELECT nothing_such FROM res_users")
        self.assertNotIn("left out", found.text)

    def test_users_and_parameters_are_read_without_their_secrets(self):
        users = self.assertAnswers(self.query("SELECT * FROM res_users"))
        self.assertIn("login", users["columns"])
        self.assertNotIn("password", users["columns"])
        rows = self.rows("SELECT * FROM ir_config_parameter")
        secret = [r for r in rows if r["key"] == "database.secret"]
        self.assertEqual(secret[0]["value"], "***")
        plain = [r for r in rows if r["key"] == "web.base.url"]
        self.assertIn("http", plain[0]["value"])

    def test_a_table_with_secrets_joins_filters_and_counts_as_any_other(self):
        text = (
            "SELECT u.login, p.id FROM res_users u JOIN res_partner p "
            "ON p.id = u.partner_id WHERE u.login = %s"
        )
        (row,) = self.rows(text, params=["admin"])
        self.assertEqual(row["login"], "admin")
        self.assertEqual(
            self.rows("SELECT count(*) AS n FROM res_users"),
            [{"n": self.committed("SELECT count(*) FROM res_users")[0][0]}],
        )

    def test_the_script_of_the_role_knows_the_same_secrets(self):
        path = get_module_path("odoo_mcp") + "/docs/mcp_ro.sql"
        with file_open(path) as file:
            script = file.read()
        self.assertIn(f"'{names.CLOSED_TABLES}'", script)
        self.assertIn(f"'{SECRET}'", script)

    def test_the_plan_of_a_shadowed_table_is_that_of_the_table(self):
        plan = self.query("SELECT login FROM res_users WHERE id = 1", explain=True)
        self.assertNotIn("CTE", plan.text)

    def test_the_catalogue_tells_the_largest_tables(self):
        text = (
            "SELECT relname, pg_total_relation_size(relid) AS bytes "
            "FROM pg_stat_user_tables ORDER BY 2 DESC LIMIT 10"
        )
        self.assertEqual(len(self.rows(text)), 10)

    def test_nothing_stored_is_in_the_way_of_odoos_own_column_conversions(self):
        """As in an upgrade: a column of an older release has another type."""
        users, cr = self.env["res.users"], self.env.cr
        for name in ("login", "password"):
            cr.execute(f"ALTER TABLE res_users ALTER COLUMN {name} TYPE varchar(300)")
            columns = odoo_sql.table_columns(cr, "res_users")
            users._fields[name].update_db_column(users, columns[name])
        odoo_sql.convert_column(cr, "res_users", "signature", "varchar")
        types = odoo_sql.table_columns(cr, "res_users")
        self.assertFalse(types["login"]["character_maximum_length"])
        self.assertFalse(types["password"]["character_maximum_length"])
        self.assertEqual(types["signature"]["udt_name"], "varchar")

    def test_a_column_added_or_dropped_a_moment_ago_is_seen_as_it_is(self):
        self.addCleanup(self.committing, "DROP TABLE IF EXISTS mcp_test_fresh")
        self.committing("CREATE TABLE mcp_test_fresh AS SELECT 1 AS a, 'x' AS api_key")
        self.assertEqual(self.rows("SELECT * FROM mcp_test_fresh"), [{"a": 1}])
        self.committing("ALTER TABLE mcp_test_fresh ADD b int, DROP a")
        self.assertEqual(self.rows("SELECT * FROM mcp_test_fresh"), [{"b": None}])
