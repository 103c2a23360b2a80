"""Tells listeners in this process that a list of a database has changed.

The code that changes a list must not import the protocol's modules: they are heavy, and
loaded with the first request only. So they register here as listeners.
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
