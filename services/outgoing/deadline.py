"""One end for a whole exchange: urllib3 counts each of its waits for itself."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, suppress
from threading import Timer


class Deadline(ExitStack):
    """Shuts connections down when their time is over, whatever they wait for.

    Who drips his answer, byte by byte, would else hold a worker for hours.

    Attributes:
        is_over: something was shut down; what was read may be half of it.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._end = time.monotonic() + seconds
        self.is_over = False

    def left(self) -> float:
        """Seconds; never none, which would mean no limit."""
        return max(0.01, self._end - time.monotonic())

    def watch(self, connection: socket.socket) -> None:
        # TLS makes another object of the socket; the copy stays what it is
        copy = connection.dup()
        self.callback(copy.close)
        timer = Timer(self.left(), self._shut, [copy])
        timer.daemon = True
        timer.start()
        self.callback(timer.cancel)

    def _shut(self, connection: socket.socket) -> None:
        self.is_over = True
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)


def watched_by(deadline: Deadline, connections: type) -> type:
    """The class of urllib3's connections, whose sockets ``deadline`` watches."""

    class Watched(connections):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            deadline.watch(connection)
            return connection

    return Watched
