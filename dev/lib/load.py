"""Sending many requests over several connections, and what came of them."""

from __future__ import annotations

import http.client
import itertools
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

# stands in a body for a number that no other request has
NUMBER = "@number@"
_numbers = itertools.count(1)


@dataclass
class Request:
    """What one route is asked.

    Attributes:
        path: of the route.
        headers, body: sent with every request; the body may hold ``NUMBER``.
        check: whether an answer is the right one.
    """

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    check: Callable[[bytes], bool] = bool

    def content(self) -> bytes | None:
        """The body of one request."""
        if self.body is None or NUMBER.encode() not in self.body:
            return self.body
        return self.body.replace(NUMBER.encode(), b"%d" % next(_numbers))


@dataclass
class Measured:
    """Milliseconds of each answer, bytes of one, and how many were wrong.

    ``computed`` are the milliseconds of processor time that the server took for one,
    ``text`` the bytes of that half of a tool's answer.
    """

    times: list[float] = field(default_factory=list)
    size: int = 0
    text: int = 0
    wrong: int = 0
    seconds: float = 0.0
    computed: float = 0.0

    @property
    def p50(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[18]

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds


def measure(port: int, request: Request, connections: int, total: int) -> Measured:
    """Send ``total`` requests over ``connections`` threads."""
    result, lock = Measured(), threading.Lock()

    def work() -> None:
        for _turn in range(total // connections):
            begin = time.perf_counter()
            status, data = _ask(port, request)
            taken = (time.perf_counter() - begin) * 1000
            with lock:
                result.times.append(taken)
                result.size = len(data)
                result.wrong += status != 200 or not request.check(data)

    begin = time.perf_counter()
    threads = [threading.Thread(target=work) for _number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    result.seconds = time.perf_counter() - begin
    return result


def _ask(port: int, request: Request) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        method = "POST" if request.body else "GET"
        body = request.content()
        connection.request(method, request.path, body, request.headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
