"""Connecting by OAuth: the official Python client, and a person with a browser.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. The client
registers itself; the person logs in on Odoo's own page and allows it on the consent
page. A code or refresh token that eight send at once gives tokens to one of them.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import sys
import uuid
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2
import requests
from _calls import SECONDS, URL, python, run
from lxml import html
from mcp.client import Client
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import OAuthClientMetadata

MODE = "both"

BASE = URL.removesuffix("/mcp/v1")
CALLBACK = "http://127.0.0.1:8765/callback"
AT_ONCE = 8
MAKE_PERSON = """
for name in ("oauth", "oauth_register"):
    env["ir.config_parameter"].set_param(f"mcp.rate_{name}", "100000")
user = env["res.users"].create({"name": "Person", "login": %r, "password": %r})
field = "groups_id" if "groups_id" in user._fields else "group_ids"
user[field] += env.ref("odoo_mcp.group_operator")
"""


class Person:
    """Somebody of Odoo with his password and his browser's cookies."""

    def __init__(self, login: str, password: str):
        self.login, self.password = login, password
        self.browser = requests.Session()

    def allow(self, url: str) -> dict[str, str]:
        """Follow the client's address; what the client gets back by the redirect."""
        page = self.browser.get(url, timeout=SECONDS)
        if urlsplit(page.url).path == "/web/login":
            known = {"login": self.login, "password": self.password}
            page = self.send(page, "//form[.//input[@name='password']]", known)
        assert urlsplit(page.url).path == "/mcp/oauth/authorize", page.url
        decision = {"decision": "allow"}
        page = self.send(page, "//form[.//input[@name='asked']]", decision, False)
        assert page.status_code == 303, page.text[:2000]
        target = page.headers["Location"]
        assert target.startswith(CALLBACK + "?"), target
        return {k: v for k, (v,) in parse_qs(urlsplit(target).query).items()}

    def send(
        self, page: requests.Response, form: str, fields: dict, follow: bool = True
    ) -> requests.Response:
        """Fill in a form as the page offers it, and send it."""
        (found,) = html.fromstring(page.text).xpath(form)
        body = [pair for pair in found.form_values() if pair[0] not in fields]
        target = urljoin(page.url, found.get("action") or "")
        body += fields.items()
        known = {"allow_redirects": follow, "timeout": SECONDS}
        return self.browser.post(target, data=body, **known)


class Storage:
    """What the official client keeps, in memory."""

    def __init__(self) -> None:
        self.tokens = self.client = None

    async def get_tokens(self) -> Any:
        return self.tokens

    async def set_tokens(self, tokens: Any) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> Any:
        return self.client

    async def set_client_info(self, client_info: Any) -> None:
        self.client = client_info


async def person() -> Person:
    """A new one, who may use assistants as an operator."""
    login, password = uuid.uuid4().hex, uuid.uuid4().hex
    await python(MAKE_PERSON % (login, password), commit=True)
    return Person(login, password)


def provider(storage: Storage, who: Person | None) -> OAuthClientProvider:
    """The official client's OAuth; without a person it has to do without one."""
    returned: dict[str, str] = {}

    async def redirect(url: str) -> None:
        assert who, "the client asks the person again"
        returned.update(who.allow(url))

    async def callback() -> AuthorizationCodeResult:
        return AuthorizationCodeResult(**returned)

    about = OAuthClientMetadata(client_name="Official", redirect_uris=[CALLBACK])
    return OAuthClientProvider(URL, about, storage, redirect, callback)


@asynccontextmanager
async def connected(auth: OAuthClientProvider) -> AsyncIterator[Client]:
    async with httpx2.AsyncClient(auth=auth, timeout=SECONDS) as http:
        async with Client(streamable_http_client(URL, http_client=http)) as client:
            yield client


async def the_official_client_connects_calls_and_refreshes() -> None:
    who, storage = await person(), Storage()
    auth = provider(storage, who)
    async with connected(auth) as client:
        await works(client)
        first = storage.tokens
        assert first and first.refresh_token and storage.client, first
        # as far as the client knows, its access token has had its hour
        auth.context.token_expiry_time = 1
        await works(client)
    assert storage.tokens.access_token != first.access_token
    assert storage.tokens.refresh_token != first.refresh_token
    async with connected(provider(storage, None)) as client:
        await works(client)


async def works(client: Client) -> None:
    """It lists what an operator may use, and calls one of them."""
    names = {tool.name for tool in (await client.list_tools()).tools}
    assert "search_records" in names and "odoo_shell" not in names, names
    answer = await client.call_tool("get_capabilities", {})
    assert not answer.is_error and answer.content, answer


async def of_one_code_sent_at_once_one_gives_tokens() -> None:
    check_one(at_once(code(await person(), registered())))


async def of_one_refresh_token_sent_at_once_one_gives_tokens() -> None:
    client_id = registered()
    first = token(code(await person(), client_id))
    assert first.status_code == 200, first.text
    fields = {"grant_type": "refresh_token", "client_id": client_id}
    check_one(at_once({**fields, "refresh_token": first.json()["refresh_token"]}))


def registered() -> str:
    body = {"client_name": "Parallel", "redirect_uris": [CALLBACK]}
    answer = requests.post(f"{BASE}/mcp/oauth/register", json=body, timeout=SECONDS)
    assert answer.status_code == 201, answer.text
    return answer.json()["client_id"]


def code(who: Person, client_id: str) -> dict[str, str]:
    """The fields that redeem a fresh code."""
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": CALLBACK,
        "scope": "mcp:observe offline_access",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "resource": URL,
    }
    url = requests.Request("GET", f"{BASE}/mcp/oauth/authorize", params=asked)
    return {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": who.allow(url.prepare().url)["code"],
        "redirect_uri": CALLBACK,
        "code_verifier": verifier,
    }


def token(fields: dict[str, str]) -> requests.Response:
    return requests.post(f"{BASE}/mcp/oauth/token", data=fields, timeout=SECONDS)


def at_once(fields: dict[str, str]) -> list[requests.Response]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(token, [fields] * AT_ONCE))


def check_one(answers: list[requests.Response]) -> None:
    """One got tokens; they were ended, for a second use may be that of a thief."""
    good = [answer for answer in answers if answer.status_code == 200]
    assert len(good) == 1, [answer.text for answer in answers]
    for answer in answers:
        if answer is not good[0]:
            assert answer.status_code == 400, answer.text
            assert answer.json()["error"] == "invalid_grant", answer.text
    headers = {"Authorization": f"Bearer {good[0].json()['access_token']}"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    used = requests.post(URL, json=body, headers=headers, timeout=SECONDS)
    assert used.status_code == 401, used.text


CHECKS = (
    the_official_client_connects_calls_and_refreshes,
    of_one_code_sent_at_once_one_gives_tokens,
    of_one_refresh_token_sent_at_once_one_gives_tokens,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
