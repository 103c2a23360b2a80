"""Who calls: bearers at the endpoint, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from odoo import fields
from odoo.tests import new_test_user, tagged
from odoo.tools import config, mute_logger

from ...models import mcp_key
from ...services.callers import api_keys, failures
from ..common import McpHttpCase

UNKNOWN = "mcp_" + "x" * 43
AUTHENTICATION = "odoo.addons.odoo_mcp.models.ir_http"


class AuthenticationCase(McpHttpCase):
    mcp_needs = ("mcp.tools.probe",)

    def setUp(self):
        super().setUp()
        self.env.cr.execute("DELETE FROM mcp_rate")

    def ask(self, token: str | None = None, query: str = "", **headers: str):
        """Ask ``whoami``; keyword ``X_MCP_Readonly`` is the header X-MCP-Readonly."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent.setdefault("Authorization", f"Bearer {token}")
        self.env.flush_all()
        url = f"{self.base_url()}/mcp_test/whoami{query}"
        return self.opener.get(url, headers=sent)

    def whoami(self, token: str, query: str = "", **headers: str) -> dict[str, Any]:
        answer = self.ask(token, query, **headers)
        self.assertEqual(answer.status_code, 200, answer.text)
        return answer.json()

    def assertAnswered(self, status: int, answer: Any, *words: str) -> None:
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(answer.headers["Content-Type"], "application/json")
        for word in words:
            self.assertIn(word, answer.json()["error"]["message"])

    def key(self, user: Any = None, **values: Any) -> str:
        return self.env["mcp.key"]._mcp_generate(
            user or self.mcp_caller, "test", **values
        )

    def fail_from(self, address: str) -> None:
        """As many failures as are borne. Not over HTTP: in a test the request rolls
        back what its own cursors wrote."""
        for number in range(failures.A_MINUTE):
            place, token = address.format(number), f"{number:010x}" * 4
            wait = failures.count(self.env.registry, place, token)
            self.assertEqual(wait, 0.0)

    def record_of(self, secret: str) -> Any:
        found = self.env["mcp.key"].search([("prefix", "=", secret[:10] + "…")])
        self.assertEqual(len(found), 1)
        return found

    def set_param(self, name: str, value: Any) -> None:
        self.env["ir.config_parameter"].set_param(name, value)

    def set_conf(self, key: str, value: Any) -> None:
        before = config[key]
        self.addCleanup(config.options.__setitem__, key, before)
        config.options[key] = value


