"""The pages of OAuth in a real browser; without Chromium these tests are skipped."""

from __future__ import annotations

from urllib.parse import urlencode

from odoo.tests import tagged

from ..common import PATIENCE
from ..oauth_case import OauthCase
from ..tours import TourCase

APP = "cursor://anysphere.cursor-mcp/oauth/callback"


@tagged("post_install", "-at_install")
class TestOauthTours(OauthCase, TourCase):
    def consent(self, tour):
        """The tour from the page that the client opens, as somebody logged in."""
        client_id = self.client(redirect_uris=[APP])
        # the browser may know this server by another name than the test
        query = self.query(client_id, redirect_uri=APP, resource=None)
        url = f"/mcp/oauth/authorize?{urlencode(query)}"
        self.start_tour(url, tour, login=self.person.login, timeout=PATIENCE)

    def test_a_person_allows_less_than_was_asked_for(self):
        self.consent("odoo_mcp_consent")
        grant = self.grants
        self.assertEqual(grant.mode, "observer")
        self.assertIn("records", grant.toolsets.split(","))
        self.assertNotIn("safety", grant.toolsets.split(","))

    def test_a_no_grants_nothing_and_says_so(self):
        self.consent("odoo_mcp_consent_denied")
        self.assertFalse(self.grants)

    def test_a_user_ends_a_connection_from_his_preferences(self):
        tokens = self.connect()
        grant = self.grants
        login = self.person.login
        tour = "odoo_mcp_connected_assistants"
        self.start_tour("/odoo", tour, login=login, timeout=PATIENCE)
        grant.invalidate_recordset()
        self.assertEqual((grant.active, grant.ended_by), (False, "oauth_revoked"))
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)

    def test_the_doctor_shows_what_is_wrong_and_what_to_do(self):
        # nobody listens there: a request to the server under test would wait for it
        set_param = self.env["ir.config_parameter"].set_param
        set_param("web.base.url", "http://127.0.0.1:1")
        set_param("web.base.url.freeze", "True")
        self.tour("odoo_mcp_doctor", "mcp_doctor_action")
