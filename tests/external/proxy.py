"""Behind a reverse proxy that speaks https and gives Odoo another name, and a path.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. The proxy is
real, on a port of its own, with a certificate that client and server trust; its client
comes from the internet, as far as Odoo is told. Everything that a client reads must
carry the address outside, and whatever does not fit together says what to fix.
"""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import requests
from _calls import AS_A_PERSON, SECONDS, URL, python, run
from _calls import HEADERS as KNOWN
from _oauth import BASE, CALLBACK, Person, Storage, connected, person, works
from _proxy import CLIENT, HEADERS, Proxy, proxying, well_known
from mcp.client.auth import AuthorizationCodeResult, OAuthClientProvider
from mcp.shared.auth import OAuthClientMetadata

sys.path.append(str(Path(__file__).parents[1]))
from tls import certificate

MODE = "both"
PROXY_MODE = True

PEM = os.environ.get("TLS_FILE", "")
ENDPOINT = "/mcp/v1"
NO_SCHEME = ("X-Forwarded-Host", "X-Forwarded-For")
SET = """
for name, value in {"web.base.url": %r, "mcp.rate_shell": "1000"}.items():
    env["ir.config_parameter"].set_param(name, value)
"""
MAKE_KEY = f"""{AS_A_PERSON}
env["mcp.key"]._mcp_generate(env.ref("base.user_admin"), "from", addresses=%r)
"""
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
SHELL = {"name": "odoo_shell", "arguments": {"code": "1"}}
proxy = Proxy(BASE)
outside = ""
# one of each mode will do: a password takes its time
persons: dict[str, Person] = {}


async def at(path: str = "", sends: tuple[str, ...] = HEADERS) -> str:
    """The proxy set up so, and Odoo told the address, which is answered."""
    proxy.reset(path, sends)
    await told(outside + path)
    return outside + path


async def told(base: str) -> None:
    await python(SET % base, commit=True)


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, verify=PEM, timeout=SECONDS)


def ask(url: str, key: str = "", body: Any = None, **headers: str) -> requests.Response:
    """Send a request to the endpoint, with ``key``."""
    sent = {**KNOWN, **headers, "Authorization": f"Bearer {key}"}
    known = {"headers": sent, "verify": PEM, "timeout": SECONDS}
    return requests.post(url, json=body or PING, **known)


async def a_client_connects_by_the_address_outside() -> None:
    await connects(await at())


async def a_client_connects_below_a_path() -> None:
    await connects(await at("/erp"))


async def connects(base: str) -> None:
    """What it reads on its way, then the official client's whole way."""
    challenged = ask(base + ENDPOINT).headers["WWW-Authenticate"]
    about = well_known(base, "oauth-protected-resource", ENDPOINT)
    assert f'resource_metadata="{about}"' in challenged, challenged
    resource = get(about).json()
    assert resource["resource"] == base + ENDPOINT, resource
    assert resource["authorization_servers"] == [base], resource
    server = get(well_known(base, "oauth-authorization-server")).json()
    assert server["issuer"] == base, server
    ways = {name: url for name, url in server.items() if name.endswith("_endpoint")}
    assert len(ways) >= 5, server
    assert all(url.startswith(f"{base}/mcp/oauth/") for url in ways.values()), ways
    who, storage, returned = await outsider(base), Storage(), {}
    auth = provider(base, storage, who, returned)
    async with connected(auth, base + ENDPOINT, verify=PEM) as client:
        await works(client)
        first = storage.tokens
        auth.context.token_expiry_time = 1
        await works(client)
    assert storage.tokens.access_token != first.access_token
    assert returned["iss"] == base, returned
    inside = ask(URL, storage.tokens.access_token)
    assert inside.status_code == 401, inside.text


async def outsider(base: str, mode: str = "operator") -> Person:
    """Somebody with a new browser, which goes through the proxy."""
    if mode not in persons:
        persons[mode] = await person(mode)
    who = Person(persons[mode].login, persons[mode].password)
    who.path = base.removeprefix(outside)
    # the environment may name other certificates, which would win
    who.browser.trust_env, who.browser.verify = False, PEM
    return who


def provider(
    base: str, storage: Storage, who: Person, returned: dict[str, str]
) -> OAuthClientProvider:
    async def redirect(url: str) -> None:
        assert url.startswith(f"{base}/mcp/oauth/authorize?"), url
        returned.update(who.allow(url))

    async def callback() -> AuthorizationCodeResult:
        return AuthorizationCodeResult(**returned)

    about = OAuthClientMetadata(client_name="Outside", redirect_uris=[CALLBACK])
    return OAuthClientProvider(base + ENDPOINT, about, storage, redirect, callback)