@tagged("post_install", "-at_install")
class TestAuthentication(AuthenticationCase):
    def test_a_key_stands_for_its_user_language_time_zone_and_companies(self):
        user = self.mcp_user(self.mcp_groups, tz="Asia/Tokyo")
        me = self.whoami(self.key(user))
        self.assertEqual(
            (me["uid"], me["tz"], me["su"]), (user.id, "Asia/Tokyo", False)
        )
        self.assertEqual(me["lang"], "en_US")
        self.assertEqual(me["companies"], user.company_ids.ids)

    def test_a_client_chooses_among_the_installed_languages(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        secret = self.key()
        self.assertEqual(self.whoami(secret, "?lang=fr_FR")["lang"], "fr_FR")
        by_header = self.whoami(secret, X_MCP_Language="fr_FR")
        self.assertEqual(by_header["lang"], "fr_FR")
        self.assertEqual(self.whoami(secret, "?lang=de_DE")["lang"], "en_US")

    def test_limits_of_a_key_arrive_in_the_principal(self):
        secret = self.key(mode="observer", toolsets="developer", trusted=True)
        me = self.whoami(secret)
        self.assertEqual(me["ceiling"], "OBSERVER")
        self.assertEqual(me["toolsets"], ["developer"])
        self.assertTrue(me["trusted"] and me["local"])
        self.assertEqual(me["credential"], f"key:{self.record_of(secret).id}")
        self.assertNotIn(secret[10:], str(me))

    def test_a_key_works_in_a_worker_that_has_read_no_groups_yet(self):
        secret = self.key()
        self.env.registry.clear_all_caches()
        self.assertEqual(self.ask(secret).status_code, 200)

    def test_no_bearer_is_refused_with_a_challenge(self):
        for headers in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": "x"}):
            with self.subTest(headers):
                answer = self.ask(None, **headers)
                self.assertAnswered(401, answer)
                challenge = answer.headers["WWW-Authenticate"]
                self.assertIn('Bearer realm="odoo_mcp", resource_metadata=', challenge)

    def test_an_unknown_key_is_refused_with_a_challenge(self):
        for token in (UNKNOWN, "0" * 40, "ü" * 20, "mcp_"):
            with self.subTest(token):
                answer = self.ask(None, Authorization=f"Bearer {token}".encode())
                self.assertAnswered(401, answer)
                self.assertIn("Bearer", answer.headers["WWW-Authenticate"])

    def test_space_around_the_bearer_and_its_case_do_not_matter(self):
        secret = self.key()
        answer = self.ask(None, Authorization=f"bEARER  {secret}\t ")
        self.assertEqual(answer.status_code, 200)

    def test_an_expired_and_a_revoked_key_are_refused(self):
        secret = self.key()
        record = self.record_of(secret)
        record.expires = fields.Datetime.now() - timedelta(seconds=1)
        self.assertAnswered(401, self.ask(secret))
        record.expires = fields.Datetime.now() + timedelta(hours=1)
        self.assertEqual(self.ask(secret).status_code, 200)
        record.action_revoke()
        self.assertAnswered(401, self.ask(secret))

    def test_a_known_key_costs_no_query(self):
        secret = self.key()
        self.ask(secret)
        with patch.object(mcp_key, "at_once", side_effect=AssertionError("asked")):
            self.assertEqual(self.ask(secret).status_code, 200)

    def test_a_key_that_is_changed_behind_odoo_is_refused_after_a_moment(self):
        secret = self.key()
        self.assertEqual(self.ask(secret).status_code, 200)
        self.env.cr.execute("UPDATE mcp_key SET active = false")
        with patch.object(mcp_key, "REMEMBERED_S", 1e-6):
            self.assertAnswered(401, self.ask(secret))

    def test_an_archived_user_is_refused_at_once(self):
        user = self.mcp_user(self.mcp_groups)
        secret = self.key(user)
        self.assertEqual(self.ask(secret).status_code, 200)
        user.active = False
        self.assertAnswered(401, self.ask(secret))

    def test_a_user_without_a_group_is_told_whom_to_ask(self):
        answer = self.ask(self.key(self.mcp_user()))
        self.assertAnswered(403, answer, "administrator", "MCP Observer")

    def test_a_portal_user_is_refused_unless_a_setting_lets_him_observe(self):
        user = new_test_user(self.env, "mcp_portal", groups="base.group_portal")
        secret = self.key(user)
        self.assertAnswered(403, self.ask(secret))
        self.set_param("mcp.allow_portal", "True")
        self.assertEqual(self.whoami(secret)["uid"], user.id)

    def test_the_public_user_is_refused(self):
        public = self.env.ref("base.public_user")
        self.assertFalse(public.active)
        self.assertAnswered(401, self.ask(self.key(public)))
        public.active = True
        self.assertAnswered(403, self.ask(self.key(public)))

    def test_a_session_cookie_is_neither_needed_nor_looked_at(self):
        self.authenticate("admin", "admin")
        self.assertAnswered(401, self.ask())
        self.assertEqual(self.whoami(self.key())["uid"], self.mcp_caller.id)

    def test_a_key_for_one_company_works_in_that_one_alone(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = self.mcp_user(self.mcp_groups)
        user.company_ids += other
        secret = self.key(user, company_ids=[(6, 0, other.ids)])
        self.assertEqual(self.whoami(secret)["companies"], other.ids)
        user.company_ids -= other
        self.assertAnswered(403, self.ask(secret), "companies")

    def test_the_last_use_is_noted_once_a_minute(self):
        secret = self.key()
        record = self.record_of(secret)
        self.ask(secret)
        record.invalidate_recordset()
        self.assertEqual(record.last_address, "127.0.0.1")
        first = record.last_use
        self.assertTrue(first)
        self.ask(secret)
        record.invalidate_recordset()
        self.assertEqual(record.last_use, first)
        old = first - timedelta(minutes=2)
        record.last_use = old
        self.ask(secret)
        record.invalidate_recordset()
        self.assertGreater(record.last_use, old)

    def test_the_server_key_works_only_as_the_user_of_the_setting(self):
        user = self.mcp_user(self.mcp_groups)
        secret = self.key(user, is_server_key=True)
        self.assertAnswered(401, self.ask(secret))
        self.set_param("mcp.server_key_user_id", user.id)
        self.assertEqual(self.whoami(secret)["uid"], user.id)
        self.set_param("mcp.server_key_user_id", self.mcp_caller.id)
        self.assertAnswered(401, self.ask(secret))

    def test_a_failing_database_is_503_and_never_401(self):
        secret = self.key()
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE mcp_key RENAME TO mcp_key_away")
        with mute_logger("odoo.sql_db", AUTHENTICATION):
            answer = self.opener.get(
                f"{self.base_url()}/mcp_test/whoami",
                headers={"Authorization": f"Bearer {secret}"},
            )
        self.env.cr.execute("ALTER TABLE mcp_key_away RENAME TO mcp_key")
        self.assertAnswered(503, answer)
        self.assertTrue(answer.headers["Retry-After"])


@tagged("post_install", "-at_install")
class TestPlaces(AuthenticationCase):
    """Where a request comes from. All come from loopback; headers say otherwise."""

    def test_allowed_addresses_hold_for_all_and_those_of_a_key_for_it(self):
        secret = self.key(addresses="10.0.0.0/8")
        self.assertAnswered(403, self.ask(secret), "address")
        self.record_of(secret).addresses = "10.0.0.0/8, 127.0.0.0/8"
        self.assertEqual(self.ask(secret).status_code, 200)
        self.set_param("mcp.allowed_addresses", "192.0.2.0/24")
        self.assertAnswered(403, self.ask(secret), "mcp.allowed_addresses")
        self.set_param("mcp.allowed_addresses", "not a network")
        self.assertAnswered(403, self.ask(secret))

    def test_plain_http_from_another_machine_is_refused_unless_allowed(self):
        secret = self.key()
        answer = self.ask(secret, X_Forwarded_For="192.0.2.7")
        self.assertAnswered(403, answer, "https", "proxy_mode", "mcp.allow_plain_http")
        self.set_param("mcp.allow_plain_http", "True")
        self.assertFalse(self.whoami(secret, X_Forwarded_For="192.0.2.7")["local"])

    def test_any_forwarding_header_that_odoo_did_not_apply_is_another_machine(self):
        self.set_param("mcp.allow_plain_http", "True")
        secret = self.key()
        self.assertTrue(self.whoami(secret)["local"])
        for name in ("Forwarded", "X_Forwarded_Proto", "X_Forwarded_Server", "Via"):
            with self.subTest(name):
                self.assertFalse(self.whoami(secret, **{name: "x"})["local"])

    def test_the_address_of_a_proxy_is_nobodys(self):
        self.set_param("mcp.allow_plain_http", "True")
        secret = self.key(addresses="127.0.0.0/8")
        self.assertEqual(self.ask(secret).status_code, 200)
        for name in ("X_Forwarded_For", "X_Forwarded_Host", "Via"):
            answer = self.ask(secret, **{name: "127.0.0.1"})
            self.assertAnswered(403, answer, "address")

    def test_with_proxy_mode_the_client_of_the_proxy_counts(self):
        self.set_conf("proxy_mode", True)
        secret = self.key()
        proxied = {"X_Forwarded_Host": "localhost", "X_Forwarded_Proto": "https"}
        me = self.whoami(secret, X_Forwarded_For="192.0.2.7", **proxied)
        self.assertEqual((me["address"], me["local"]), ("192.0.2.7", False))
        me = self.whoami(secret, X_Forwarded_For="127.0.0.1", **proxied)
        self.assertTrue(me["local"])
        self.assertFalse(self.whoami(secret, **proxied)["local"])

    def test_proxy_mode_without_the_header_that_applies_it_is_another_machine(self):
        self.set_conf("proxy_mode", True)
        answer = self.ask(self.key(), X_Forwarded_For="192.0.2.7")
        self.assertAnswered(403, answer, "https")


@tagged("post_install", "-at_install")
class TestFailures(AuthenticationCase):
    """Failures are slowed down by address and by the beginning of the key."""

    def test_failures_from_one_address_end_in_429_with_a_delay(self):
        self.fail_from("127.0.0.1")
        answer = self.ask("f" * 40)
        self.assertAnswered(429, answer)
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)

    def test_failures_with_one_beginning_end_in_429_from_any_address(self):
        for number in range(failures.A_MINUTE):
            address = f"192.0.2.{number}"
            wait = failures.count(self.env.registry, address, UNKNOWN)
            self.assertEqual(wait, 0.0)
        self.assertAnswered(429, self.ask(UNKNOWN[:-1] + "y"))

    def test_a_right_mcp_key_is_never_shut_out(self):
        self.fail_from("127.0.0.1")
        self.assertEqual(self.ask(self.key()).status_code, 200)

    def test_neighbours_in_an_ipv6_network_count_as_one(self):
        self.fail_from("2001:db8::{:x}")
        wait = failures.count(self.env.registry, "2001:db8::ffff", "f" * 40)
        self.assertGreater(wait, 0)
        wait = failures.count(self.env.registry, "2001:db8:0:1::1", "e" * 40)
        self.assertEqual(wait, 0.0)


@tagged("post_install", "-at_install")
class TestApiKeys(AuthenticationCase):
    """Odoo's own API keys as bearers."""

    def setUp(self):
        super().setUp()
        api_keys._verified.clear()
        self.addCleanup(api_keys._verified.clear)

    def api_key(self, user: Any = None, scope: str | None = None) -> str:
        user = user or self.mcp_caller
        later = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate(scope, "test", later)

    def test_a_global_key_and_one_of_scope_mcp_work(self):
        for scope in (None, "mcp"):
            with self.subTest(scope):
                secret = self.api_key(scope=scope)
                me = self.whoami(secret)
                self.assertEqual(me["uid"], self.mcp_caller.id)
                self.assertTrue(me["credential"].startswith("api_key:"))
                self.assertFalse(me["trusted"])

    def test_a_key_of_another_scope_is_refused(self):
        self.assertAnswered(401, self.ask(self.api_key(scope="rpc")))

    def test_a_checked_key_is_remembered(self):
        secret = self.api_key()
        self.assertIsNone(api_keys.remembered(self.env, secret))
        self.whoami(secret)
        self.assertEqual(api_keys.remembered(self.env, secret), self.mcp_caller.id)

    def test_a_checked_key_is_remembered_for_a_while_only(self):
        key = self.api_key()
        with patch.object(api_keys, "SECONDS", 0):
            self.assertTrue(api_keys.verify(self.env, key))
        self.assertIsNone(api_keys.remembered(self.env, key))
        self.assertTrue(api_keys.verify(self.env, key))
        self.assertTrue(api_keys.remembered(self.env, key))

    def test_a_remembered_key_that_is_removed_ends_at_once(self):
        secret = self.api_key()
        self.whoami(secret)
        self.env["res.users.apikeys"].search(
            [("user_id", "=", self.mcp_caller.id)]
        ).sudo().unlink()
        self.assertAnswered(401, self.ask(secret))

    def test_a_remembered_key_that_expires_ends_at_once(self):
        secret = self.api_key()
        self.whoami(secret)
        self.env.cr.execute(
            "UPDATE res_users_apikeys SET expiration_date = now() - interval '1 day'"
        )
        self.assertAnswered(401, self.ask(secret))

    def test_a_remembered_key_of_an_archived_user_ends_at_once(self):
        user = self.mcp_user(self.mcp_groups)
        secret = self.api_key(user)
        self.whoami(secret)
        user.active = False
        self.assertAnswered(401, self.ask(secret))

    def test_a_right_key_does_not_use_up_attempts(self):
        for _time in range(failures.A_MINUTE + 3):
            api_keys._verified.clear()
            secret = self.api_key()
            self.assertEqual(self.ask(secret).status_code, 200)

    def test_a_flooded_address_gets_no_slow_check(self):
        secret = self.api_key()
        self.fail_from("127.0.0.1")
        self.assertAnswered(429, self.ask(secret))
        self.assertIsNone(api_keys.remembered(self.env, secret))
