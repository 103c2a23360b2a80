"""Looks names up, for no longer than somebody will wait.

The name server of a stranger's name is the stranger's own, and the system's resolver asks
a slow one for half a minute: its thread is left to end by itself.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

Lookup = Callable[..., list[tuple]]


def timely(seconds: float) -> Lookup:
    """``socket.getaddrinfo`` that raises OSError when it takes longer."""

    def lookup(host: str, port: int, **options: Any) -> list[tuple]:
        found: SimpleQueue = SimpleQueue()
        asking = [found.put, host, port, options]
        Thread(target=_ask, args=asking, daemon=True).start()
        try:
            answer = found.get(timeout=max(0.0, seconds))
        except Empty:
            raise TimeoutError("looking the name up took too long") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    return lookup


def _ask(
    answer: Callable[[Any], None], host: str, port: int, options: dict[str, Any]
) -> None:
    try:
        answer(socket.getaddrinfo(host, port, **options))
    except Exception as error:
        # raised again by who waits
        answer(error)
