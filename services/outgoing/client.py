"""GET and POST to a checked address, with bounded answers, no redirects and no proxy."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import urllib3

from ..transactions import egress
from .deadline import Deadline, watched_by
from .destinations import Destination, OutgoingError, resolve
from .lookup import timely

MOST_ANSWER = 64 * 1024
AGENT = "odoo_mcp"
SIGNATURE = "X-MCP-Signature"


@dataclass(frozen=True)
class Answer:
    """What the other server answered; at most ``MOST_ANSWER`` bytes of it."""

    status: int
    body: bytes


def post_json(
    url: str,
    payload: dict[str, Any],
    *,
    timeout: float,
    secret: str | None = None,
    private: bool = False,
) -> Answer:
    """Send ``payload``; signed with HMAC-SHA256 over time, nonce and body.

    The signature is ``t=<unix time>,n=<nonce>,v1=<hex>`` over ``t.n.body``.

    Raises:
        OutgoingError: what kept it from being delivered.
    """
    egress.hold_back(f"a request to {urlsplit(url).hostname}")
    deadline = Deadline(timeout)
    target = resolve(url, private=private, lookup=timely(timeout))
    body = json.dumps(payload, sort_keys=True, default=str).encode()
    headers = {
        "Content-Type": "application/json",
        "Host": target.netloc,
        "User-Agent": AGENT,
    }
    if secret:
        headers[SIGNATURE] = sign(secret, body)
    return _send("POST", target, body, headers, deadline)


def get(
    url: str, *, timeout: float, private: bool = False, agent: str = AGENT
) -> Answer:
    """Read a small document.

    Raises:
        OutgoingError: what kept it from being read; it is too large, for one.
    """
    egress.hold_back(f"a request to {urlsplit(url).hostname}")
    deadline = Deadline(timeout)
    target = resolve(url, private=private, lookup=timely(timeout))
    headers = {
        "Accept": "application/json",
        "Host": target.netloc,
        "User-Agent": agent,
    }
    answer = _send("GET", target, None, headers, deadline)
    if len(answer.body) >= MOST_ANSWER:
        raise OutgoingError("the document is too large")
    return answer


def sign(secret: str, body: bytes, moment: int | None = None, nonce: str = "") -> str:
    """The value of ``X-MCP-Signature``."""
    moment = moment or int(time.time())
    nonce = nonce or secrets.token_hex(8)
    text = f"{moment}.{nonce}.".encode() + body
    code = hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()
    return f"t={moment},n={nonce},v1={code}"


def _send(
    method: str,
    target: Destination,
    body: bytes | None,
    headers: dict[str, str],
    deadline: Deadline,
) -> Answer:
    try:
        return _exchange(method, target, body, headers, deadline)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise OutgoingError(f"not delivered: {type(error).__name__}") from None


def _exchange(
    method: str,
    target: Destination,
    body: bytes | None,
    headers: dict[str, str],
    deadline: Deadline,
) -> Answer:
    with deadline, _pool(target, deadline.left()) as pool:
        pool.ConnectionCls = watched_by(deadline, pool.ConnectionCls)
        response = pool.urlopen(
            method,
            target.path,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            assert_same_host=False,
        )
        try:
            answer = Answer(response.status, _read(response))
        finally:
            response.release_conn()
    if deadline.is_over:
        raise OutgoingError("not delivered: it took too long")
    return answer


def _read(response: Any) -> bytes:
    """At most ``MOST_ANSWER`` bytes."""
    data = b""
    while len(data) < MOST_ANSWER:
        part = response.read1(8192)
        if not part:
            break
        data += part
    return data[:MOST_ANSWER]


def _pool(target: Destination, timeout: float) -> urllib3.HTTPConnectionPool:
    limits = urllib3.Timeout(connect=timeout, read=timeout)
    if target.scheme == "http":
        return urllib3.HTTPConnectionPool(target.address, target.port, timeout=limits)
    return urllib3.HTTPSConnectionPool(
        target.address,
        target.port,
        timeout=limits,
        server_hostname=target.host,
        assert_hostname=target.host,
    )
