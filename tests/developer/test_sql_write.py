from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.sql_db import db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...services import settings
from ...services.errors import ToolError
from ...services.sql import write
from .sql_case import SqlCase, hidden

TRIGGER = (
    "CREATE FUNCTION hacked() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN DELETE FROM mcp_audit_log; RETURN NEW; END'"
)
ROW = "(call_id, phase, kind, tool, result) VALUES ('x', 'outcome', 'x', 'x', 'ok')"
# the audit, keys and limits, and what would act on them later
PROTECTED = [
    "DELETE FROM mcp_audit_log",
    f"INSERT INTO mcp_audit_log {ROW}",
    "UPDATE mcp_audit_log SET tool = 'x'",
    "UPDATE mcp_audit_log SET seal_id = NULL",
    "TRUNCATE mcp_audit_log",
    "DROP TABLE mcp_audit_log CASCADE",
    "DELETE FROM mcp_audit_seal",
    "DELETE FROM mcp_audit_unfiled",
    "TRUNCATE mcp_audit_unfiled",
    "UPDATE mcp_key SET trusted = true",
    "UPDATE mcp_key SET key_hash = 'x'",
    "DELETE FROM mcp_key",
    "INSERT INTO mcp_key (name, user_id, key_hash) VALUES ('x', 1, 'x')",
    "WITH x AS (UPDATE mcp_key SET trusted = true RETURNING 1) SELECT * FROM x",
    "MERGE INTO mcp_key k USING res_users u ON k.user_id = u.id "
    "WHEN MATCHED THEN UPDATE SET trusted = true",
    "DELETE FROM mcp_rate",
    "DELETE FROM mcp_once",
    "DELETE FROM mcp_change",
    "UPDATE mcp_link SET used = NULL",
    "UPDATE mcp_session SET user_id = 2",
    "DELETE FROM mcp_stop",
    "UPDATE mcp_stop SET what = 'user:424242'",
    "UPDATE mcp_rule SET approval = false",
    "DELETE FROM mcp_rule_res_users_rel",
    "DROP TRIGGER mcp_audit_protect ON mcp_audit_log",
    "ALTER TABLE mcp_audit_log DISABLE TRIGGER USER",
    "ALTER TABLE mcp_audit_log DISABLE TRIGGER ALL",
    "ALTER TABLE mcp_audit_log ENABLE REPLICA TRIGGER mcp_audit_protect",
    "ALTER TRIGGER mcp_audit_protect ON mcp_audit_log RENAME TO x",
    "ALTER FUNCTION mcp_audit_protect() RENAME TO x",
    "ALTER FUNCTION mcp_audit_protect() SET search_path = x",
    "DROP FUNCTION mcp_audit_protect CASCADE",
    "CREATE OR REPLACE FUNCTION mcp_audit_protect() RETURNS trigger "
    "LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "SELECT set_config('mcp.retention', 'on', false)",
    "SELECT set_config('mcp.retention', 'on', true)",
    "SET mcp.retention = 'on'; DELETE FROM mcp_audit_log; RESET mcp.retention",
    "ALTER TABLE mcp_audit_log RENAME TO x",
    "ALTER TABLE mcp_audit_log RENAME COLUMN mac TO x",
    "ALTER TABLE mcp_audit_log ALTER COLUMN mac SET DEFAULT 'x'",
    "ALTER TABLE mcp_audit_log SET SCHEMA pg_catalog",
    "ALTER TABLE mcp_audit_log ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE mcp_audit_log INHERIT res_partner",
    "ALTER SEQUENCE mcp_audit_log_id_seq RESTART 1",
    "SELECT setval('mcp_audit_log_id_seq', 1)",
    "SELECT setval('mcp_audit_log_id_seq', 2147483647)",
    "CREATE INDEX ON mcp_audit_log (tool)",
    "GRANT SELECT ON mcp_key TO PUBLIC",
    "CREATE TABLE hacked () INHERITS (mcp_key); INSERT INTO hacked (key_hash) VALUES ('x')",
    "CREATE TABLE hacked (k int REFERENCES mcp_key ON DELETE CASCADE)",
    "CREATE VIEW hacked AS SELECT * FROM mcp_key; UPDATE hacked SET trusted = true",
    "CREATE RULE hacked AS ON INSERT TO mcp_audit_log DO INSTEAD NOTHING",
    "CREATE RULE hacked AS ON UPDATE TO res_partner DO ALSO DELETE FROM mcp_audit_log",
    TRIGGER,
    f"{TRIGGER}; CREATE TRIGGER hacked AFTER UPDATE ON res_partner "
    "FOR EACH ROW EXECUTE FUNCTION hacked()",
    f"{TRIGGER}; CREATE CONSTRAINT TRIGGER hacked AFTER UPDATE ON res_partner "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hacked(); "
    "UPDATE res_partner SET color = 1",
    "CREATE TRIGGER hacked BEFORE DELETE ON res_partner "
    "FOR EACH ROW EXECUTE FUNCTION mcp_audit_protect()",
    "CREATE OPERATOR public.@@@@ (leftarg = text, rightarg = text, function = texteq)",
    "CREATE EXTENSION unaccent",
    "CREATE SCHEMA hacked CREATE TABLE mcp_audit_log (id int)",
    "CREATE SCHEMA AUTHORIZATION CURRENT_USER CREATE TABLE mcp_key (id int)",
    "CREATE TEMP TABLE mcp_audit_log (id int)",
    "CREATE TEMP VIEW pg_class AS SELECT * FROM pg_catalog.pg_class WHERE false; "
    "DELETE FROM mcp_key",
    "CREATE SCHEMA hacked CREATE VIEW pg_class AS SELECT * FROM pg_catalog.pg_class "
    "WHERE false; SET search_path = hacked, pg_catalog, public; DELETE FROM mcp_key",
    "ALTER SCHEMA public RENAME TO hacked",
    "ALTER ROLE CURRENT_USER SET mcp.retention = 'on'",
    "ALTER ROLE CURRENT_USER PASSWORD 'x'",
    "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || "
    "' SET search_path = x'; END $$",
    "DO $$ BEGIN DELETE FROM mcp_key; RAISE 'x'; EXCEPTION WHEN others THEN "
    "PERFORM setval('mcp_audit_log_id_seq', 1); END $$",
    "DO $$ BEGIN PERFORM setval('mcp_audit_log_id_seq', 1); RAISE 'x'; "
    "EXCEPTION WHEN others THEN NULL; END $$",
    "REASSIGN OWNED BY CURRENT_USER TO pg_database_owner",
    "DROP OWNED BY CURRENT_USER CASCADE",
]
# what would turn the rest of the transaction away, or stay on the connection
SESSION = [
    "CREATE TEMP TABLE res_partner (id int)",
    "CREATE TEMP TABLE res_partner (id int) ON COMMIT DROP",
    "CREATE TEMP VIEW res_partner AS SELECT 1",
    "CREATE TYPE pg_temp.jsonb AS (a int)",
    "SET search_path = pg_catalog",
    "SET LOCAL search_path = pg_catalog",
    "SET statement_timeout = 0",
    "SET LOCAL statement_timeout = 0",
    "SET work_mem = '1GB'",
    "SET datestyle = 'German'",
    "SET TIME ZONE 'Asia/Tokyo'",
    "SET TRANSACTION READ ONLY",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
    "DO $$ BEGIN EXECUTE 'SET ROLE ' || quote_ident(current_user); END $$",
    "SELECT set_config('statement_timeout', '0', false)",
    "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
]
TRANSACTIONS = [
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT x",
    "BEGIN",
    "PREPARE TRANSACTION 'x'",
    "UPDATE res_partner SET name = 'hacked'; COMMIT",
    "DO $$ BEGIN COMMIT; END $$",
    "DO $$ BEGIN ROLLBACK; END $$",
]
STATE = """
SELECT (SELECT md5(string_agg(p::text, ' ' ORDER BY id)) FROM res_partner p),
       (SELECT md5(string_agg(k::text, ' ' ORDER BY id)) FROM mcp_key k),
       (SELECT md5(string_agg(a::text, ' ' ORDER BY id)) FROM mcp_audit_log a
         WHERE a.id <= %(last)s),
       (SELECT md5(string_agg(t::text, ' ' ORDER BY oid)) FROM pg_trigger t),
       (SELECT md5(string_agg(p::text, ' ' ORDER BY oid)) FROM pg_proc p),
       (SELECT md5(string_agg(ARRAY[oid, relnamespace, relfilenode]::text || relname,
                              ' ' ORDER BY oid)) FROM pg_class),
       (SELECT last_value >= %(last)s AND last_value < %(last)s + 1000000
          FROM mcp_audit_log_id_seq),
       (SELECT count(*) FROM pg_settings WHERE source = 'session'),
       current_setting('search_path'),
       coalesce(current_setting('mcp.retention', true), '')"""


