"""Clients described by their own address, served over TLS by the test itself."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import config

from odoo.addons.odoo_mcp.services.oauth import documents
from odoo.addons.odoo_mcp.services.oauth.errors import OAuthError

from .oauth import CALLBACK, OauthCase
from .tls import certificate, serve


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
        self.patch(config, "options", self.opened())
        self.startPatcher(patch.dict(os.environ, {"SSL_CERT_FILE": str(pem)}))

    def opened(self):
        """``odoo.conf`` of a machine on which private addresses may be asked."""
        options = config.options
        if isinstance(options, dict):
            return {**options, "mcp_allow_private_urls": True}
        return options.new_child({"mcp_allow_private_urls": True})

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
        first = clients._of(client_id)
        self.assertEqual(clients._of(client_id), first)
        self.assertEqual(len(self.asked), 1)
        first.read_at -= datetime.timedelta(hours=2)
        self.publish(client_name="Renamed")
        self.assertEqual(clients._of(client_id).name, "Renamed")
        self.assertEqual(len(self.asked), 2)

    def test_a_blocked_client_is_not_asked_for_its_document(self):
        client_id = self.publish()
        clients = self.env["mcp.oauth.client"]
        clients._of(client_id).active = False
        self.assertFalse(clients._of(client_id))
        self.assertEqual(len(self.asked), 1)

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
                documents.fetch(self.publish(path, **changes))
            self.assertEqual(caught.exception.code, "invalid_client")
        self.assertNotIn("/client.json", self.asked)

    def test_without_the_key_in_odoo_conf_this_machine_is_not_asked(self):
        client_id = self.publish()
        self.patch(config, "options", {**config.options, "mcp_allow_private_urls": 0})
        with self.assertRaises(OAuthError):
            documents.fetch(client_id)
        self.assertEqual(self.asked, [])
