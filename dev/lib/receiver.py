"""``dev/receiver``: a small registry for tests and for self-hosting.

Prints every registration; with ``--secret`` it refuses what is not signed with it,
older than five minutes, or seen before. Standard library only.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import options

MOST_BODY = 1024 * 1024
MOST_AGE_S = 300


class Registry(ThreadingHTTPServer):
    """Keeps the last registration of every server in memory."""

    def __init__(self, address: tuple[str, int], secret: str | None = None) -> None:
        super().__init__(address, Handler)
        self.secret = secret
        self.servers: dict[str, dict[str, Any]] = {}
        self.nonces: set[str] = set()

    def accepts(self, signature: str, body: bytes) -> bool:
        """Whether the body carries a fresh signature under our secret."""
        if not self.secret:
            return True
        parts = dict(p.partition("=")[::2] for p in signature.split(","))
        moment, nonce = parts.get("t", "0"), parts.get("n", "")
        text = f"{moment}.{nonce}.".encode() + body
        code = hmac.new(self.secret.encode(), text, hashlib.sha256).hexdigest()
        fresh = moment.isdigit() and abs(time.time() - int(moment)) < MOST_AGE_S
        if not fresh or nonce in self.nonces:
            return False
        if not hmac.compare_digest(code, parts.get("v1", "")):
            return False
        self.nonces.add(nonce)
        return True


class Handler(BaseHTTPRequestHandler):
    server: Registry

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers["Content-Length"]), MOST_BODY))
        if not self.server.accepts(self.headers.get("X-MCP-Signature", ""), body):
            self.answer(401, {"error": "not signed with the secret"})
            return
        facts = _read(body)
        if not facts.get("server_id"):
            self.answer(400, {"error": "no JSON object with a server_id"})
            return
        self.server.servers[str(facts["server_id"])] = facts
        self.answer(200, {"status": "ok"})

    def do_GET(self) -> None:
        self.answer(200, list(self.server.servers.values()))

    def answer(self, status: int, data: Any) -> None:
        text = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _read(body: bytes) -> dict[str, Any]:
    """The object that a body is; empty of anything else."""
    try:
        facts = json.loads(body)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def main() -> int:
    parser = options.parser("receiver", __doc__)
    parser.add_argument("--port", type=int, default=8770, help="on this machine")
    parser.add_argument("--secret", help="that registrations must be signed with")
    given = parser.parse_args()
    with Registry(("127.0.0.1", given.port), given.secret) as registry:
        print(f"http://127.0.0.1:{given.port}/  (Ctrl-C ends it)", flush=True)
        try:
            registry.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0
