"""What an administrator withholds is withheld from who is connected, and goes on later."""

from __future__ import annotations

import time
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...models import mcp_stop
from ...models.mcp_key import REMEMBERED_S
from ...services.compat.user_groups import group_field
from ..oauth_case import OauthCase


@tagged("post_install", "-at_install")
class TestOauthWithheld(OauthCase):
    def setUp(self):
        super().setUp()
        self.boss = self.env(user=self.env.ref("base.user_admin"))

    def set_param(self, name, value):
        self.env["ir.config_parameter"].set_param(f"mcp.{name}", value)
        self.env.flush_all()

    def renew(self, tokens):
        return self.refresh(tokens["client_id"], tokens["refresh_token"])

    def assertWithheld(self, tokens, error="access_denied"):
        """Not refreshed now, twice; and nothing of it counts as reuse."""
        for _time in range(2):
            answer = self.renew(tokens)
            self.assertEqual(answer.status_code, 400, answer.text)
            self.assertEqual(answer.json()["error"], error)

    def assertGoesOn(self, tokens):
        answer = self.renew(tokens)
        self.assertEqual(answer.status_code, 200, answer.text)
        for access in (tokens["access_token"], answer.json()["access_token"]):
            self.assertEqual(self.use(access).status_code, 200)

    # ------------------------------------------------------------------ stopped

    def remembered(self):
        """Tokens of a client that the person said not to be asked about again."""
        client_id = self.client()
        self.login()
        page = self.authorize(self.query(client_id))
        code = self.returned(self.decide(page, remember="1"))["code"]
        return {**self.redeem(client_id, code).json(), "client_id": client_id}

    def test_a_stopped_connection_makes_itself_no_other_one(self):
        tokens, grant = self.remembered(), self.grants
        query = self.query(tokens["client_id"])
        self.boss["mcp.stop"]._stop(f"oauth:{grant.id}")
        self.assertEqual(self.use(tokens["access_token"]).status_code, 403)
        self.assertWithheld(tokens)
        self.login()
        page = self.authorize(query)
        self.assertEqual(page.status_code, 403)
        self.assertIn("stopped", page.text)
        self.assertEqual(self.grants, grant)
        self.boss["mcp.stop"]._allow(f"oauth:{grant.id}")
        self.assertEqual(self.authorize(query).status_code, 303)
        self.assertGoesOn(tokens)

    def test_a_page_that_was_open_when_it_was_stopped_grants_nothing(self):
        client_id = self.connect()["client_id"]
        grant = self.grants
        page = self.authorize(self.query(client_id))
        self.login()
        page = self.authorize(self.query(client_id))
        self.boss["mcp.stop"]._stop(f"oauth:{grant.id}")
        self.assertEqual(self.decide(page).status_code, 403)
        self.assertEqual(self.grants, grant)

    def test_a_stop_holds_though_another_thread_remembers_old_ones(self):
        """Whatever was cached: what is committed counts within seconds."""
        self.connect()
        grant = self.grants
        self.assertNotIn(grant.id, grant._stopped_ids())
        what = f"oauth:{grant.id}"
        self.env.cr.execute("INSERT INTO mcp_stop (what) VALUES (%s)", [what])
        later = time.monotonic() + 2 * REMEMBERED_S
        with patch.object(mcp_stop.time, "monotonic", lambda: later):
            self.assertIn(grant.id, grant._stopped_ids())

    def test_the_stop_of_one_person_is_none_of_another(self):
        client_id = self.connect()["client_id"]
        self.boss["mcp.stop"]._stop(f"oauth:{self.grants.id}")
        self.login(self.mcp_user("odoo_mcp.group_operator"))
        self.assertEqual(self.authorize(self.query(client_id)).status_code, 200)

    # ------------------------------------------------------------------ settings

    def test_with_oauth_off_no_token_works(self):
        tokens = self.connect()
        principal = self.principal(self.person, credential=f"oauth:{self.grants.id}")
        identity = self.env["mcp.identity"]
        self.assertTrue(identity._now(principal))
        self.set_param("oauth_off", "1")
        answer = self.use(tokens["access_token"])
        self.assertEqual(answer.status_code, 401)
        self.assertNotIn("resource_metadata", answer.headers["WWW-Authenticate"])
        self.assertFalse(identity._now(principal))
        self.set_param("oauth_off", "")
        self.assertGoesOn(tokens)

    def test_with_oauth_off_right_tokens_count_as_no_attack(self):
        access = self.connect()["access_token"]
        self.set_param("oauth_off", "1")
        statuses = {self.use(access).status_code for _time in range(15)}
        self.assertEqual(statuses, {401})

    def test_who_is_connected_waits_for_the_approval_as_well(self):
        tokens = self.connect()
        principal = self.principal(self.person, credential=f"oauth:{self.grants.id}")
        self.set_param("oauth_approved_only", "1")
        answer = self.use(tokens["access_token"])
        self.assertEqual(answer.status_code, 403)
        self.assertIn("approve", answer.text)
        self.assertFalse(self.env["mcp.identity"]._now(principal))
        self.assertWithheld(tokens)
        self.known(tokens["client_id"]).approved = True
        self.env.flush_all()
        self.assertGoesOn(tokens)

    # ------------------------------------------------------------------ refresh

    def test_a_refresh_by_another_name_of_this_server_uses_nothing_up(self):
        tokens = self.connect()
        grant, own = self.grants, self.resource
        grant.resource = "https://other.example.com/mcp/v1"
        self.env.flush_all()
        self.assertWithheld(tokens, "invalid_grant")
        grant.resource = own
        self.env.flush_all()
        self.assertGoesOn(tokens)

    def test_a_refresh_while_the_group_was_gone_uses_nothing_up(self):
        tokens = self.connect()
        name = group_field(self.person)
        groups = self.person[name].ids
        plain = self.env.ref("base.group_user").ids
        for ids in (plain, groups):
            self.person.write({name: [(6, 0, ids)]})
            self.env.flush_all()
            if ids == plain:
                self.assertWithheld(tokens, "invalid_grant")
        self.assertGoesOn(tokens)

    def test_an_expired_one_stays_expired(self):
        tokens = self.connect()
        self.tokens("refresh").expires = fields.Datetime.now()
        self.env.flush_all()
        self.assertWithheld(tokens, "invalid_grant")
        self.assertTrue(self.grants)

    # ------------------------------------------------------------------ places

    def test_where_the_endpoint_does_not_answer_no_client_gets_a_token(self):
        tokens = self.connect()
        self.set_param("allowed_addresses", "203.0.113.0/24")
        answers = [self.renew(tokens), self.register()]
        for way in ("revoke", "introspect"):
            url, data = f"{self.base}/mcp/oauth/{way}", {"token": "x"}
            answers.append(self.opener.post(url, data=data))
        for answer in answers:
            self.assertEqual(answer.status_code, 403, answer.text)
            self.assertIn("allowed_addresses", answer.json()["error_description"])
        self.login()
        # the person's browser is elsewhere than his assistant
        page = self.authorize(self.query(tokens["client_id"]))
        self.assertEqual(page.status_code, 200)
        self.set_param("allowed_addresses", "203.0.113.0/24, 127.0.0.0/8")
        self.assertGoesOn(tokens)
