"""News of a database for whoever listens in this process.

What changes a list knows nothing of the protocol, whose modules are heavy and are not
imported before the first request: they put themselves down here.
"""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[str, str], None]] = []


def listen(listener: Callable[[str, str], None]) -> None:
    """Let ``listener`` hear ``tell`` from now on."""
    _listeners.append(listener)


def tell(database: str, what: str) -> None:
    """Say that something of ``database`` changed.

    Args:
        what: ``tools``, ``prompts`` or ``resources``.
    """
    for listener in _listeners:
        listener(database, what)
