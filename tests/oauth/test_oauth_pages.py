"""The consent page: for one database and address, true, and never a traceback."""

from __future__ import annotations

import json
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...controllers.oauth_authorize import SCOPE
from ..oauth_case import OauthCase

EVIL = "HTTPS://evil.example.com/x"


@tagged("post_install", "-at_install")
class TestOauthPages(OauthCase):
    def consent(self, **more):
        client_id = self.client(**more)
        self.login()
        return client_id, self.authorize(self.query(client_id))

    # ------------------------------------------------------------------ signature

    def signed_again(self, page, change):
        """What was signed for this page, changed, and signed with the same secret."""
        values = verify_hash_signed(self.env, SCOPE, self.form(page)["asked"])
        expiry = fields.Datetime.now() + timedelta(minutes=10)
        return hash_sign(self.env, SCOPE, change(values), expiration=expiry)

    def assertGrantsNothing(self, page, **changes):
        answer = self.decide(page, **changes)
        self.assertEqual(answer.status_code, 400, answer.text[:500])
        self.assertNotIn("Location", answer.headers)
        self.assertFalse(self.grants)

    def test_a_yes_given_in_another_database_is_none_here(self):
        """A copied database signs with the same secret and numbers alike."""
        _client_id, page = self.consent()
        database = self.env.cr.dbname

        def elsewhere(values):
            return ["other" if value == database else value for value in values]

        def nowhere(values):
            return [value for value in values if value != database]

        for change in (elsewhere, nowhere):
            self.assertGrantsNothing(page, asked=self.signed_again(page, change))
        again = self.signed_again(page, list)
        self.assertIn("code", self.returned(self.decide(page, asked=again)))

    def test_an_address_taken_from_the_client_meanwhile_gets_no_answer(self):
        client_id, page = self.consent()
        self.known(client_id).redirect_uris = "https://assistant.example.com/new"
        self.env.flush_all()
        for decision in ("allow", "deny"):
            self.assertGrantsNothing(page, decision=decision)

    # ------------------------------------------------------------------ truth

    def test_a_site_is_called_one_however_its_address_is_written(self):
        client_id = self.client(redirect_uris=[EVIL])
        self.login()
        page = self.authorize(self.query(client_id, redirect_uri=EVIL))
        self.assertNotIn("your own computer", page.text)
        self.assertIn("sent back to", page.text)
        back = self.decide(page, remember="1")
        self.assertEqual(back.status_code, 303)
        self.assertIn("evil.example.com/x?code=", back.headers["Location"])

    # ------------------------------------------------------------------ malformed

    def test_a_client_that_can_be_none_is_unknown(self):
        self.login()
        for client_id in ("\0", "a\0b", "https://evil.example.com/\0"):
            page = self.authorize(self.query(client_id))
            self.assertEqual(page.status_code, 400)
            for way in ("token", "revoke", "introspect"):
                url = f"{self.base}/mcp/oauth/{way}"
                answer = self.opener.post(url, data={"client_id": client_id})
                self.assertEqual(answer.status_code, 401, way)
                self.assertEqual(answer.json()["error"], "invalid_client")

    def test_half_a_character_in_a_name_is_left_out(self):
        client_id = self.client(client_name="a\ud800b\udfff")
        self.assertEqual(self.known(client_id).name, "ab")
        for name in ("redirect_uris", "token_endpoint_auth_method", "client_id"):
            body = {"redirect_uris": ["https://a.example.com/"], "client_name": "x"}
            half = "https://a.example.com/\ud800"
            body[name] = [half] if name == "redirect_uris" else half
            answer = self.opener.post(
                f"{self.base}/mcp/oauth/register", data=json.dumps(body)
            )
            self.assertLess(answer.status_code, 500, name)
