from contextlib import contextmanager, suppress
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models import mcp_audit_seal
from ...models.mcp_audit_log import COLUMNS
from ...services.audit.audit_line import value_of
from ...services.audit.redaction import redacted
from ...services.errors import ToolError
from ...services.guards.audited import audited
from ...services.guards.bounded import bounded
from ...services.protocol.exchange import BY_CLIENT, Cancelled
from ..common import McpCase


@tagged("post_install", "-at_install")
class TestAudit(McpCase):
    mcp_groups = (
        "odoo_mcp.group_administrator,odoo_mcp.group_developer,"
        "base.group_partner_manager"
    )
    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
        self.log = self.env["mcp.audit.log"]

    def rows(self, call):
        return self.log.search([("call_id", "=", call.id)], order="id")

    def run_call(self, tool, arguments, **values):
        call = self.make_call(tool, arguments, **values)
        outcome = self.answer(call)
        return call, outcome

    def test_only_administrators_verify_it(self):
        log, plain = self.env["mcp.audit.log"], self.mcp_user("odoo_mcp.group_operator")
        with self.assertRaises(AccessError):
            log.with_user(plain).action_verify()
        boss = self.mcp_user("odoo_mcp.group_administrator")
        self.assertEqual(
            log.with_user(boss).action_verify()["tag"], "display_notification"
        )

    def test_a_call_leaves_an_intent_and_an_outcome(self):
        call, _outcome = self.run_call("probe_add", {"name": "Seen"})
        rows = self.rows(call)
        self.assertEqual(rows.mapped("phase"), ["intent", "outcome"])
        self.assertEqual(rows[1].result, "ok")
        self.assertEqual(rows[1].user_id, self.mcp_caller.id)
        self.assertIn("Seen", rows[1].arguments)

    def test_the_reason_of_what_a_client_ended_is_whole(self):
        for error, reason in (
            (Cancelled(BY_CLIENT), "Cancelled: its client ended it"),
            (ZeroDivisionError(), "ZeroDivisionError"),
        ):
            call = self.make_call("probe_add", {"name": "x"})
            with suppress(type(error)), audited(call):
                raise error
            self.assertEqual(self.rows(call)[1].reason, reason)

    def test_a_refusal_leaves_its_rows_and_its_reason(self):
        user = self.mcp_user("odoo_mcp.group_observer")
        call, outcome = self.run_call(
            "probe_add", {"name": "x"}, user=user, principal=self.principal(user)
        )
        self.assertRefused(outcome)
        self.assertEqual(self.rows(call)[-1].result, "refused")
        self.assertIn("Operator", self.rows(call)[-1].reason)
        self.assertIn("RESULT=refused", self.rows(call)[-1].line)

    def test_a_failure_leaves_its_outcome_although_the_effect_is_rolled_back(self):
        call, _outcome = self.run_call("probe_add_then_fail", {"name": "x"})
        self.assertEqual(self.rows(call)[-1].result, "error")

    def test_arguments_that_do_not_fit_are_told_without_names_of_python(self):
        call, _outcome = self.run_call("probe_add_then_fail", {"nam": "x"})
        self.assertTrue(self.rows(call)[-1].reason.startswith("Invalid arguments for"))

    def test_a_conflict_leaves_the_call_open_unless_it_did_something_outside(self):
        """Odoo runs the request again; what is outside it cannot take back."""
        for tool, started, result in (
            ("probe_add", True, "intent"),
            ("probe_outside", False, "intent"),
            ("probe_outside", True, "unknown"),
        ):
            call = self.make_call(tool, {"name": "x"}, started=started)
            with suppress(psycopg2.errors.SerializationFailure), audited(call):
                call.transaction.commit_pending()
                raise psycopg2.errors.SerializationFailure
            self.assertEqual(self.rows(call)[-1].result, result, (tool, started))

    def test_of_an_effect_outside_whose_answer_is_lost_nobody_knows(self):
        @contextmanager
        def failing_late(_call):
            yield
            raise ToolError("too late")

        arguments = {"name": "Lost"}
        asked = self.preview(self.make_call("probe_outside", arguments))
        guards = self.env["mcp.pipeline"]._guards()
        place = guards.index(bounded)
        guards = (*guards[:place], failing_late, *guards[place:])
        self.patch(type(self.env["mcp.pipeline"]), "_guards", lambda _pipeline: guards)
        control = {"confirmation": asked.token}
        with mute_logger("odoo.addons.odoo_mcp.services.pipeline"):
            call, outcome = self.run_call("probe_outside", arguments, **control)
        self.assertRefused(outcome, "may have happened")
        self.assertEqual(self.rows(call)[-1].result, "unknown")

    def test_without_an_intent_row_nothing_runs(self):
        self.env.cr.execute(
            "CREATE FUNCTION mcp_test_full() RETURNS trigger AS "
            "$$ BEGIN RAISE EXCEPTION 'no space left'; END $$ LANGUAGE plpgsql;"
            "CREATE TRIGGER mcp_test_full BEFORE INSERT ON mcp_audit_log "
            "FOR EACH ROW EXECUTE FUNCTION mcp_test_full()"
        )
        with (
            mute_logger("odoo.sql_db", "odoo.addons.odoo_mcp.services.pipeline"),
            self.cr.savepoint(),
        ):
            outcome = self.call("probe_add", name="Unseen")
        self.assertTrue(outcome.is_error)
        self.env.cr.execute("DROP TRIGGER mcp_test_full ON mcp_audit_log")
        found = self.env["res.partner"].search_count([("name", "=", "Unseen")])
        self.assertEqual(found, 0)

    def test_nobody_edits_or_deletes_a_row_by_the_orm(self):
        call, _outcome = self.run_call("greet", {"name": "x"})
        row = self.rows(call)[0]
        for attempt in (
            lambda: row.write({"tool": "other"}),
            row.unlink,
            lambda: self.log.create({"tool": "forged"}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_nobody_edits_or_deletes_a_row_by_sql(self):
        call, _outcome = self.run_call("greet", {"name": "x"})
        # retention opens the table for its own statements alone
        self.log._gc_retention()
        for statement in (
            "UPDATE mcp_audit_log SET tool = 'other' WHERE call_id = %s",
            "DELETE FROM mcp_audit_log WHERE call_id = %s",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.RaiseException),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(statement, [call.id])

    def tampered(self, statement, call):
        """Change the table as somebody would who owns the database."""
        self.env.cr.execute("ALTER TABLE mcp_audit_log DISABLE TRIGGER USER")
        self.env.cr.execute(statement, [call.id])
        self.env.cr.execute("ALTER TABLE mcp_audit_log ENABLE TRIGGER USER")
        return self.log._verify()

    def test_verify_finds_nothing_where_nothing_was_changed(self):
        self.run_call("greet", {"name": "x"})
        self.assertEqual(self.log._verify(), [])

    def test_verify_finds_a_changed_row(self):
        call, _outcome = self.run_call("greet", {"name": "x"})
        problems = self.tampered(
            "UPDATE mcp_audit_log SET tool = 'other' WHERE call_id = %s", call
        )
        self.assertEqual(len(problems), 2)
        self.assertIn("was changed", problems[0])

    def test_the_code_of_a_row_covers_every_column(self):
        call = self.make_call("greet", {"name": "x"})
        values = {**self.log._of_call(call), "reason": "why", "line": "a line"}
        values |= {"phase": "intent", "size": 1, "duration_ms": 1}
        *row, code = self.log._row(values)
        self.assertEqual(self.log._mac(row), code)
        for place, column in enumerate(COLUMNS):
            other = [*row[:place], "other", *row[place + 1 :]]
            self.assertNotEqual(self.log._mac(other), code, column)

    def test_verify_finds_a_missing_row(self):
        call, _outcome = self.run_call("greet", {"name": "x"})
        self.log._seal()
        problems = self.tampered(
            "DELETE FROM mcp_audit_log WHERE phase = 'outcome' AND call_id = %s", call
        )
        self.assertEqual(len(problems), 1)
        self.assertIn("1 rows are missing", problems[0])

    def test_many_rows_are_sealed_in_parts_that_hang_together(self):
        self.run_call("greet", {"name": "before"})
        self.log._seal()
        with patch.object(mcp_audit_seal, "MOST", 2):
            call, _outcome = self.run_call("greet", {"name": "x"})
            self.run_call("greet", {"name": "y"})
            self.log._seal()
        seals = self.env["mcp.audit.seal"].search([], limit=2)
        self.assertEqual(seals.mapped("count"), [2, 2])
        self.assertEqual(self.log._verify(), [])
        # a whole seal cannot be taken out either
        problems = self.tampered(
            "DELETE FROM mcp_audit_seal WHERE id = (SELECT max(seal_id) "
            "FROM mcp_audit_log WHERE call_id = %s)",
            call,
        )
        self.assertIn(f"seal {seals[0].id} does not fit its rows", problems)

    def test_what_takes_too_long_is_verified_as_far_as_it_goes_and_says_so(self):
        self.run_call("greet", {"name": "x"})
        self.log._seal()
        call, _outcome = self.run_call("greet", {"name": "y"})
        verdict = self.log._verified(0)
        self.assertEqual((verdict.problems, verdict.rows), ([], 2))
        self.assertEqual(verdict.since, min(self.rows(call).mapped("time")))
        self.assertIn("(2 rows)", self.log._praise(verdict))
        self.assertFalse(verdict.whole)
        self.assertTrue(self.log._verified().whole)

    def test_secrets_in_arguments_are_masked_and_their_hash_is_kept(self):
        call = self.make_call("greet", {"name": "Bearer abc123secret"})
        self.answer(call)
        row = self.rows(call)[-1]
        self.assertNotIn("abc123secret", row.arguments)
        self.assertEqual(len(row.arguments_hash), 64)

    def test_long_arguments_are_cut(self):
        kept = redacted({"text": "x" * 5000, "ids": [7] * 5000})
        self.assertEqual(kept["text"], f"{'x' * 2000}… (5000 characters)")
        self.assertEqual(kept["ids"], [7] * 100)

    def test_secrets_in_the_reason_of_a_failure_are_masked(self):
        call = self.make_call("greet", {"name": "x"})
        with suppress(ToolError), audited(call):
            raise ToolError("it said: Authorization: Bearer abc123secret")
        row = self.rows(call)[-1]
        self.assertIn("it said", row.reason)
        self.assertNotIn("abc123secret", row.reason)

    def test_a_value_with_a_newline_stays_on_one_line(self):
        self.assertEqual(value_of("a\nb\u2028c"), '"a\\nb\\u2028c"')
        self.assertEqual(value_of("plain/word-1.2:3"), "plain/word-1.2:3")

    def test_the_line_begins_and_ends_as_the_format_says(self):
        call, _outcome = self.run_call("greet", {"name": "x"})
        self.assertRegex(
            self.rows(call)[-1].line,
            r"^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\] DB=\S+ USER=\d+ TOOL=greet "
            r"DURATION=\d+ms$",
        )

    def opened(self, ago):
        """A call that began some time ago, of which only the intent was written."""
        call = self.make_call("probe_add", {"name": "x"})
        self.log._intend(call)
        call.transaction.commit_pending()
        self.env.cr.execute("ALTER TABLE mcp_audit_log DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE mcp_audit_log SET time = time - %s::interval WHERE call_id = %s",
            [ago, call.id],
        )
        self.env.cr.execute("ALTER TABLE mcp_audit_log ENABLE TRIGGER USER")
        return call

    def test_an_intent_that_nobody_closed_ends_as_effect_unknown(self):
        young, call, old = map(self.opened, ("10 minutes", "2 hours", "3 days"))
        self.log._sweep()
        self.assertEqual(self.rows(young)[-1].result, "intent")
        self.assertEqual(self.rows(call)[-1].result, "unknown")
        self.assertIn("never said", self.rows(call)[-1].reason)
        self.assertEqual(self.rows(old)[-1].result, "intent")
        for _time in range(2):
            self.log._gc_open()
        self.assertEqual(len(self.rows(call)), 2)
        self.assertEqual(self.rows(young)[-1].result, "intent")
        self.assertEqual(self.rows(old)[-1].result, "unknown")

    def test_a_request_that_failed_for_good_ends_as_rolled_back(self):
        call = self.make_call("probe_add", {"name": "x"})
        self.log._intend(call)
        call.transaction.commit_pending()
        self.log._close_rolled_back(call.id)
        self.assertEqual(self.rows(call)[-1].result, "rolled_back")
        self.assertIn("nothing of this call was kept", self.rows(call)[-1].reason)

    def test_the_same_request_run_again_has_one_intent(self):
        call = self.make_call("probe_add", {"name": "x"})
        self.log._intend(call)
        self.log._intend(call)
        call.transaction.commit_pending()
        self.assertEqual(len(self.rows(call)), 1)

    def test_the_file_gets_each_line_once_and_is_private(self):
        path = self.file_setting("audit.log")
        call, _outcome = self.run_call("greet", {"name": "x"})
        self.env["mcp.audit.file"]._project()
        self.env["mcp.audit.file"]._project()
        text = path.read_text()
        self.assertEqual(text.count(self.rows(call)[-1].line), 1)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_a_path_that_cannot_be_written_blocks_nothing_and_is_caught_up(self):
        self.file_setting("missing/folder/audit.log")
        call, outcome = self.run_call("greet", {"name": "x"})
        self.assertAnswers(outcome)
        with mute_logger("odoo.addons.odoo_mcp.models.mcp_audit_file"):
            self.env["mcp.audit.file"]._project()
        self.assertIn("No such file", self.env["mcp.audit.file"]._problem())
        path = self.file_setting("audit.log")
        self.env["mcp.audit.file"]._project()
        self.assertIn(self.rows(call)[-1].line, path.read_text())

    def test_the_switch_turns_off_the_file_and_never_the_table(self):
        path = self.file_setting("audit.log")
        self.env["ir.config_parameter"].set_param("mcp.audit_file_disabled", "True")
        call, _outcome = self.run_call("greet", {"name": "x"})
        self.env["mcp.audit.file"]._project()
        self.assertFalse(path.exists())
        self.assertEqual(len(self.rows(call)), 2)

    def file_setting(self, name):
        import tempfile
        from pathlib import Path

        folder = Path(tempfile.mkdtemp())
        self.env["ir.config_parameter"].set_param(
            "mcp.audit_log_path", str(folder / name)
        )
        return folder / name
