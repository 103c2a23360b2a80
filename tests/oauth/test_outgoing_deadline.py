"""A request that leaves has one end for all of it, however slowly it is answered."""

from __future__ import annotations

import os
import socket
import ssl
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...services import outgoing
from ...services.outgoing import client, destinations
from ..tls import certificate

START = b"HTTP/1.1 200 OK\r\n"
# what comes at once, and then byte by byte
DRIPPED = {
    "status": (b"", b"HTTP/1.1 200 " + b"O" * 400),
    "headers": (START + b"X-Slow: ", b"a" * 400),
    "body": (START + b"\r\n", b" " * 400),
    "rest": (START + b"Content-Length: 400\r\n\r\n", b" " * 400),
    "nothing": (b"", b""),
}


@tagged("post_install", "-at_install")
class TestOutgoingDeadline(BaseCase):
    def setUp(self):
        super().setUp()
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.pem = certificate(Path(folder.name, "server.pem"))
        self.over = threading.Event()
        self.addCleanup(self.over.set)
        certificates = {"SSL_CERT_FILE": str(self.pem)}
        self.startPatcher(patch.dict(os.environ, certificates))

    def server(self, scheme, answer):
        """The URL of a server that answers one request as ``answer`` does."""
        listening = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(listening.close)

        def serve():
            with suppress(OSError):
                connection, _address = listening.accept()
                answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        return f"{scheme}://localhost:{listening.getsockname()[1]}/"

    def dripping(self, scheme, first, rest):
        def answer(connection):
            if scheme == "https":
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(self.pem)
                connection = context.wrap_socket(connection, server_side=True)
            connection.recv(4096)
            connection.sendall(first)
            for number in range(len(rest)):
                if self.over.wait(0.02):
                    break
                connection.sendall(rest[number : number + 1])
            self.over.wait(8)

        return self.server(scheme, answer)

    def assertInTime(self, url):
        began = time.monotonic()
        with self.assertRaises(outgoing.OutgoingError):
            client.get(url, timeout=0.5, private=True)
        self.assertLess(time.monotonic() - began, 4)

    def test_it_holds_for_each_part_of_an_answer(self):
        for scheme in ("http", "https"):
            for part, (first, rest) in DRIPPED.items():
                with self.subTest(scheme=scheme, part=part):
                    self.assertInTime(self.dripping(scheme, first, rest))

    def test_it_holds_for_the_beginning_of_tls(self):
        self.assertInTime(self.server("https", lambda _sock: self.over.wait(8)))

    def test_it_holds_for_the_lookup_of_a_name(self):
        """Its name server may be its owner's, and slow on purpose."""

        def slow(*_asked, **_options):
            self.over.wait(8)
            raise OSError

        default = patch.dict(destinations.resolve.__kwdefaults__, lookup=slow)
        with default, patch.object(socket, "getaddrinfo", slow):
            self.assertInTime("https://slow.example.com/client.json")

    def test_a_name_that_does_not_exist_is_said_at_once(self):
        with self.assertRaisesRegex(outgoing.OutgoingError, "cannot be looked up"):
            client.get("https://nowhere.invalid/", timeout=20)

    def test_who_answers_in_time_is_heard(self):
        whole = START + b"Content-Length: 2\r\nConnection: close\r\n\r\n{}"
        for scheme in ("http", "https"):
            url = self.dripping(scheme, whole, b"")
            found = client.get(url, timeout=20, private=True)
            self.assertEqual((found.status, found.body), (200, b"{}"))
