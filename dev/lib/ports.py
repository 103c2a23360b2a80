"""Ports that nobody listens on."""

from __future__ import annotations

import socket


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def require_free(host: str, port: int) -> None:
    """Refuse a port on which another server would answer in place of ours.

    Raises:
        SystemExit: somebody listens there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        raise SystemExit(
            f"port {port} is not to be had ({error.strerror}): another dev/run? "
            "--port takes another one"
        ) from None
