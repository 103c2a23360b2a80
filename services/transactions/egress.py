"""Holds back, and notes, what would leave Odoo in a preview.

A preview is rolled back, but a mail or a request to another system cannot be. So in a
preview the mail server (``models/ir_mail_server.py``), every HTTP request and every
network connection of Python code raise ``PreviewStopped``. The connection to PostgreSQL
is not one of Python's.

Code that catches the error goes on; it is noted all the same, and the answer says that
the preview is partial. What waits for the commit (``cr.postcommit``) is dropped.

A call that rules are about by what it does is held like that, too, until they are
known (``held_first``): what has left at once could not be taken back with it.
"""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from ..errors import PreviewStopped

_notes: ContextVar[list[str] | None] = ContextVar("mcp_egress", default=None)
_network: ContextVar[bool] = ContextVar("mcp_egress_network", default=True)
_previews: ContextVar[bool] = ContextVar("mcp_egress_previews", default=False)
connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
putrequest = http.client.HTTPConnection.putrequest


@contextmanager
def held_back(cr: Any, *, network: bool = True) -> Iterator[list[str]]:
    """Let nothing leave, now or after the commit of ``cr``; what is done in it is to
    be rolled back.

    Args:
        network: hold requests and connections too, not mails alone.

    Answers what would have left, in the order in which it came.
    """
    forget = _waiting(cr)
    try:
        with _held(network=network, previews=True) as notes:
            yield notes
    finally:
        forget()


@contextmanager
def held_first() -> Iterator[list[str]]:
    """Let nothing leave at once; where anything would, the block is to run again.

    What waits for the commit goes on waiting for it. Answers as ``held_back``.
    """
    with _held(network=True, previews=False) as notes:
        yield notes


@contextmanager
def _held(*, network: bool, previews: bool) -> Iterator[list[str]]:
    notes: list[str] = []
    of_notes, of_network = _notes.set(notes), _network.set(network)
    of_previews = _previews.set(previews)
    try:
        yield notes
    finally:
        _notes.reset(of_notes)
        _network.reset(of_network)
        _previews.reset(of_previews)


@contextmanager
def forgotten_on_error(cr: Any) -> Iterator[None]:
    """If the block fails, drop what it wanted done after the commit of ``cr``."""
    forget = _waiting(cr)
    try:
        yield
    except BaseException:
        forget()
        raise


def _waiting(cr: Any) -> Callable[[], None]:
    """Note what waits for the commit of ``cr``; answer what drops anything later."""
    hooks = cr.postcommit
    kept, data = list(hooks._funcs), dict(hooks.data)

    def forget() -> None:
        # callbacks that a commit or rollback has removed meanwhile do not come back
        left = [function for function in hooks._funcs if function in kept]
        names = data.keys() & hooks.data.keys()
        hooks._funcs.clear()
        hooks._funcs.extend(left)
        hooks.data.clear()
        hooks.data.update({name: data[name] for name in names})

    return forget


def holding() -> bool:
    """Whether nothing may leave Odoo now: in a preview, and in ``held_first``."""
    return _notes.get() is not None


def previewing() -> bool:
    """Whether what is done now is shown, and rolled back whatever it is."""
    return holding() and _previews.get()


def note(what: str) -> None:
    """Note where things are held that ``what`` would leave Odoo, and go on."""
    notes = _notes.get()
    if notes is not None:
        notes.append(what)


def hold_back(what: str) -> None:
    """Stop where things are held because ``what`` would leave; else do nothing.

    Raises:
        PreviewStopped: in a preview, and in ``held_first``.
    """
    if holding():
        note(what)
        raise PreviewStopped(what)


def is_held_back(error: BaseException | None) -> bool:
    """Whether ``error`` is ``PreviewStopped``, or was raised because of it."""
    while error is not None and not isinstance(error, PreviewStopped):
        error = error.__cause__ or error.__context__
    return error is not None


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _hold_back_at(self, address)
    return connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _hold_back_at(self, address)
    return connect_ex(self, address)


def _hold_back_at(self: socket.socket, address: Any) -> None:
    if _network.get() and self.family in (socket.AF_INET, socket.AF_INET6):
        hold_back(f"a connection to {address[0]}:{address[1]}")


def _guarded_putrequest(
    self: http.client.HTTPConnection, *args: Any, **kwargs: Any
) -> None:
    if _network.get():
        hold_back(f"a request to {self.host}")
    return putrequest(self, *args, **kwargs)


# every library of Python connects through here, where a guard per library would miss
# one; an HTTP connection that is kept open does not connect again, so it needs its own
socket.socket.connect = _guarded_connect
socket.socket.connect_ex = _guarded_connect_ex
http.client.HTTPConnection.putrequest = _guarded_putrequest
