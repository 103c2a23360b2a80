"""Connecting an assistant: discovery, login, consent, tokens, and their end."""

from __future__ import annotations

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...services.compat.user_groups import group_field
from ..oauth_case import CALLBACK, OauthCase

WELL_KNOWN = "/.well-known/oauth-"


@tagged("post_install", "-at_install")
class TestOauthFlow(OauthCase):
    def get(self, path):
        return self.opener.get(self.base + path)

    def test_a_client_finds_its_way_from_the_endpoint_alone(self):
        refused = self.send({}, {"Authorization": None})
        self.assertEqual(refused.status_code, 401)
        challenge = refused.headers["WWW-Authenticate"]
        where = f"{self.base}{WELL_KNOWN}protected-resource/mcp/v1"
        self.assertIn(f'resource_metadata="{where}"', challenge)
        for path in ("protected-resource/mcp/v1", "protected-resource"):
            found = self.get(WELL_KNOWN + path).json()
            self.assertEqual(found["resource"], self.resource)
            self.assertEqual(found["authorization_servers"], [self.base])
        server = self.get(f"{WELL_KNOWN}authorization-server").json()
        self.assertEqual(server["issuer"], self.base)
        self.assertEqual(server["code_challenge_methods_supported"], ["S256"])
        self.assertIn("none", server["token_endpoint_auth_methods_supported"])
        self.assertIn("offline_access", server["scopes_supported"])
        self.assertTrue(server["client_id_metadata_document_supported"])
        self.assertTrue(server["authorization_response_iss_parameter_supported"])

    def test_below_a_base_path_everything_is_named_with_it(self):
        below = f"{self.base}/erp"
        self.env["ir.config_parameter"].set_param("web.base.url", below)
        where = f"{WELL_KNOWN}protected-resource/erp/mcp/v1"
        challenge = self.send({}, {"Authorization": None}).headers["WWW-Authenticate"]
        self.assertIn(f'resource_metadata="{self.base}{where}"', challenge)
        found = self.get(where).json()
        self.assertEqual(found["resource"], f"{below}/mcp/v1")
        self.assertEqual(found["authorization_servers"], [below])
        server = self.get(f"{WELL_KNOWN}authorization-server/erp").json()
        self.assertEqual(server["issuer"], below)
        self.assertEqual(server["token_endpoint"], f"{below}/mcp/oauth/token")
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id, resource=None))
        self.assertIn('action="/erp/mcp/oauth/authorize"', page.text)
        for path in ("protected-resource/other/mcp/v1", "authorization-server/x"):
            self.assertEqual(self.get(WELL_KNOWN + path).status_code, 404)

    def test_clients_that_nobody_uses_are_purged_and_used_ones_can_be_deleted(self):
        used, unused, new = (self.client() for _number in range(3))
        tokens = self.connect(client_id=used)
        past = fields.Datetime.now() - timedelta(days=8)
        old = (self.known(used) | self.known(unused)).ids
        self.env.flush_all()
        query = "UPDATE mcp_oauth_client SET create_date = %s WHERE id IN %s"
        self.env.cr.execute(query, [past, tuple(old)])
        self.env.invalidate_all()
        self.env["mcp.oauth.client"]._gc_unused()
        self.assertFalse(self.known(unused))
        self.assertTrue(self.known(used) and self.known(new))
        self.known(used).unlink()
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)
        again = self.refresh(used, tokens["refresh_token"])
        self.assertEqual(again.json()["error"], "invalid_client")

    def test_a_person_connects_an_assistant_and_it_works_as_him(self):
        tokens = self.connect()
        self.assertEqual(tokens["token_type"], "Bearer")
        self.assertEqual(tokens["expires_in"], 3600)
        self.assertEqual(tokens["scope"], "mcp:observe mcp:operate offline_access")
        answer = self.use(tokens["access_token"])
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertFalse(answer.json()["result"]["isError"], answer.text)
        row = self.env["mcp.audit.log"].search([], limit=1)
        self.assertEqual(row.user_id, self.person.id)
        self.assertTrue(row.credential.startswith("oauth:"))

    def test_who_is_not_logged_in_is_sent_to_odoos_own_login_and_back(self):
        query = self.query(self.client())
        answer = self.authorize(query)
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn("authorize", answer.headers["Location"])

    def test_the_code_comes_back_with_state_and_issuer(self):
        client_id = self.client()
        self.login()
        back = self.decide(self.authorize(self.query(client_id)))
        self.assertTrue(back.headers["Location"].startswith(CALLBACK + "?"))
        said = self.returned(back)
        self.assertEqual((said["state"], said["iss"]), ("the state", self.base))

    def test_a_no_grants_nothing(self):
        client_id = self.client()
        self.login()
        back = self.decide(self.authorize(self.query(client_id)), "deny")
        self.assertEqual(self.returned(back)["error"], "access_denied")
        self.assertFalse(self.grants)

    def test_the_person_may_lower_what_was_asked_for(self):
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id))
        said = self.returned(self.decide(page, mode="observer", toolsets=["records"]))
        tokens = self.redeem(client_id, said["code"]).json()
        self.assertEqual(tokens["scope"], "mcp:observe offline_access")
        grant = self.grants
        self.assertEqual((grant.mode, grant.toolsets), ("observer", "general,records"))

    def test_nobody_can_raise_it_beyond_his_own_mode(self):
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id))
        self.assertNotIn('value="administrator"', page.text)
        said = self.returned(self.decide(page, mode="administrator", developer="1"))
        tokens = self.redeem(client_id, said["code"]).json()
        self.assertEqual(tokens["scope"], "mcp:observe offline_access")

    def test_an_administrators_ceiling_on_the_client_holds(self):
        client_id = self.client()
        self.known(client_id).mode = "observer"
        self.assertEqual(
            self.connect(client_id=client_id)["scope"], "mcp:observe offline_access"
        )

    def test_a_call_beyond_the_grant_is_answered_with_what_is_missing(self):
        tokens = self.connect(scope="mcp:observe")
        answer = self.use(tokens["access_token"], "probe_add", name="More")
        self.assertEqual(answer.status_code, 403, answer.text)
        challenge = answer.headers["WWW-Authenticate"]
        self.assertIn('error="insufficient_scope"', challenge)
        self.assertIn('scope="mcp:observe mcp:operate"', challenge)
        self.assertFalse(self.env["res.partner"].search([("name", "=", "More")]))
        more = self.connect(client_id=tokens["client_id"])
        answer = self.use(more["access_token"], "probe_add", name="More")
        self.assertEqual(answer.status_code, 200)

    def test_what_the_user_himself_may_not_is_no_matter_of_scopes(self):
        tokens = self.connect()
        answer = self.use(tokens["access_token"], "probe_delete", name="x")
        self.assertEqual(answer.status_code, 200)
        self.assertIn("access mode", answer.json()["result"]["content"][0]["text"])

    def test_a_refresh_rotates_and_slides(self):
        tokens = self.connect()
        client_id = tokens["client_id"]
        fresh = self.refresh(client_id, tokens["refresh_token"]).json()
        self.assertNotEqual(fresh["refresh_token"], tokens["refresh_token"])
        for access in (tokens["access_token"], fresh["access_token"]):
            self.assertEqual(self.use(access).status_code, 200)
        token = self.tokens("refresh").filtered(lambda token: not token.used)
        left = token.expires - fields.Datetime.now()
        self.assertAlmostEqual(left.total_seconds(), 30 * 86400, delta=60)

    def test_a_refresh_may_ask_for_less(self):
        tokens = self.connect()
        less = self.refresh(
            tokens["client_id"], tokens["refresh_token"], scope="mcp:observe"
        ).json()
        self.assertEqual(less["scope"], "mcp:observe")
        answer = self.use(less["access_token"], "probe_add", name="More")
        self.assertEqual(answer.status_code, 403)

    def ends(self, tokens):
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)
        again = self.refresh(tokens["client_id"], tokens["refresh_token"])
        self.assertEqual(again.json()["error"], "invalid_grant")

    def test_it_ends_when_the_person_disconnects_it(self):
        tokens = self.connect()
        grant = self.grants
        grant.with_user(self.person).action_revoke()
        self.ends(tokens)
        self.assertEqual(grant.ended_by, "oauth_revoked")

    def test_it_ends_with_its_user(self):
        tokens = self.connect()
        self.person.active = False
        self.ends(tokens)

    def test_it_ends_with_the_password_unless_a_setting_says_otherwise(self):
        kept = self.connect()
        self.env["ir.config_parameter"].set_param("mcp.oauth_outlives_password", "1")
        self.person.password = "another password"
        self.assertEqual(self.use(kept["access_token"]).status_code, 200)
        self.env["ir.config_parameter"].set_param("mcp.oauth_outlives_password", "")
        self.person.password = "yet another password"
        self.ends(kept)

    def test_it_ends_when_the_client_is_blocked(self):
        tokens = self.connect()
        self.known(tokens["client_id"]).active = False
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)
        again = self.refresh(tokens["client_id"], tokens["refresh_token"])
        self.assertEqual(again.json()["error"], "invalid_client")

    def test_it_opens_nothing_without_the_group(self):
        tokens = self.connect()
        plain = self.env.ref("base.group_user")
        self.person.write({group_field(self.person): [(6, 0, plain.ids)]})
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 403)
        again = self.refresh(tokens["client_id"], tokens["refresh_token"])
        self.assertEqual(again.json()["error"], "invalid_grant")

    def test_tokens_live_as_long_as_the_settings_say(self):
        set_param = self.env["ir.config_parameter"].set_param
        set_param("mcp.oauth_access_minutes", "5")
        set_param("mcp.oauth_refresh_days", "2")
        tokens = self.connect()
        self.assertEqual(tokens["expires_in"], 300)
        found = self.tokens("refresh")
        left = found.expires - fields.Datetime.now()
        self.assertAlmostEqual(left.total_seconds(), 2 * 86400, delta=60)
        access = self.tokens("access")
        access.expires = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)

    def test_a_remembered_consent_is_not_asked_for_again(self):
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id))
        self.decide(page, remember="1")
        again = self.returned(self.authorize(self.query(client_id)))
        self.assertEqual(self.redeem(client_id, again["code"]).status_code, 200)
        asked = self.authorize(self.query(client_id, prompt="consent"))
        self.assertEqual(asked.status_code, 200)

    def test_a_program_on_this_computer_is_always_asked_about(self):
        uri = "http://127.0.0.1:4711/callback"
        client_id = self.client(redirect_uris=[uri])
        self.login()
        query = self.query(client_id, redirect_uri="http://127.0.0.1:9999/callback")
        page = self.authorize(query)
        self.assertIn("program on your own computer", page.text)
        back = self.decide(page, remember="1")
        self.assertIn("127.0.0.1:9999", back.headers["Location"])
        self.assertEqual(self.authorize(query).status_code, 200)

    def test_an_apps_own_scheme_gets_a_page_with_a_link(self):
        uri = "cursor://anysphere.cursor-mcp/oauth/callback"
        client_id = self.client(
            redirect_uris=[uri, "https://www.cursor.com/agents/mcp/oauth/callback"]
        )
        self.login()
        done = self.decide(self.authorize(self.query(client_id, redirect_uri=uri)))
        self.assertEqual(done.status_code, 200)
        self.assertIn("You are connected", done.text)
        self.assertIn(f'href="{uri}?code=', done.text)

    def test_one_bad_address_does_not_fail_the_others(self):
        answer = self.register(redirect_uris=["http://evil.example.com/", CALLBACK])
        self.assertEqual(answer.json()["redirect_uris"], [CALLBACK])

    def test_with_oauth_off_nothing_of_it_is_there(self):
        self.env["ir.config_parameter"].set_param("mcp.oauth_off", "1")
        for path in ("protected-resource", "authorization-server"):
            self.assertEqual(self.get(WELL_KNOWN + path).status_code, 404)
        self.assertEqual(self.register().status_code, 404)
        refused = self.send({}, {"Authorization": None})
        self.assertNotIn("resource_metadata", refused.headers["WWW-Authenticate"])

    def test_where_only_approved_clients_may_the_others_wait(self):
        self.env["ir.config_parameter"].set_param("mcp.oauth_approved_only", "1")
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id))
        self.assertEqual(page.status_code, 403)
        self.assertIn("approve", page.text)
        self.known(client_id).approved = True
        self.env.flush_all()
        self.assertEqual(self.authorize(self.query(client_id)).status_code, 200)

    def test_each_limit_of_requests_holds(self):
        set_param = self.env["ir.config_parameter"].set_param
        set_param("mcp.rate_oauth_register", "2")
        statuses = [self.register().status_code for _time in range(3)]
        self.assertEqual(statuses, [201, 201, 429])
        set_param("mcp.rate_oauth", "2")
        answers = [self.token(grant_type="x") for _time in range(3)]
        self.assertEqual(answers[-1].status_code, 429)
        self.assertTrue(answers[-1].headers["Retry-After"])

    def test_a_client_with_networks_is_refused_from_elsewhere(self):
        # what claims to come from elsewhere comes over plain http besides
        self.env["ir.config_parameter"].set_param("mcp.allow_plain_http", "True")
        tokens = self.connect()
        client_id, client = tokens["client_id"], self.known(tokens["client_id"])
        client.addresses = "203.0.113.0/24, 2001:db8::/32"
        self.env.flush_all()
        claim = {"X-Forwarded-For": "203.0.113.7"}
        for headers in ({}, claim):
            self.opener.headers.update(headers)
            answer = self.refresh(client_id, tokens["refresh_token"])
            self.assertEqual(answer.status_code, 401)
            self.assertEqual(answer.json()["error"], "invalid_client")
            self.assertEqual(self.use(tokens["access_token"]).status_code, 403)
        del self.opener.headers["X-Forwarded-For"]
        client.addresses = "203.0.113.0/24, 127.0.0.0/8"
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 200)
        answer = self.refresh(client_id, tokens["refresh_token"])
        self.assertEqual(answer.status_code, 200, answer.text)

    def test_who_never_came_for_his_tokens_is_soon_no_longer_shown(self):
        client_id = self.client()
        self.login()
        self.code(client_id)
        tokens = self.connect(client_id=client_id)
        waiting, working = self.grants.sorted("id")
        self.env["mcp.oauth.grant"]._gc_old()
        self.assertEqual(self.grants, waiting | working)
        past = fields.Datetime.now() - timedelta(minutes=2)
        self.env.cr.execute("UPDATE mcp_oauth_grant SET create_date = %s", [past])
        self.tokens("code").expires = past
        self.env["mcp.oauth.grant"]._gc_old()
        self.assertEqual(self.grants, working)
        self.assertEqual(waiting.ended_by, "oauth_expired")
        self.assertEqual(self.use(tokens["access_token"]).status_code, 200)

    def manual(self, **values):
        """A client made by an administrator, and its secret."""
        client = self.env["mcp.oauth.client"].create(
            {
                "name": "Reports",
                "auth_method": "client_secret_post",
                "redirect_uris": CALLBACK,
                **values,
            }
        )
        return client.client_id, client._renew_secret()

    def test_a_client_with_a_secret_proves_itself(self):
        client_id, secret = self.manual()
        self.login()
        code = self.code(client_id)
        wrong = self.redeem(client_id, code, client_secret="mcpcs_wrong")
        self.assertEqual(
            (wrong.status_code, wrong.json()["error"]), (401, "invalid_client")
        )
        right = self.redeem(client_id, code, client_secret=secret)
        self.assertEqual(right.status_code, 200, right.text)

    def test_a_service_account_needs_no_person(self):
        client_id, secret = self.manual(service_user_id=self.person.id)
        answer = self.token(
            grant_type="client_credentials", client_id=client_id, client_secret=secret
        )
        tokens = answer.json()
        self.assertNotIn("refresh_token", tokens)
        self.assertEqual(tokens["scope"], "mcp:observe mcp:operate")
        self.assertEqual(self.use(tokens["access_token"]).status_code, 200)

    def test_a_service_account_may_no_more_than_its_client_and_ends_with_its_user(self):
        values = {"service_user_id": self.person.id, "mode": "observer"}
        client_id, secret = self.manual(**values)
        proof = {"client_id": client_id, "client_secret": secret}
        tokens = self.token(grant_type="client_credentials", **proof).json()
        self.assertEqual(tokens["scope"], "mcp:observe")
        self.person.active = False
        self.env.flush_all()
        answer = self.token(grant_type="client_credentials", **proof)
        self.assertEqual(answer.json()["error"], "unauthorized_client")

    def test_introspection_tells_a_client_of_its_own_tokens_alone(self):
        client_id, secret = self.manual(service_user_id=self.person.id)
        proof = {"client_id": client_id, "client_secret": secret}
        own = self.token(grant_type="client_credentials", **proof).json()
        foreign = self.connect()
        url = f"{self.base}/mcp/oauth/introspect"
        known = self.opener.post(url, data={**proof, "token": own["access_token"]})
        self.assertEqual(known.json()["active"], True)
        self.assertEqual(known.json()["aud"], self.resource)
        other = self.opener.post(url, data={**proof, "token": foreign["access_token"]})
        self.assertEqual(other.json(), {"active": False})

    def test_a_client_revokes_its_token(self):
        tokens = self.connect()
        url = f"{self.base}/mcp/oauth/revoke"
        data = {"client_id": tokens["client_id"], "token": tokens["refresh_token"]}
        self.assertEqual(self.opener.post(url, data=data).status_code, 200)
        self.ends(tokens)
