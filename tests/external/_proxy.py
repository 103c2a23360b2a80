"""A small reverse proxy with TLS on a port of ``localhost``."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import requests
from _calls import SECONDS

# of one connection alone (RFC 9110, section 7.6.1), or made anew
OWN = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}
# the client as the proxy sees it: somewhere on the internet
CLIENT = "203.0.113.7"
HEADERS = ("X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For")


class Proxy:
    """What it forwards.

    Attributes:
        path: what is below it goes to Odoo without it. Odoo's own pages and what is
            well known stand at the root, as they are.
        sends: those of ``HEADERS`` that it sends.
        asked: the paths that came, as the client wrote them.
    """

    def __init__(self, backend: str):
        self.backend = backend
        self.reset()

    def reset(self, path: str = "", sends: tuple[str, ...] = HEADERS) -> None:
        self.path, self.sends, self.asked = path, sends, []

    def target(self, path: str) -> str | None:
        """The address inside; None where nothing is offered."""
        self.asked.append(path)
        inside = path.removeprefix(self.path)
        if inside == path and not path.startswith(("/web/", "/.well-known/")):
            return None if self.path else self.backend + path
        return self.backend + inside

    def headers(self, came: dict[str, str]) -> dict[str, str]:
        said = {
            "X-Forwarded-Host": came["Host"],
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": ", ".join(
                filter(None, [came.get("X-Forwarded-For"), CLIENT])
            ),
        }
        kept = {n: v for n, v in came.items() if n.lower() not in OWN}
        kept = {n: v for n, v in kept.items() if n not in HEADERS}
        return kept | {name: said[name] for name in self.sends}


@contextmanager
def proxying(proxy: Proxy, pem: Path) -> Iterator[str]:
    """Serve, with the certificate in ``pem``; the address as clients see it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"https://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(proxy: Proxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if (url := proxy.target(self.path)) is None:
                return self.send_error(404)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = proxy.headers(dict(self.headers.items()))
            known = {"allow_redirects": False, "timeout": SECONDS}
            answer = requests.request(
                self.command, url, headers=headers, data=body or None, **known
            )
            self.pass_on(answer)

        do_POST = do_OPTIONS = do_DELETE = do_GET

        def pass_on(self, answer):
            self.send_response(answer.status_code)
            # each by itself: there may be several cookies
            for name, value in answer.raw.headers.items():
                if name.lower() not in OWN | {"content-encoding"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *args):
            """Quiet."""

    return Handler


def well_known(url: str, name: str, path: str = "") -> str:
    """Where the document ``name`` of what is at ``url`` stands (RFC 8414, 9728)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/.well-known/{name}{parts.path}{path}"
