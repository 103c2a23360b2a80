"""Whether the client of a request is still there: its socket says so."""

from __future__ import annotations

import select
import socket

# what is sent last on a connection; POLLRDHUP comes before what is still unread
# POLLRDHUP is Linux's
CLOSED = getattr(select, "POLLRDHUP", 0) | select.POLLHUP | select.POLLERR


def is_closed(connection: socket.socket | None) -> bool:
    """Whether the other side closed it; False without one (tests, other servers).

    It waits for nothing and reads nothing, so any thread may ask while the connection
    is served. Who closes his half only, and waits for the answer, counts as gone too:
    so do proxies take him.
    """
    if connection is None:
        return False
    number = connection.fileno()
    if number < 0:
        return True
    poll = select.poll()
    poll.register(number, CLOSED)
    return bool(poll.poll(0))
