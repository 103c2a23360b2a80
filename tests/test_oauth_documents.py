"""Clients described by their own address, served over TLS by the test itself."""

from __future__ import annotations

import datetime
import ipaddress
import json
import os
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from odoo.tests import tagged
from odoo.tools import config

from odoo.addons.odoo_mcp.services.oauth import documents
from odoo.addons.odoo_mcp.services.oauth.errors import OAuthError

from .oauth import CALLBACK, OauthCase


def certificate(folder: Path) -> Path:
    """A key and a certificate for this machine, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("::1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + made.public_bytes(pem))
    return path


@tagged("post_install", "-at_install")
class TestOauthDocuments(OauthCase):
    def setUp(self):
        super().setUp()
        self.documents, self.asked = {}, []
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        pem = certificate(Path(folder.name))
        server = self.serve(pem)
        self.host = f"https://localhost:{server.server_port}"
        self.patch(config, "options", self.opened())
        self.startPatcher(patch.dict(os.environ, {"SSL_CERT_FILE": str(pem)}))

    def opened(self):
        """``odoo.conf`` of a machine on which private addresses may be asked."""
        options = config.options
        if isinstance(options, dict):
            return {**options, "mcp_allow_private_urls": True}
        return options.new_child({"mcp_allow_private_urls": True})

    def serve(self, pem):
        case = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                case.asked.append(self.path)
                status, body, headers = case.documents.get(self.path, (404, b"", {}))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

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
