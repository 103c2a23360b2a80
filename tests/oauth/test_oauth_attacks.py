"""What must not work: each attempt is refused, grants nothing and tells nothing."""

from __future__ import annotations

import base64
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..oauth_case import CALLBACK, OauthCase
from .oauth_wrong import (
    LOOPBACK,
    WRONG_DOCUMENTS,
    WRONG_METADATA,
    WRONG_QUERIES,
    WRONG_REDIRECTS,
)


@tagged("post_install", "-at_install")
class TestOauthAttacks(OauthCase):
    def setUp(self):
        super().setUp()
        self.before = self.count()

    def assertNothingGranted(self):
        self.assertEqual(self.count(), self.before)

    def count(self):
        """What exists that was granted to anybody."""
        self.env.invalidate_all()
        return [
            self.env[model].search_count([])
            for model in ("mcp.oauth.grant", "mcp.oauth.token")
        ]

    def assertPage(self, answer, status=400):
        """A page for the person, and no way back to anybody."""
        self.assertEqual(answer.status_code, status, answer.text[:500])
        self.assertNotIn("Location", answer.headers)
        self.assertNotIn('name="asked"', answer.text)

    # ------------------------------------------------------------- authorization

    def test_nothing_is_sent_to_an_address_that_is_not_exactly_registered(self):
        client_id = self.client(redirect_uris=[CALLBACK, LOOPBACK])
        self.login()
        for uri in WRONG_REDIRECTS:
            with self.subTest(uri):
                self.assertPage(self.authorize(self.query(client_id, redirect_uri=uri)))
        self.assertNothingGranted()

    def test_a_wrong_client_and_a_wrong_address_read_the_same(self):
        known = self.client()
        self.login()
        pages = [
            self.authorize(self.query(known, redirect_uri="https://evil.example.com/")),
            self.authorize(self.query("unknown")),
            self.authorize(self.query("")),
            self.authorize(self.query(None)),
            self.authorize(self.query([known, known])),
            self.authorize(self.query(known, redirect_uri=None)),
            self.authorize(self.query(known, redirect_uri=[CALLBACK, CALLBACK])),
        ]
        for page in pages:
            self.assertPage(page)
        self.assertEqual(len({self.words(page) for page in pages}), 1)

    def words(self, page):
        from lxml import html

        return " ".join(html.fromstring(page.text).xpath("//p//text()"))

    def test_a_wrong_request_goes_back_to_the_client_without_a_code(self):
        client_id = self.client()
        self.login()
        for changes, error in WRONG_QUERIES:
            with self.subTest(changes):
                answer = self.authorize(self.query(client_id, **changes))
                self.assertTrue(answer.headers["Location"].startswith(CALLBACK + "?"))
                said = self.returned(answer)
                self.assertEqual(said["error"], error)
                self.assertNotIn("code", said)
                self.assertEqual(said["iss"], self.base)
        self.assertNothingGranted()

    def test_the_consent_page_is_in_no_frame_and_leaks_no_address(self):
        self.login()
        headers = self.authorize(self.query(self.client())).headers
        self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
        self.assertEqual(headers["X-Frame-Options"], "DENY")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", headers["Cache-Control"])

    def test_a_name_cannot_be_markup(self):
        client_id = self.client(client_name="<script>x</script>\u202e\x00Bank")
        self.login()
        page = self.authorize(self.query(client_id)).text
        self.assertNotIn("<script>x", page)
        self.assertNotIn("\u202e", page)

    def test_a_yes_needs_the_form_of_this_very_person(self):
        client_id = self.client()
        self.login()
        form = self.form(self.authorize(self.query(client_id)))
        url = f"{self.base}/mcp/oauth/authorize"
        forged = {
            "no csrf token": {k: v for k, v in form.items() if k != "csrf_token"},
            "wrong csrf token": {**form, "csrf_token": "0" * 40},
            "no signature": {k: v for k, v in form.items() if k != "asked"},
            "cut": {**form, "asked": form["asked"][:-4]},
            "garbage": {**form, "asked": "ü"},
        }
        for name, data in forged.items():
            with self.subTest(name):
                data = {**data, "decision": "allow"}
                answer = self.opener.post(url, data=data, allow_redirects=False)
                self.assertEqual(answer.status_code, 400)
        self.assertNothingGranted()
        self.login(self.mcp_user("odoo_mcp.group_operator"))
        own = self.form(self.authorize(self.query(client_id)))
        data = {**own, "asked": form["asked"], "decision": "allow"}
        answer = self.opener.post(url, data=data, allow_redirects=False)
        self.assertPage(answer)
        self.assertNothingGranted()

    def test_who_may_not_use_mcp_cannot_grant_anything(self):
        client_id = self.client()
        for groups in ("base.group_user", "base.group_portal"):
            with self.subTest(groups):
                user = self.mcp_user()
                if groups == "base.group_portal":
                    from odoo.tests import new_test_user

                    user = new_test_user(self.env, "outsider", groups=groups)
                self.login(user)
                self.assertPage(self.authorize(self.query(client_id)), 403)
        self.assertNothingGranted()

    # ------------------------------------------------------------- registration

    def test_metadata_that_do_not_do_register_nothing(self):
        before = self.env["mcp.oauth.client"].search_count([])
        for body in WRONG_METADATA:
            with self.subTest(body[:60]):
                answer = self.opener.post(
                    f"{self.base}/mcp/oauth/register",
                    data=body,
                    headers={"Content-Type": "application/json"},
                )
                self.assertIn(answer.status_code, (400, 413))
                if answer.status_code == 400:
                    self.assertIn(
                        answer.json()["error"],
                        ("invalid_client_metadata", "invalid_redirect_uri"),
                    )
        self.env.invalidate_all()
        self.assertEqual(self.env["mcp.oauth.client"].search_count([]), before)

    def test_a_document_at_an_address_that_may_not_be_reached_is_no_client(self):
        self.login()
        for client_id in WRONG_DOCUMENTS:
            # one person has few of them read a minute
            self.env.cr.execute("DELETE FROM mcp_rate")
            with self.subTest(client_id):
                self.assertPage(self.authorize(self.query(client_id)))
            self.assertFalse(self.known(client_id))

    # ------------------------------------------------------------- tokens

    def assertGrantless(self, answer, error="invalid_grant"):
        self.assertEqual(answer.json().get("error"), error, answer.text)
        self.assertNotIn("access_token", answer.text)
        self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_a_code_is_for_its_client_its_address_and_its_verifier(self):
        client_id, other = self.client(), self.client()
        self.login()
        wrong = [
            {"code_verifier": None},
            {"code_verifier": ""},
            {"code_verifier": "x" * 43},
            {"code_verifier": self.challenge()},
            {"code_verifier": "x" * 200},
            {"redirect_uri": None},
            {"redirect_uri": CALLBACK + "/"},
            {"redirect_uri": "https://evil.example.com/"},
            {"client_id": other},
        ]
        for changes in wrong:
            with self.subTest(changes):
                code = self.code(client_id)
                fields_ = {"client_id": client_id, "code": code, **changes}
                self.assertGrantless(self.redeem(**fields_))
                # and with that it has had its chance, and the connection is over
                self.assertFalse(self.grants)
                self.assertGrantless(self.redeem(client_id, code))

    def test_a_code_used_again_ends_what_it_gave(self):
        client_id = self.client()
        self.login()
        code = self.code(client_id)
        tokens = self.redeem(client_id, code).json()
        self.assertGrantless(self.redeem(client_id, code))
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)
        self.assertGrantless(self.refresh(client_id, tokens["refresh_token"]))

    def test_a_code_lives_for_a_minute(self):
        client_id = self.client()
        self.login()
        code = self.code(client_id)
        row = self.tokens("code")
        left = row.expires - fields.Datetime.now()
        self.assertLessEqual(left, timedelta(minutes=1))
        row.expires = fields.Datetime.now() - timedelta(seconds=1)
        self.env.flush_all()
        self.assertGrantless(self.redeem(client_id, code))

    def test_a_refresh_token_used_again_ends_the_connection(self):
        tokens = self.connect()
        client_id, first = tokens["client_id"], tokens["refresh_token"]
        fresh = self.refresh(client_id, first).json()
        self.assertGrantless(self.refresh(client_id, first))
        self.assertGrantless(self.refresh(client_id, fresh["refresh_token"]))
        for access in (tokens["access_token"], fresh["access_token"]):
            self.assertEqual(self.use(access).status_code, 401)

    def test_a_refresh_token_is_for_its_client_and_its_scopes(self):
        tokens = self.connect(scope="mcp:observe")
        more = {"scope": "mcp:observe mcp:admin"}
        mine = (tokens["client_id"], tokens["refresh_token"])
        self.assertGrantless(self.refresh(*mine, **more), "invalid_scope")
        self.assertGrantless(self.refresh(self.client(), tokens["refresh_token"]))
        # neither has used it up: the client that mends its request goes on
        self.assertEqual(self.refresh(*mine).status_code, 200)

    def test_a_used_refresh_token_ends_the_connection_whatever_it_asks_for(self):
        tokens = self.connect(scope="mcp:observe")
        mine = (tokens["client_id"], tokens["refresh_token"])
        fresh = self.refresh(*mine).json()
        self.assertGrantless(self.refresh(*mine, scope="mcp:admin"))
        self.assertEqual(self.use(fresh["access_token"]).status_code, 401)

    def test_one_kind_of_secret_is_not_taken_for_another(self):
        tokens = self.connect()
        client_id = tokens["client_id"]
        access, refresh = tokens["access_token"], tokens["refresh_token"]
        self.login()
        code = self.code(client_id)
        for secret in (access, refresh, "", "x", "mcpac_x", "ü" * 50, "x" * 9000):
            with self.subTest(secret[:8]):
                self.assertGrantless(self.redeem(client_id, secret))
        for secret in (access, code, "", "mcprt_x"):
            with self.subTest(secret[:8]):
                self.assertGrantless(self.refresh(client_id, secret))
        for secret in (refresh, code, access[:-1], access + "x", access.upper()):
            with self.subTest(secret[:8]):
                self.assertEqual(self.use(secret).status_code, 401)

    def test_a_wrong_form_gives_nothing(self):
        client_id = self.client()
        wrong = [
            ({}, "invalid_client"),
            ({"client_id": client_id}, "unsupported_grant_type"),
            (
                {"client_id": client_id, "grant_type": "password"},
                "unsupported_grant_type",
            ),
            (
                {"client_id": client_id, "grant_type": "client_credentials"},
                "unauthorized_client",
            ),
            (
                {"client_id": client_id, "client_secret": "x", "grant_type": "x"},
                "invalid_client",
            ),
            ({"client_id": "unknown", "grant_type": "refresh_token"}, "invalid_client"),
            ({"client_id": [client_id, client_id]}, "invalid_request"),
            (
                {"client_id": client_id, "resource": "https://other.example.com"},
                "invalid_target",
            ),
        ]
        for form, error in wrong:
            with self.subTest(form):
                self.assertGrantless(self.token(**form), error)

    def test_what_stands_in_the_address_does_not_count(self):
        client_id = self.client()
        self.login()
        query = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": self.code(client_id),
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }
        answer = self.opener.post(f"{self.base}/mcp/oauth/token", params=query)
        self.assertGrantless(answer, "invalid_client")

    def test_a_header_that_proves_nothing_is_refused(self):
        client_id = self.client()
        pair = base64.b64encode(f"{client_id}:x".encode()).decode()
        for header in ("Basic", "Basic !", f"Basic {pair}", "Bearer x", "Basic eA=="):
            with self.subTest(header):
                answer = self.opener.post(
                    f"{self.base}/mcp/oauth/token",
                    data={"grant_type": "refresh_token", "client_id": client_id},
                    headers={"Authorization": header},
                )
                self.assertEqual(answer.status_code, 401)
                self.assertGrantless(answer, "invalid_client")

    def test_a_token_for_another_address_of_this_server_is_refused(self):
        tokens = self.connect()
        self.grants.resource = "https://other.example.com/mcp/v1"
        self.env.flush_all()
        self.assertEqual(self.use(tokens["access_token"]).status_code, 401)
        fresh = self.refresh(tokens["client_id"], tokens["refresh_token"])
        self.assertGrantless(fresh)

    def test_a_token_in_the_address_is_no_bearer(self):
        access = self.connect()["access_token"]
        path = f"/mcp/v1?access_token={access}"
        answer = self.send({}, {"Authorization": None}, path=path)
        self.assertEqual(answer.status_code, 401)

    def test_secrets_are_nowhere_kept_as_they_are(self):
        tokens = self.connect()
        self.env.flush_all()
        self.use(tokens["access_token"], "probe_add", name=tokens["refresh_token"])
        for table in ("mcp_oauth_token", "mcp_oauth_grant", "mcp_audit_log"):
            self.env.cr.execute(f"SELECT t::text FROM {table} t")
            rows = " ".join(row for (row,) in self.env.cr.fetchall())
            for name in ("access_token", "refresh_token"):
                with self.subTest(table=table, secret=name):
                    self.assertNotIn(tokens[name], rows)

    def test_a_foreign_host_finds_nothing_here(self):
        for path in (
            "/.well-known/oauth-authorization-server",
            "/.well-known/oauth-protected-resource",
        ):
            answer = self.opener.get(
                self.base + path, headers={"Host": "evil.example.com"}
            )
            self.assertEqual(answer.status_code, 404)
            self.assertIn("web.base.url", answer.json()["error_description"])

    def test_over_plain_http_from_another_machine_nothing_is_granted(self):
        client_id = self.client()
        self.login()
        form = self.form(self.authorize(self.query(client_id)))
        code = self.code(client_id)
        before = self.count()
        self.opener.headers["X-Forwarded-For"] = "203.0.113.7"
        url = f"{self.base}/mcp/oauth/authorize"
        for page in (
            self.authorize(self.query(client_id)),
            self.opener.post(url, data=form, allow_redirects=False),
        ):
            self.assertPage(page, 403)
            self.assertIn("proxy_mode", page.text)
        for answer in (
            self.redeem(client_id, code),
            self.register(),
            self.opener.get(f"{self.base}/.well-known/oauth-authorization-server"),
        ):
            self.assertEqual(answer.status_code, 403)
            self.assertIn("proxy_mode", answer.json()["error_description"])
        self.assertEqual(self.count(), before)
        # what never arrived is not used up
        del self.opener.headers["X-Forwarded-For"]
        self.assertEqual(self.redeem(client_id, code).status_code, 200)

    def test_an_assistant_can_neither_connect_nor_disconnect_others(self):
        with self.subTest("closed models"):
            from ...services.orm.closed import is_closed

            for model in ("client", "grant", "token"):
                self.assertTrue(is_closed(self.env, f"mcp.oauth.{model}"))
