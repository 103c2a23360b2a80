"""Every setting acts: those that no other test proves, and a test that none is idle."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.tests import tagged

from ...models.mcp_audit_log import OUTCOME
from ...services.declarations import Effect
from ...services.guards.throttled import _bucket
from ..common import McpCase, McpHttpCase

ROOT = Path(__file__).parents[2]
SOURCES = ("controllers", "models", "services", "tools")
DECLARING = {
    "res_config_settings.py",
    "res_config_settings_oauth.py",
    "settings_checks.py",
    "settings_page.py",
}
# read as settings.get(env, f"rate_{bucket}")
RATE = re.compile(r"^mcp_rate_")


def settings_of(env) -> dict:
    declared = env["res.config.settings"]._fields.items()
    return {
        n: f for n, f in declared if getattr(f, "config_parameter", "") and "mcp_" in n
    }


def texts(*folders: str, but: set[str] = frozenset()) -> str:
    paths = (p for folder in folders for p in sorted((ROOT / folder).rglob("*.py")))
    return "\n".join(p.read_text("utf-8") for p in paths if p.name not in but)


class ProbeMixin:
    mcp_needs = ("mcp.tools.probe",)

    def set_param(self, name: str, value: str) -> None:
        self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)


@tagged("post_install", "-at_install")
class TestNoSettingIsIdle(McpCase):
    def test_every_setting_is_read(self):
        source = texts(*SOURCES, but=DECLARING)
        for name in settings_of(self.env):
            with self.subTest(name):
                self.assertTrue(f'"{name[4:]}"' in source or RATE.match(name))

    def test_every_setting_that_is_read_stands_in_a_test_of_what_it_does(self):
        tests = texts("tests", but={"test_settings.py"})
        for name in settings_of(self.env):
            with self.subTest(name):
                self.assertRegex(tests, rf'["._]{name[4:]}\b')


@tagged("post_install", "-at_install")
class TestSettingsAct(ProbeMixin, McpCase):
    def test_operators_delete_opens_deletion_to_operators(self):
        user = self.mcp_user("odoo_mcp.group_operator")
        policy, principal = self.env["mcp.policy"], self.principal(user)
        tool = self.env["mcp.catalog"]._find("tool", "probe_delete")
        verdict = policy._verdict(tool, principal, Effect.DELETE)
        self.assertFalse(verdict.allowed)
        self.set_param("operators_delete", "True")
        verdict = policy._verdict(tool, principal, Effect.DELETE)
        self.assertEqual((verdict.allowed, verdict.confirmations), (True, 2))

    def test_answer_budget_kb_bounds_both_halves_of_an_answer(self):
        self.set_param("answer_budget_kb", "4")
        outcome = self.call("probe_rows", count=500)
        self.assertLess(len(str(outcome.structured)) + len(outcome.text), 6 * 1024)
        self.assertTrue(outcome.structured["truncated"])
        self.set_param("answer_budget_kb", "200")
        rows = self.call("probe_rows", count=500).structured["rows"]
        self.assertEqual(len(rows), 500)

    def test_each_rate_bounds_its_own_bucket(self):
        buckets = {
            "rate_commands": "execute_command",
            "rate_queries": "query_database",
            "rate_sql_writes": "execute_sql",
            "rate_shell": "odoo_shell",
            "rate_file_reads": "read_file",
            "rate_file_writes": "write_file",
            "rate_reads": "greet",
            "rate_writes": "probe_add",
        }
        for number, (setting, tool) in enumerate(buckets.items(), 7):
            self.set_param(setting, str(number))
            call = self.make_call(tool)
            call.effect = call.declaration.effects[0]
            with self.subTest(tool):
                self.assertEqual(_bucket(call), (setting[5:], number))

    def test_session_minutes_end_idle_sessions(self):
        sessions = self.env["mcp.session"]
        name = sessions._open(self.principal(), "2025-11-25", {}, {})
        session = sessions.search([("session_id", "=", name)])
        session.last_seen = fields.Datetime.now() - timedelta(minutes=10)
        self.assertTrue(sessions._of(name, self.principal()))
        session.last_seen = fields.Datetime.now() - timedelta(minutes=11)
        self.set_param("session_minutes", "5")
        self.assertFalse(sessions._of(name, self.principal()))
        sessions._gc_idle()
        self.assertFalse(session.exists())

    def test_audit_retention_days_end_sealed_rows(self):
        log = self.env["mcp.audit.log"]
        time = fields.Datetime.now() - timedelta(days=30)
        values = {"time": time, "tool": "greet", "kind": "tool", "call_id": "old"}
        self.env.cr.execute(OUTCOME, log._row({**values, "phase": "outcome"}))
        log._seal()
        log._gc_retention()
        self.assertTrue(log.search_count([("call_id", "=", "old")]))
        self.set_param("audit_retention_days", "20")
        log._gc_retention()
        self.assertFalse(log.search_count([("call_id", "=", "old")]))

    def test_heartbeat_interval_decides_when_a_heartbeat_is_due(self):
        phone = self.env["mcp.phone.home"]
        self.assertEqual(phone._due(), "register")
        self.env["ir.config_parameter"].set_param("mcp.phone_home_beat", "0")
        self.assertEqual(phone._due(), "heartbeat")
        self.assertIsNone(phone._due())
        ago = str(fields.Datetime.now().timestamp() - 300)
        self.env["ir.config_parameter"].set_param("mcp.phone_home_beat", ago)
        self.set_param("heartbeat_interval", "86400")
        self.assertIsNone(phone._due())
        self.set_param("heartbeat_interval", "60")
        self.assertEqual(phone._due(), "heartbeat")


@tagged("post_install", "-at_install")
class TestSettingsActOverHttp(ProbeMixin, McpHttpCase):
    def post(self, body: str = "{}", **headers: str) -> int:
        secret = self.env["mcp.key"]._mcp_generate(self.mcp_caller, "test")
        self.env.flush_all()
        sent = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        url = f"{self.base_url()}/mcp/v1"
        return self.opener.post(url, data=body, headers=sent).status_code

    def test_allowed_hosts_lets_a_further_host_name_in(self):
        self.assertEqual(self.post(Host="erp.example.com"), 403)
        self.set_param("allowed_hosts", "other.example.com, erp.example.com")
        self.assertEqual(self.post(Host="erp.example.com"), 400)

    def test_allowed_origins_lets_a_web_client_in(self):
        self.assertEqual(self.post(Origin="https://chat.example.com"), 403)
        self.set_param("allowed_origins", "https://chat.example.com")
        self.assertEqual(self.post(Origin="https://chat.example.com"), 400)

    def test_max_body_mb_bounds_a_request(self):
        body = '{"x": "' + "y" * 2 * 1024 * 1024 + '"}'
        self.assertEqual(self.post(body), 400)
        self.set_param("max_body_mb", "1")
        self.assertEqual(self.post(body), 413)
