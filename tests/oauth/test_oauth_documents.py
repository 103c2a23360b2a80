"""Clients described by their own address, served over TLS by the test itself."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from werkzeug.exceptions import TooManyRequests

from odoo.sql_db import db_connect
from odoo.tests import new_test_user, tagged
from odoo.tools import config

from ...models import mcp_oauth_document as reading
from ...models.mcp_oauth_document import OWN_TURN, TURN
from ...services.oauth import client_metadata
from ...services.oauth.errors import OAuthError
from ..oauth_case import CALLBACK, OauthCase
from ..tls import certificate, serve


@tagged("post_install", "-at_install")
class TestOauthDocuments(OauthCase):
    def setUp(self):
        super().setUp()
        self.documents, self.asked = {}, []
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        pem = certificate(Path(folder.name, "server.pem"))
        server = serve(pem, self.answer)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        self.host = f"https://localhost:{server.server_port}"
        # of a machine on which private addresses may be asked
        self.patch(config, "options", self.conf(mcp_allow_private_urls=True))
        self.startPatcher(patch.dict(os.environ, {"SSL_CERT_FILE": str(pem)}))

    def conf(self, **values):
        """``odoo.conf`` with these values."""
        options = config.options
        if isinstance(options, dict):
            return {**options, **values}
        return options.new_child(values)

    def answer(self, path):
        self.asked.append(path)
        return self.documents.get(path, (404, b"", {}))

    def publish(self, path="/client.json", status=200, headers=None, **changes):
        """Serve a document; answers its address, which is the client's id."""
        url = self.host + path
        said = {
            "client_id": url,
            "client_name": "Described",
            "redirect_uris": [CALLBACK],
            "token_endpoint_auth_method": "none",
            **changes,
        }
        self.documents[path] = (status, json.dumps(said).encode(), headers or {})
        return url

    def test_a_client_that_is_only_described_connects(self):
        client_id = self.publish()
        tokens = self.connect(client_id=client_id)
        self.assertEqual(self.use(tokens["access_token"]).status_code, 200)
        client = self.known(client_id)
        self.assertEqual((client.name, client.kind), ("Described", "document"))

    def test_the_document_is_kept_for_a_while_and_then_read_again(self):
        client_id = self.publish()
        clients = self.env["mcp.oauth.client"]
        first = clients._described(client_id)
        self.assertEqual(clients._described(client_id), first)
        self.assertEqual(len(self.asked), 1)
        first.read_at -= datetime.timedelta(hours=2)
        self.publish(client_name="Renamed")
        self.assertEqual(clients._described(client_id).name, "Renamed")
        self.assertEqual(len(self.asked), 2)

    def test_a_blocked_client_is_not_asked_for_its_document(self):
        client_id = self.publish()
        clients = self.env["mcp.oauth.client"]
        clients._described(client_id).active = False
        self.assertFalse(clients._described(client_id))
        self.assertEqual(len(self.asked), 1)

    def test_who_has_proven_nothing_makes_this_server_read_nothing(self):
        client_id = self.publish()
        for way in ("token", "revoke", "introspect"):
            url = f"{self.base}/mcp/oauth/{way}"
            answer = self.opener.post(url, data={"client_id": client_id})
            self.assertEqual(answer.status_code, 401, way)
        self.authorize(self.query(client_id))
        self.assertEqual(self.asked, [])
        self.assertFalse(self.known(client_id))

    def test_who_may_not_use_mcp_makes_this_server_read_nothing(self):
        """Where people sign up by themselves everybody is such a user."""
        client_id = self.publish()
        outsider = new_test_user(self.env, "outsider", groups="base.group_portal")
        for user in (outsider, self.mcp_user()):
            self.login(user)
            self.assertEqual(self.authorize(self.query(client_id)).status_code, 400)
        self.assertEqual(self.asked, [])

    def test_a_connected_client_goes_on_without_its_document(self):
        tokens = self.connect(client_id=self.publish())
        client_id = tokens["client_id"]
        self.known(client_id).read_at -= datetime.timedelta(days=2)
        self.env.flush_all()
        self.documents.clear()
        answer = self.refresh(client_id, tokens["refresh_token"])
        self.assertEqual(answer.status_code, 200, answer.text)
        self.assertEqual(len(self.asked), 1)

    def test_a_document_that_failed_is_not_asked_for_again_at_once(self):
        clients, client_id = self.env["mcp.oauth.client"], f"{self.host}/late.json"
        for _time in range(3):
            self.assertFalse(clients._described(client_id))
        self.assertEqual(len(self.asked), 1)
        self.publish("/late.json")
        self.env.cr.execute("UPDATE mcp_rate SET ts = ts - interval '5 minutes'")
        self.assertTrue(clients._described(client_id))

    def test_few_documents_are_read_at_once(self):
        client_id = self.publish()
        with db_connect(self.env.cr.dbname).cursor() as cr:
            for turn in range(reading.at_once()):
                cr.execute(TURN, [turn])
            self.login()
            page = self.authorize(self.query(client_id))
            self.assertEqual(page.status_code, 429)
            self.assertEqual(self.asked, [])
        self.assertEqual(self.authorize(self.query(client_id)).status_code, 200)

    def test_one_person_has_one_document_read_at_a_time(self):
        client_id, user = self.publish(), self.person
        with db_connect(self.env.cr.dbname).cursor() as cr:
            cr.execute(OWN_TURN, [user.id])
            self.login()
            page = self.authorize(self.query(client_id))
            self.assertEqual(page.status_code, 429)
        self.assertEqual(self.authorize(self.query(client_id)).status_code, 200)

    def test_one_person_has_few_documents_read_a_minute(self):
        """Each by another address, so that no failure is remembered."""
        clients = self.env["mcp.oauth.client"].with_user(self.person)
        for number in range(3):
            self.assertFalse(clients._described(f"{self.host}/{number}.json"))
        with self.assertRaises(TooManyRequests):
            clients._described(self.publish())
        self.assertEqual(len(self.asked), 3)
        others = clients.with_user(self.mcp_user("odoo_mcp.group_observer"))
        self.assertTrue(others._described(self.publish()))

    def test_half_of_the_workers_have_other_work(self):
        for workers, most in ((0, 3), (1, 1), (2, 1), (3, 1), (4, 2), (64, 3)):
            with self.subTest(workers):
                self.patch(config, "options", self.conf(workers=workers))
                self.assertEqual(reading.at_once(), most)

    def test_a_document_that_does_not_do_is_no_client(self):
        wrong = {
            "/other.json": {"client_id": self.host + "/client.json"},
            "/none.json": {"client_id": None},
            "/uris.json": {"redirect_uris": ["http://evil.example.com/"]},
            "/secret.json": {"token_endpoint_auth_method": "client_secret_post"},
            "/gone.json": {"status": 404},
            "/large.json": {"client_name": "x" * 100_000},
            "/moved.json": {"status": 302, "headers": {"Location": "/client.json"}},
        }
        self.publish()
        for path, changes in wrong.items():
            with self.subTest(path), self.assertRaises(OAuthError) as caught:
                client_metadata.fetch(self.publish(path, **changes))
            self.assertEqual(caught.exception.code, "invalid_client")
        self.assertNotIn("/client.json", self.asked)

    def test_an_address_with_dots_in_its_path_is_no_client(self):
        """Whoever asks for it asks for another one: the dots go on the way."""
        for path in ("/a/../client.json", "/./client.json"):
            client_id = self.publish(path)
            self.publish(client_id=client_id)
            self.assertFalse(self.env["mcp.oauth.client"]._described(client_id), path)
        self.assertEqual(self.asked, [])

    def test_without_the_key_in_odoo_conf_this_machine_is_not_asked(self):
        client_id = self.publish()
        self.patch(config, "options", {**config.options, "mcp_allow_private_urls": 0})
        with self.assertRaises(OAuthError):
            client_metadata.fetch(client_id)
        self.assertEqual(self.asked, [])
