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
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import requests
from _calls import SECONDS, URL, python, run
from _oauth import BASE, CALLBACK, Person, Storage, connected, guarded, person, works
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.shared.auth import OAuthClientMetadata

MODE = "both"

AUTHORIZE = f"{BASE}/mcp/oauth/authorize"
AT_ONCE = 8


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


async def a_password_alone_does_not_reach_the_consent_page() -> None:
    who, _secret = await guarded()
    asked = requests.Request("GET", AUTHORIZE, params=question(registered()))
    url = asked.prepare().url
    # the password is right; neither its answer nor another try shows the page
    for _time in range(2):
        page = who.log_in(url)
        assert urlsplit(page.url).path.startswith("/web/login"), page.url
        assert 'name="asked"' not in page.text
    assert "totp_token" in page.text or 'name="password"' in page.text, page.text


async def the_doctor_finds_what_clients_will_find() -> None:
    await python(
        f"env['ir.config_parameter'].set_param('web.base.url', {BASE!r})", commit=True
    )
    who = await person("administrator")
    who.log_in(f"{BASE}/web/login")
    call = {"model": "mcp.page.doctor", "method": "describe", "args": [], "kwargs": {}}
    where = f"{BASE}/web/dataset/call_kw/mcp.page.doctor/describe"
    answer = who.browser.post(where, json={"params": call}, timeout=SECONDS).json()
    states = {check["name"]: check["state"] for check in answer["result"]}
    for name in ("Base URL", "Well-known addresses", "Metadata", "Clock", "Database"):
        assert states[name] == "ok", answer


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
    asked = question(client_id, verifier)
    url = requests.Request("GET", AUTHORIZE, params=asked)
    return {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": who.allow(url.prepare().url)["code"],
        "redirect_uri": CALLBACK,
        "code_verifier": verifier,
    }


def question(client_id: str, verifier: str = "x" * 43) -> dict[str, str]:
    """What a client asks for at the authorization endpoint."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": CALLBACK,
        "scope": "mcp:observe offline_access",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "resource": URL,
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
    a_password_alone_does_not_reach_the_consent_page,
    the_doctor_finds_what_clients_will_find,
    of_one_code_sent_at_once_one_gives_tokens,
    of_one_refresh_token_sent_at_once_one_gives_tokens,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
