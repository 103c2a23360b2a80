"""A service account that an administrator stopped stays stopped until he allows it."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..oauth_case import OauthCase


@tagged("post_install", "-at_install")
class TestOauthServices(OauthCase):
    def setUp(self):
        super().setUp()
        values = {"name": "Reports", "auth_method": "client_secret_post"}
        values |= {"service_user_id": self.person.id}
        client = self.env["mcp.oauth.client"].create(values)
        self.proof = {"client_id": client.client_id}
        self.proof |= {"client_secret": client._renew_secret()}
        self.boss = self.env(user=self.env.ref("base.user_admin"))

    def ask(self, **more):
        kind = {"grant_type": "client_credentials"}
        return self.token(**kind, **self.proof, **more)

    def assertStopped(self, **more):
        answer = self.ask(**more)
        self.assertEqual(answer.json().get("error"), "unauthorized_client", answer.text)
        self.assertIn("stopped", answer.json()["error_description"])

    def stopped(self):
        """The grant of the account, and its name as a credential, when it is stopped."""
        access = self.ask().json()["access_token"]
        grant = self.grants
        self.boss["mcp.stop"]._stop(f"oauth:{grant.id}")
        self.assertEqual(self.use(access).status_code, 403)
        return grant, f"oauth:{grant.id}"

    def shown(self, what):
        """Whether the page Connected lists it as stopped."""
        users = self.boss["mcp.page.connected"].describe()["users"]
        rows = [row for user in users for row in user["credentials"]]
        return [row["stopped"] for row in rows if row["what"] == what] == [True]

    def test_whatever_scopes_it_asks_for(self):
        _grant, what = self.stopped()
        self.assertStopped()
        self.assertStopped(scope="mcp:observe")
        self.boss["mcp.stop"]._allow(what)
        self.assertEqual(self.ask(scope="mcp:observe").status_code, 200)

    def test_however_long_it_did_not_come(self):
        grant, what = self.stopped()
        past = fields.Datetime.now() - timedelta(days=400)
        dates = "UPDATE mcp_oauth_grant SET create_date = %s, write_date = %s"
        self.env["mcp.oauth.token"].search([("grant_id", "=", grant.id)]).unlink()
        for ended in (False, True):
            if ended:
                grant._revoke("oauth_revoked")
            self.env.flush_all()
            self.env.cr.execute(dates, [past, past])
            self.env.invalidate_all()
            self.env["mcp.oauth.grant"]._gc_old()
            self.assertTrue(grant.exists())
            self.assertIs(grant.active, not ended)
            self.assertStopped()
            self.assertTrue(self.shown(what))

    def test_its_tokens_end_with_the_account_and_with_the_secret(self):
        client = self.env["mcp.oauth.client"].search(
            [("client_id", "=", self.proof["client_id"])]
        )
        for end in (
            lambda: client._renew_secret(),
            lambda: client.write({"service_user_id": False}),
        ):
            access = self.ask().json()["access_token"]
            self.assertEqual(self.use(access).status_code, 200)
            secret = end()
            self.env.flush_all()
            self.assertEqual(self.use(access).status_code, 401)
            if secret:
                self.proof["client_secret"] = secret
                self.env.flush_all()
