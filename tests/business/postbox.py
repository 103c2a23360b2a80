"""A mail server of a test's own, and an Odoo that sends its mails to it."""

from __future__ import annotations

from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from unittest.mock import patch

from odoo import modules


class Conversation(StreamRequestHandler):
    """One session of SMTP; who is in ``unknown`` is refused."""

    def handle(self) -> None:
        self.say("220 postbox")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.server.mails.append(self.mail())
            elif word == b"RCPT" and any(u in line for u in self.server.unknown):
                self.say("550 no such mailbox")
                continue
            self.say("221 bye" if word == b"QUIT" else "250 ok")

    def mail(self) -> str:
        lines = iter(self.rfile.readline, b".\r\n")
        return b"".join(lines).decode()

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class PostboxMixin:
    """Odoo sends no mail in tests unless told otherwise; here it does.

    ``postbox`` has the ``mails`` that came, and the addresses that are ``unknown``.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        server = ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        server.daemon_threads, server.mails, server.unknown = True, [], set()
        Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        servers = cls.env["ir.mail_server"]
        servers.search([]).active = False
        port = server.server_address[1]
        values = {"name": "Postbox", "smtp_host": "127.0.0.1", "smtp_port": port}
        cls.outgoing, cls.postbox = servers.create(values), server

    def setUp(self):
        super().setUp()
        self.postbox.mails.clear()
        self.postbox.unknown.clear()
        leaves = self._leaving()
        leaves.start()
        self.addCleanup(leaves.stop)

    def _leaving(self):
        servers = type(self.env["ir.mail_server"])
        if hasattr(servers, "_disable_send"):
            return patch.object(servers, "_disable_send", lambda *_: False)
        return patch.object(modules.module, "current_test", False)