# so that every closed table has something to lose
ROWS = """
INSERT INTO mcp_audit_unfiled VALUES (0) ON CONFLICT DO NOTHING;
INSERT INTO mcp_rate VALUES ('x', 1, now());
INSERT INTO mcp_once (user_id, key, arguments, create_date) VALUES (1, 'x', 'x', now());
INSERT INTO mcp_change (kind) VALUES ('change');
INSERT INTO mcp_session (user_id, session_id) VALUES (1, 'x');
INSERT INTO mcp_link (user_id, nonce, purpose, credential, create_date)
    VALUES (1, 'x', 'x', 'x', now());
INSERT INTO mcp_stop (what) VALUES ('user:424243');
INSERT INTO mcp_rule (kind, name, approval) VALUES ('tool', 'x', true);
INSERT INTO mcp_rule_res_users_rel SELECT id, 1 FROM mcp_rule WHERE name = 'x'"""


@tagged("post_install", "-at_install")
class TestSqlWrite(SqlCase):
    def setUp(self):
        super().setUp()
        self.env["mcp.key"]._mcp_generate(self.mcp_caller, "a key")
        self.execute("UPDATE res_partner SET color = 0")
        self.env["mcp.audit.log"]._seal()
        self.env.cr.execute(ROWS)
        self.env.cr.execute("SELECT max(id) FROM mcp_audit_log")
        (self.last,) = self.env.cr.fetchone()
        self.assertTrue(self.last)

    def state(self):
        self.env.flush_all()
        self.env.cr.execute(STATE, {"last": self.last})
        return self.env.cr.fetchone()

    def assertEachRefused(self, texts, *words):
        before = self.state()
        self.assertTrue(before[6])
        for text in texts:
            with self.subTest(text=text):
                outcome = self.execute(text)
                self.assertRefused(outcome, *words)
                self.assertNotIn("Something went wrong", outcome.text)
                self.assertEqual(self.state(), before)

    def test_the_audit_and_the_keys_are_closed_however_the_text_spells_them(self):
        self.assertEachRefused(map(hidden, PROTECTED))

    def test_the_audit_and_the_keys_are_closed_to_plain_statements(self):
        self.assertEachRefused(PROTECTED)

    def test_what_is_closed_is_not_copied_to_where_it_is_read(self):
        copy = "UPDATE res_partner SET ref = (SELECT max(key_hash) FROM mcp_key)"
        self.assertEachRefused([copy], "closed")

    def test_what_odoo_remembers_is_read_anew_too(self):
        self.set("max_limit", "5")
        self.assertEqual(settings.get(self.env, "max_limit"), 5)
        text = "UPDATE ir_config_parameter SET value = '7' WHERE key = 'mcp.max_limit'"
        self.assertAnswers(self.execute(text))
        self.assertEqual(settings.get(self.env, "max_limit"), 7)

    def test_a_role_that_nothing_holds_writes_nothing(self):
        refused = ToolError("a superuser's role")
        with patch.object(write, "refuse_superuser", side_effect=refused):
            outcome = self.execute("UPDATE res_partner SET color = 1")
        self.assertRefused(outcome, "a superuser's role")

    def test_what_would_turn_away_the_rest_of_the_transaction_is_refused(self):
        self.assertEachRefused(SESSION + list(map(hidden, SESSION)))

    def test_transaction_commands_in_a_statement_are_refused(self):
        self.assertEachRefused(TRANSACTIONS + list(map(hidden, TRANSACTIONS)))

    def test_the_reason_of_a_refusal_is_told(self):
        for text, word in (
            (PROTECTED[0], "audit"),
            (TRIGGER.replace("mcp_audit_log", "x"), "module"),
            (SESSION[0], "outlive"),
        ):
            self.assertRefused(self.execute(hidden(text)), word)

    def test_a_user_with_a_key_is_not_deleted_around_it(self):
        text = f"DELETE FROM res_users WHERE id = {self.mcp_caller.id}"
        self.assertEachRefused([text], "keys, rules, stops and limits")

    def test_tables_columns_views_and_indexes_may_be_made(self):
        for text in (
            "CREATE TABLE mcp_test_t (id serial PRIMARY KEY, p int REFERENCES res_partner)",
            "ALTER TABLE mcp_test_t ADD COLUMN note text",
            "CREATE INDEX ON mcp_test_t (note)",
            "CREATE VIEW mcp_test_v AS SELECT id FROM mcp_test_t",
            "DO $$ BEGIN CREATE TEMP TABLE a AS SELECT 1 AS n; INSERT INTO mcp_test_t "
            "(note) SELECT n FROM a; DROP TABLE a; END $$",
            "DO $$ BEGIN SET LOCAL work_mem = '8MB'; UPDATE mcp_test_t SET note = 'x'; "
            "RESET work_mem; END $$",
            "DO $$ BEGIN UPDATE mcp_test_t SET note = 'y'; END $$",
            "TRUNCATE mcp_test_t",
            "DROP TABLE mcp_test_t CASCADE",
        ):
            with self.subTest(text=text):
                self.assertAnswers(self.execute(text))

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

    def test_a_statement_waits_for_a_lock_for_seconds_alone(self):
        text = "DO $$ BEGIN ASSERT current_setting('lock_timeout') = '5s'; END $$"
        self.assertAnswers(self.execute(text))

    def test_several_statements_are_refused_as_only_the_last_would_be_told(self):
        first, second = self.env["res.partner"].create([{"name": "1"}, {"name": "2"}])
        change = f"UPDATE res_partner SET ref = 'x; y' WHERE id = {first.id}"
        for text in (
            f"{change}; UPDATE res_partner SET ref = 'x' WHERE id = -1",
            f"DELETE FROM res_partner WHERE id = {second.id}; SELECT 1 WHERE false",
            f"{change};; COMMENT ON TABLE res_partner IS 'x'; -- two",
        ):
            with self.subTest(text=text):
                self.assertRefused(self.execute(text), "One statement", "DO block")
        self.assertTrue(second.exists())
        self.assertFalse(first.ref)
        for text in (f"{change};; -- ;", "SELECT 1;;", f"{change} RETURNING ';'"):
            with self.subTest(text=text):
                self.assertEqual(
                    self.assertAnswers(self.execute(text))["affected_rows"], 1
                )

    def test_a_percent_sign_a_comment_and_a_semicolon_are_plain(self):
        self.env["res.partner"].create({"name": "Sql 100%"})
        text = (
            "/* one */ -- two\nUPDATE res_partner SET color = 3 WHERE name LIKE '%0%%';"
        )
        answer = self.assertAnswers(self.execute(text))
        self.assertRegex(answer["status_message"], r"^UPDATE \d+$")

    def test_what_the_orm_holds_is_written_before_and_read_anew_after(self):
        partner = self.env["res.partner"].create({"name": "Before"})
        partner.name = "Waiting"
        text = "UPDATE res_partner SET name = name || '!' WHERE id = %s"
        self.assertAnswers(self.execute(text, params=[partner.id]))
        self.assertEqual(partner.name, "Waiting!")

    def test_a_failed_statement_is_an_error_in_postgresqls_words(self):
        self.assertRefused(self.execute("UPDATE no_such SET x = 1"), "no_such")
        for text in ("", ";", "-- nothing"):
            self.assertRefused(self.execute(text), "empty")
        self.assertRefused(self.execute("/*" * 500_000), "16384")

    def test_a_dry_run_answers_what_the_statement_did_as_data_too(self):
        mark = self.env["res.partner"].create({"name": "mcp dry"})
        statement = f"DELETE FROM res_partner WHERE id = {mark.id}"
        call = self.make_call("execute_sql", {"statement": statement}, dry_run=True)
        found = self.assertAnswers(self.answer(call))
        self.assertEqual((found["affected_rows"], found["dry_run"]), (1, True))
        self.assertTrue(mark.exists())

    def test_a_preview_of_a_statement_runs_and_rolls_back(self):
        self.env["res.partner"].create({"name": "Kept"}).flush_recordset()
        call = self.make_call(
            "execute_sql",
            {"statement": "DELETE FROM res_partner WHERE name = 'Kept'"},
            principal=self.principal(trusted=False),
        )
        asked = self.preview(call)
        self.assertIn("DELETE 1", asked.preview)
        self.assertIn("DELETE FROM res_partner WHERE name = 'Kept'", asked.preview)
        self.assertIn("No undo", asked.preview)
        self.assertEqual(
            self.env["res.partner"].search_count([("name", "=", "Kept")]), 1
        )

    def test_a_statement_that_now_changes_other_rows_than_it_showed_is_asked_anew(self):
        partners = self.env["res.partner"].create([{"name": "Row"}, {"name": "Row"}])
        statement = {"statement": "UPDATE res_partner SET ref = 'x' WHERE name = 'Row'"}
        who = {"principal": self.principal(trusted=False)}
        first = self.preview(self.make_call("execute_sql", statement, **who))
        partners[0].name = "Other"
        call = self.make_call("execute_sql", statement, confirmation=first.token, **who)
        second = self.preview(call)
        self.assertIn("changed since", second.message)
        self.assertIn("UPDATE 1", second.preview)
        self.assertEqual(partners.mapped("ref"), [False, False])
        call = self.make_call(
            "execute_sql", statement, confirmation=second.token, **who
        )
        self.assertEqual(self.assertAnswers(self.answer(call))["affected_rows"], 1)


