"""A client and a person that walk through OAuth over HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from urllib.parse import parse_qs, urlsplit

from lxml import html

from .wire import PATH, WireCase

CALLBACK = "https://assistant.example.com/callback"
ALL = "mcp:observe mcp:operate mcp:import mcp:admin offline_access"


class OauthCase(WireCase):
    """``connect`` does everything; the steps are there one by one as well."""

    def setUp(self):
        super().setUp()
        self.person = self.mcp_user(
            "odoo_mcp.group_operator,base.group_partner_manager"
        )
        self.verifier = secrets.token_urlsafe(48)
        for name in ("rate_oauth", "rate_oauth_register"):
            self.env["ir.config_parameter"].set_param(f"mcp.{name}", "100000")

    @property
    def grants(self):
        """What this test's person granted and did not take back."""
        return self.env["mcp.oauth.grant"].search([("user_id", "=", self.person.id)])

    def tokens(self, kind):
        """The rows of one kind that hang on these grants."""
        own = [("grant_id", "in", self.grants.ids), ("kind", "=", kind)]
        return self.env["mcp.oauth.token"].search(own)

    def known(self, client_id):
        """The record of a client."""
        return self.env["mcp.oauth.client"].search([("client_id", "=", client_id)])

    @property
    def base(self):
        return self.base_url().replace("localhost", "127.0.0.1")

    @property
    def resource(self):
        return self.base + PATH

    def challenge(self, verifier=None):
        digest = hashlib.sha256((verifier or self.verifier).encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def register(self, **more):
        body = {"client_name": "Assistant", "redirect_uris": [CALLBACK], **more}
        return self.opener.post(f"{self.base}/mcp/oauth/register", json=body)

    def client(self, **more):
        answer = self.register(**more)
        self.assertEqual(answer.status_code, 201, answer.text)
        return answer.json()["client_id"]

    def query(self, client_id, **more):
        asked = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": CALLBACK,
            "scope": ALL,
            "state": "the state",
            "code_challenge": self.challenge(),
            "code_challenge_method": "S256",
            "resource": self.resource,
            **more,
        }
        return {name: value for name, value in asked.items() if value is not None}

    def login(self, user=None):
        user = user or self.person
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def authorize(self, query):
        """What the browser gets when the client sends it here."""
        return self.opener.get(
            f"{self.base}/mcp/oauth/authorize", params=query, allow_redirects=False
        )

    def form(self, page):
        """The fields of the consent page, as they are ticked."""
        (form,) = html.fromstring(page.text).xpath("//form[@action]")
        fields = list(form.fields.items())
        names = {name for name, _value in fields}
        kept = {n: form.fields[n] for n in names - {"toolsets", "companies"}}
        for name in ("toolsets", "companies"):
            boxes = form.xpath(f".//input[@name='{name}'][@checked]/@value")
            kept |= {name: boxes} if boxes else {}
        return {name: value for name, value in kept.items() if value is not None}

    def decide(self, page, decision="allow", **changes):
        data = {**self.form(page), "decision": decision, **changes}
        return self.opener.post(
            f"{self.base}/mcp/oauth/authorize", data=data, allow_redirects=False
        )

    def returned(self, answer):
        """What came back to the client by the redirect."""
        self.assertEqual(answer.status_code, 303, answer.text[:2000])
        found = parse_qs(urlsplit(answer.headers["Location"]).query)
        return {name: value for name, (value,) in found.items()}

    def code(self, client_id, **query):
        page = self.authorize(self.query(client_id, **query))
        self.assertEqual(page.status_code, 200, page.text[:2000])
        return self.returned(self.decide(page))["code"]

    def token(self, **fields):
        fields = {"resource": self.resource, **fields}
        data = {name: value for name, value in fields.items() if value is not None}
        return self.opener.post(f"{self.base}/mcp/oauth/token", data=data)

    def redeem(self, client_id, code, **more):
        fields = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
            **more,
        }
        return self.token(**fields)

    def refresh(self, client_id, refresh_token, **more):
        fields = {"client_id": client_id, "refresh_token": refresh_token, **more}
        return self.token(grant_type="refresh_token", **fields)

    def connect(self, user=None, client_id=None, **query):
        """Everything; answers the token response."""
        client_id = client_id or self.client()
        self.login(user)
        answer = self.redeem(client_id, self.code(client_id, **query))
        self.assertEqual(answer.status_code, 200, answer.text)
        return {**answer.json(), "client_id": client_id}

    def use(self, access_token, tool="get_capabilities", **arguments):
        """Call a tool as the client does, without any cookie."""
        self.opener.cookies.clear()
        return self.rpc(
            "tools/call",
            {"name": tool, "arguments": arguments},
            {"Authorization": f"Bearer {access_token}"},
        )

    def send(self, body, headers=None, path=PATH, **options):
        """The endpoint under the very name that tokens are for."""
        headers = {**self.headers, **(headers or {})}
        return self.opener.post(
            self.base + path, data=json.dumps(body).encode(), headers=headers, **options
        )
