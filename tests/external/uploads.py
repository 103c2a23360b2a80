"""Bodies that say nothing, or nothing true, of their length, put to an upload link.

Started by ``dev/test``; ``dev/lib/external.py`` says what it is given. Over a raw
socket: no client library would send them.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterable
from urllib.parse import urlsplit

from _calls import SECONDS, URL, answered, python, refused, run

MODE = "both"
HERE = urlsplit(URL)
PART = b"0123456789abcdef" * 4096
PARTNER = "env['res.partner'].search([], limit=1).id"


async def put(url: str, head: str, body: Iterable[bytes]) -> tuple[int, bytes]:
    """The status, and all that the server answers, once it has closed."""
    return await asyncio.to_thread(_put, urlsplit(url), head, body)


def _put(url, head: str, body: Iterable[bytes]) -> tuple[int, bytes]:
    with socket.create_connection((HERE.hostname, HERE.port), SECONDS) as line:
        target = url.path + (f"?{url.query}" if url.query else "")
        host = f"Host: {HERE.netloc}\r\nConnection: close\r\n"
        line.sendall(f"PUT {target} HTTP/1.1\r\n{host}{head}\r\n".encode())
        try:
            for part in body:
                line.sendall(part)
            line.shutdown(socket.SHUT_WR)
        except OSError:
            # refused before it was all sent
            pass
        said = b""
        try:
            while more := line.recv(65536):
                said += more
        except OSError:
            # what was not read of the body resets the connection
            pass
    return int(said.split(b" ", 2)[1]) if said else 0, said


def chunked(count: int) -> Iterable[bytes]:
    for _turn in range(count):
        yield b"%x\r\n%b\r\n" % (len(PART), PART)
    yield b"0\r\n\r\n"


async def link() -> tuple[str, int]:
    """Where to put a file, and the size in parts that it may have."""
    made = await answered("create_upload_link")
    return made["url"], made["max_mb"] * 1024 * 1024 // len(PART)


async def attached(url: str) -> dict:
    on = {"model": "res.partner", "record_id": await python(PARTNER)}
    return await answered("upload_attachment", **on, url=url, filename="x.txt")


async def nothing_is_there(url: str) -> None:
    on = {"model": "res.partner", "record_id": await python(PARTNER)}
    text = await refused("upload_attachment", **on, url=url, filename="x.txt")
    assert "Nothing was uploaded" in text, text


async def what_is_over_the_limit_is_refused_and_not_cut() -> None:
    for more in ("", "Content-Length: 5\r\n"):
        url, most = await link()
        head = f"Transfer-Encoding: chunked\r\n{more}"
        status, said = await put(url, head, chunked(most + 1))
        # a client that still sends may lose the answer with its connection
        assert status in (413, 0), said
        await nothing_is_there(url)
        status, said = await put(url, head, chunked(2))
        assert status == 201, said
        assert (await attached(url))["size"] == 2 * len(PART)


async def what_is_as_large_as_may_be_is_taken_whole() -> None:
    url, most = await link()
    status, said = await put(url, "Transfer-Encoding: chunked\r\n", chunked(most))
    assert status == 201, said
    assert (await attached(url))["size"] == most * len(PART)


async def what_ends_before_its_end_is_not_taken() -> None:
    """The client went away in the middle of a chunk, between two, or of its length."""
    large = b"%x\r\n" % (20 * len(PART))
    whole = b"%x\r\n%b\r\n" % (len(PART), PART)
    for head, body in (
        ("Transfer-Encoding: chunked\r\n", [large, PART, PART, PART]),
        ("Transfer-Encoding: chunked\r\n", [large, PART[:1000]]),
        ("Transfer-Encoding: chunked\r\n", [whole, whole]),
        (f"Content-Length: {20 * len(PART)}\r\n", [PART, PART]),
    ):
        url, _most = await link()
        status, said = await put(url, head, body)
        assert status in (400, 0), (head, len(body), said)
        await nothing_is_there(url)


CHECKS = (
    what_is_over_the_limit_is_refused_and_not_cut,
    what_is_as_large_as_may_be_is_taken_whole,
    what_ends_before_its_end_is_not_taken,
)

if __name__ == "__main__":
    sys.exit(run(CHECKS))