RESIDUE = """
SELECT (SELECT count(*) FROM pg_prepared_statements),
       (SELECT count(*) FROM pg_cursors),
       (SELECT count(*) FROM pg_listening_channels()),
       (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
           AND pid = pg_backend_pid()),
       coalesce(current_setting('mcp_test.x', true), '')"""
LEAVING = [
    "PREPARE p AS SELECT 1",
    "LISTEN x",
    "SELECT pg_advisory_lock(4242)",
    "SET mcp_test.x = 'left'",
    "DECLARE c CURSOR FOR SELECT 1",
]


@tagged("post_install", "-at_install")
class TestSqlResidue(SqlCase):
    """On a connection of Odoo's pool, with its real end of a transaction."""

    def ended(self, text, end):
        """What is on the connection after ``text`` and ``end`` of the transaction."""
        with mute_logger("odoo.sql_db"), db_connect(self.env.cr.dbname).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.assertTrue(write.run(env, text, None).status_message)
            getattr(cr, end)()
            cr.execute(RESIDUE)
            return cr.fetchone()

    def test_nothing_of_a_call_stays_on_the_connection(self):
        for text in LEAVING:
            for end in ("commit", "rollback"):
                with self.subTest(text=text, end=end):
                    self.assertEqual(self.ended(text, end), (0, 0, 0, 0, ""))

    def test_nothing_stays_after_a_refused_call(self):
        for text in LEAVING:
            with self.subTest(text=text):
                refused = hidden(f"{text}; SET work_mem = '3MB'")
                with self.assertRaises(ToolError):
                    self.ended(refused, "commit")
                self.assertEqual(self.ended("SELECT 1", "commit"), (0, 0, 0, 0, ""))

    def test_the_connection_works_on_as_odoo_needs_it(self):
        with db_connect(self.env.cr.dbname).cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            write.run(env, "PREPARE p AS SELECT 1", None)
            cr.commit()  # pylint: disable=invalid-commit
            cr.execute("SHOW transaction_isolation")
            self.assertEqual(cr.fetchone(), ("repeatable read",))
            cr.execute("CREATE TABLE hacked (id int)")
            cr.rollback()
            cr.execute("SELECT to_regclass('hacked')")
            self.assertEqual(cr.fetchone(), (None,))
