"""Signing in as people do: the official Python client, and a real browser.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. In a headless
Chromium the person logs in with password and second factor, and allows the client on
the consent page; the browser then goes to the client's own listener. Three kinds of
clients: one that registers itself, one that is described by a document served here
over TLS, and one that an administrator made, with a secret.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psutil
from _browser import Browser, program
from _calls import AS_A_PERSON, SECONDS, URL, python, run, until
from _oauth import Person, Storage, connected, guarded, totp, works
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.shared.auth import OAuthClientInformationFull, OAuthClientMetadata

sys.path.append(str(Path(__file__).parents[1]))
from tls import certificate, serve

MODE = "both"

NAME = "Official client"
HOST = "127.0.0.1"
LOOPBACK = f"http://{HOST}/callback"
MAKE_CLIENT = f"""{AS_A_PERSON}
client = env["mcp.oauth.client"].create(
    {{"name": %r, "auth_method": "client_secret_basic", "redirect_uris": %r}}
)
(client.client_id, client._renew_secret())
"""

BROWSING = f"""
import sys, time
sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})
from _browser import Browser
with Browser() as browser:
    print(browser._process.pid, flush=True)
    time.sleep({SECONDS})
"""


class Returned:
    """The client's own listener: what the browser brought back."""

    def __init__(self, server: HTTPServer, came: queue.Queue[str]):
        self.uri = f"http://{HOST}:{server.server_port}/callback"
        self._came = came

    def said(self) -> dict[str, str]:
        path = self._came.get(timeout=SECONDS)
        return {k: v for k, (v,) in parse_qs(urlsplit(path).query).items()}


@contextmanager
def listening() -> Iterator[Returned]:
    came: queue.Queue[str] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"<p id='done'>You may close this page.</p>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if self.path.startswith("/callback?"):
                came.put(self.path)

        def log_message(self, *args):
            """Quiet."""

    with HTTPServer((HOST, 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Returned(server, came)
        finally:
            server.shutdown()


def sign_in(url: str, who: Person, secret: str, mode: str) -> None:
    """What the person does, from the address that the client opens to the end."""
    with Browser() as browser:
        browser.open(url)
        browser.type("input[name=login]", who.login)
        browser.type("input[name=password]", who.password)
        browser.click(".oe_login_form button[type=submit]")
        browser.type("input[name=totp_token]", f"{totp(secret):06}")
        browser.click("form[method=POST] button.btn-primary")
        browser.click(f"#mode_{mode}")
        page = browser.value("document.body.innerText")
        assert NAME in page and HOST in page, page
        browser.click("button[value=allow]")
        browser.until("!!document.querySelector('#done')")


async def connects(
    storage: Storage, mode: str = "operator", document: str | None = None
) -> None:
    """The whole way, then calls, a refresh, and a start without any person.

    Args:
        mode: what the person chooses on the consent page.
        document: the address that describes the client.
    """
    who, secret = await guarded()
    with listening() as returned:
        about = OAuthClientMetadata(client_name=NAME, redirect_uris=[returned.uri])

        async def redirect(url: str) -> None:
            await asyncio.to_thread(sign_in, url, who, secret, mode)

        async def callback() -> AuthorizationCodeResult:
            return AuthorizationCodeResult(**returned.said())

        auth = OAuthClientProvider(URL, about, storage, redirect, callback, document)
        async with connected(auth) as client:
            await works(client)
            first = storage.tokens
            auth.context.token_expiry_time = 1
            await works(client)
    assert storage.tokens.access_token != first.access_token
    alone = OAuthClientProvider(URL, about, storage, None, None, document)
    async with connected(alone) as client:
        await works(client)


async def a_client_that_registers_itself() -> None:
    storage = Storage()
    await connects(storage, mode="observer")
    assert storage.tokens.scope == "mcp:observe offline_access", storage.tokens.scope


async def a_client_that_is_described_by_a_document() -> None:
    pem = certificate(Path(os.environ["TLS_FILE"]))
    said: dict[str, Any] = {}
    server = serve(pem, lambda _path: (200, json.dumps(said).encode(), {}))
    url = f"https://localhost:{server.server_port}/client.json"
    said |= {
        "client_id": url,
        "client_name": NAME,
        "redirect_uris": [LOOPBACK],
        "token_endpoint_auth_method": "none",
    }
    storage = Storage()
    try:
        await connects(storage, document=url)
    finally:
        server.shutdown()
        server.server_close()
    assert storage.client.client_id == url, storage.client
    assert "mcp:operate" in storage.tokens.scope.split(), storage.tokens.scope


async def a_client_that_an_administrator_made() -> None:
    client_id, secret = await python(MAKE_CLIENT % (NAME, LOOPBACK), commit=True)
    storage = Storage()
    storage.client = OAuthClientInformationFull(
        client_id=client_id,
        client_secret=secret,
        token_endpoint_auth_method="client_secret_basic",
        redirect_uris=[LOOPBACK],
    )
    await connects(storage)
    assert storage.client.client_id == client_id, storage.client


async def a_browser_ends_with_the_test_that_started_it() -> None:
    command = [sys.executable, "-c", BROWSING]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as test:
        browser = int(test.stdout.readline())
        assert is_running(browser), browser
        test.kill()
    await until(lambda: not is_running(browser))


def is_running(number: int) -> bool:
    """Whether there is such a process, and it is more than an entry of the table."""
    try:
        return psutil.Process(number).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


CHECKS = (
    a_browser_ends_with_the_test_that_started_it,
    a_client_that_registers_itself,
    a_client_that_is_described_by_a_document,
    a_client_that_an_administrator_made,
)


def main() -> int:
    if not program():
        print("skipped: signing in by OAuth: there is no Chromium here")
        print(f"0 passed, 0 failed, {len(CHECKS)} skipped")
        return 0
    return run(CHECKS)


if __name__ == "__main__":
    sys.exit(main())