async def the_client_is_the_one_that_the_proxy_saw() -> None:
    base = await at()
    theirs = await python(MAKE_KEY % f"{CLIENT}/32", commit=True)
    ours = await python(MAKE_KEY % "127.0.0.0/8", commit=True)
    claim = {"X-Forwarded-For": CLIENT}
    assert ask(base + ENDPOINT, theirs).status_code == 200
    assert ask(URL, theirs).status_code == 403
    # without the header by which Odoo knows a proxy, nothing is believed
    assert ask(URL, theirs, **claim).status_code == 403
    assert ask(URL, ours).status_code == 200
    assert ask(base + ENDPOINT, ours).status_code == 403
    claim = {"X-Forwarded-For": "127.0.0.1"}
    assert ask(base + ENDPOINT, ours, **claim).status_code == 403


async def developer_tools_are_for_this_machine_and_not_for_the_proxys() -> None:
    base, key = await at(), os.environ["KEY"]
    body = {**PING, "method": "tools/call", "params": SHELL}
    assert "result" in ask(URL, key, body).json()
    for headers in ({}, {"X-Forwarded-For": "127.0.0.1"}):
        answer = ask(base + ENDPOINT, key, body, **headers).json()
        assert "error" in answer or answer["result"]["isError"], answer


async def a_proxy_that_hides_the_scheme_is_named() -> None:
    base = await at(sends=NO_SCHEME)
    for answer in (
        ask(base + ENDPOINT),
        get(well_known(base, "oauth-protected-resource", ENDPOINT)),
        get(well_known(base, "oauth-authorization-server")),
        requests.post(f"{base}/mcp/oauth/token", verify=PEM, timeout=SECONDS),
    ):
        assert answer.status_code == 403, answer.text
        assert "proxy_mode" in answer.text and "-Proto" in answer.text, answer.text
    found = await doctor(base)
    assert found["Base URL"]["state"] == "error", found
    assert "Fix the proxy" in found["Base URL"]["remedy"], found
    assert "X-Forwarded-Proto" not in found["Base URL"]["found"], found
    assert "x-forwarded-proto" in found["Proxy"]["found"], found


async def a_base_url_that_is_another_is_named() -> None:
    base = await at()
    await told("https://other.example.com")
    host = {"Host": "odoo.example.com"}
    page = get(f"{base}/mcp/oauth/authorize?client_id=x&redirect_uri=x", **host)
    for answer, status in (
        (ask(base + ENDPOINT, **host), 403),
        (get(well_known(base, "oauth-protected-resource"), **host), 404),
        (get(well_known(base, "oauth-authorization-server"), **host), 404),
    ):
        assert answer.status_code == status, answer.text
        assert "web.base.url" in answer.text, answer.text
        assert "other.example.com" not in answer.text, answer.text
    assert page.status_code == 200 and "/web/login" in page.url, page.url
    found = (await doctor(base))["Base URL"]
    assert found["state"] == "error", found
    assert "set the system parameter web.base.url" in found["remedy"], found
    assert "https://other.example.com" in found["found"], found


async def the_doctor_is_content_with_what_is_right() -> None:
    for path in ("", "/erp"):
        found = await doctor(await at(path))
        states = {name: check["state"] for name, check in found.items()}
        names = ("Base URL", "HTTPS", "Proxy", "Well-known addresses", "Metadata")
        assert all(states[name] == "ok" for name in names), found


async def doctor(base: str) -> dict[str, dict[str, str]]:
    """What the page shows to an administrator whose browser goes through the proxy."""
    who = await outsider(base, "administrator")
    who.log_in(f"{outside}/web/login")
    call = {"model": "mcp.page.doctor", "method": "describe", "args": [outside]}
    where = f"{outside}/web/dataset/call_kw/mcp.page.doctor/describe"
    body = {"params": {**call, "kwargs": {}}}
    answer = who.browser.post(where, json=body, timeout=SECONDS).json()
    return {check["name"]: check for check in answer["result"]}


CHECKS = (
    a_client_connects_by_the_address_outside,
    a_client_connects_below_a_path,
    the_client_is_the_one_that_the_proxy_saw,
    developer_tools_are_for_this_machine_and_not_for_the_proxys,
    a_proxy_that_hides_the_scheme_is_named,
    a_base_url_that_is_another_is_named,
    the_doctor_is_content_with_what_is_right,
)


def main() -> int:
    global outside
    with ExitStack() as stack:
        outside = stack.enter_context(proxying(proxy, certificate(Path(PEM))))
        # whoever has this database next is behind no proxy
        stack.callback(lambda: asyncio.run(told(BASE)))
        return run(CHECKS)


if __name__ == "__main__":
    sys.exit(main())
