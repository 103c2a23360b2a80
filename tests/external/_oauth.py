"""Persons, and the official client's OAuth, for the modules of this folder."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx2
import requests
from _calls import SECONDS, URL, python
from lxml import html
from mcp.client import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client

BASE = URL.removesuffix("/mcp/v1")
CALLBACK = "http://127.0.0.1:8765/callback"
MAKE_PERSON = """
for name in ("oauth", "oauth_register"):
    env["ir.config_parameter"].set_param(f"mcp.rate_{name}", "100000")
user = env["res.users"].create({"name": "Person", "login": %r, "password": %r})
field = "groups_id" if "groups_id" in user._fields else "group_ids"
user[field] += env.ref("odoo_mcp.group_%s")
"""
SWITCH_ON = """
import base64, time
from odoo.addons.auth_totp.models.totp import hotp
user = env["res.users"].search([("login", "=", %r)])
secret = %r
# 19.0 takes each code once: this one is over, the next is for the login; a second
# time where the next half minute begins just now
any(
    user.with_user(user)._totp_try_setting(
        secret, hotp(base64.b32decode(secret), int(time.time() // 30) - 1)
    )
    for _ in range(2)
)
"""


class Person:
    """Somebody of Odoo with his password and his browser's cookies."""

    def __init__(self, login: str, password: str):
        self.login, self.password = login, password
        self.browser = requests.Session()
        # where the server is, as the outside sees it
        self.path = urlsplit(BASE).path

    def allow(self, url: str) -> dict[str, str]:
        """Follow the client's address; what the client gets back by the redirect."""
        target = self.answer(url)
        assert target.startswith(CALLBACK + "?"), target
        return {k: v for k, (v,) in parse_qs(urlsplit(target).query).items()}

    def answer(self, url: str) -> str:
        """Say yes; the address to which the browser is sent."""
        page = self.log_in(url)
        path = f"{self.path}/mcp/oauth/authorize"
        assert urlsplit(page.url).path == path, page.url
        decision = {"decision": "allow"}
        page = self.send(page, "//form[.//input[@name='asked']]", decision, False)
        assert page.status_code == 303, page.text[:2000]
        return page.headers["Location"]

    def log_in(self, url: str) -> requests.Response:
        """The page at ``url``, or where the password leads instead."""
        page = self.browser.get(url, timeout=SECONDS)
        if urlsplit(page.url).path != "/web/login":
            return page
        known = {"login": self.login, "password": self.password}
        return self.send(page, "//form[.//input[@name='password']]", known)

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


async def person(mode: str = "operator") -> Person:
    """A new one, who may use assistants so far."""
    login, password = uuid.uuid4().hex, uuid.uuid4().hex
    await python(MAKE_PERSON % (login, password, mode), commit=True)
    return Person(login, password)


async def guarded() -> tuple[Person, str]:
    """A new person, and the secret of the second factor that he switched on."""
    who = await person()
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    code = SWITCH_ON % (who.login, secret)
    assert await python(code, commit=True), "no second factor"
    return who, secret


def totp(secret: str) -> int:
    """The six digits of now (RFC 6238)."""
    moment = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), moment, "sha1")
    start = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[start : start + 4])
    return (number & 0x7FFFFFFF) % 10**6


@asynccontextmanager
async def connected(
    auth: OAuthClientProvider, url: str = URL, **options: Any
) -> AsyncIterator[Client]:
    """Args: options: of httpx."""
    async with httpx2.AsyncClient(auth=auth, timeout=SECONDS, **options) as http:
        async with Client(streamable_http_client(url, http_client=http)) as client:
            yield client


async def works(client: Client) -> None:
    """It lists what an operator may use, and calls one of them."""
    names = {tool.name for tool in (await client.list_tools()).tools}
    assert "search_records" in names and "odoo_shell" not in names, names
    answer = await client.call_tool("get_capabilities", {})
    assert not answer.is_error and answer.content, answer
