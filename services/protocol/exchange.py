"""One JSON-RPC request: who sent it, how to answer it, and how to ask the client."""

from __future__ import annotations

import queue
import socket
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import anyio
from mcp.shared.message import ServerMessageMetadata
from mcp.shared.transport_context import TransportContext

from odoo import api

from ..callers.principal import Principal
from ..errors import Refused, ToolError
from ..stopping import stop_watcher, under_way
from . import connection

ANSWER_WAIT_S = 300
# questions that are open at once; each holds a thread and a cursor of Odoo's pool
MOST_ASKED, MOST_ASKED_OF_ONE = 16, 4


# database, user and credential
Asker = tuple[str, int, str]


def asker(env: api.Environment, principal: Principal) -> Asker:
    """Who is asked, and alone may answer: one process serves several databases."""
    return env.cr.dbname, principal.uid, principal.credential


BY_CLIENT = "its client ended it"


class Cancelled(BaseException):
    """The client closed the stream of a running call; no error of the tool."""


@dataclass
class Exchange:
    """The facts of one request, for the handlers.

    Attributes:
        env: the caller's environment.
        principal: who calls.
        call_id: stays the same when Odoo runs the request again.
        version: the protocol revision spoken.
        modern: whether that is a stateless one (2026-07-28 and later).
        client: name and version that the client gave.
        capabilities: what the client declared.
        session: the ``mcp.session`` of a handshake client, or None.
        threaded: this process may hold a stream while a person thinks.
        send: puts a message on the POST's own stream; None without a stream.
        connection: the socket of its client, to see when that closes it.
        context: of ``env``, for what goes on without it.
        cancelled: the client closed that stream.
        wake: ends the wait for an answer of the client; None while nothing is asked.
        missing_scopes: what an OAuth token would need for this; answered as 403.
    """

    env: api.Environment
    principal: Principal
    call_id: str
    version: str
    modern: bool
    client: dict[str, Any] = field(default_factory=dict)
    capabilities: dict[str, Any] = field(default_factory=dict)
    session: Any = None
    threaded: bool = False
    send: Callable[[dict[str, Any]], None] | None = None
    progress_token: str | int | None = None
    log_levels: frozenset[str] = frozenset()
    connection: socket.socket | None = None
    context: dict[str, Any] = field(default_factory=dict)
    cancelled: bool = False
    wake: Callable[[], None] | None = None
    missing_scopes: list[str] = field(default_factory=list)

    def notify(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification on the stream; nothing without one."""
        if self.cancelled:
            raise Cancelled(BY_CLIENT)
        under_way.check()
        if self.send:
            self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def progress(
        self, progress: float, total: float | None, message: str | None
    ) -> None:
        if self.progress_token is None:
            return
        facts = {"progress": progress, "total": total, "message": message}
        said = {key: value for key, value in facts.items() if value is not None}
        self.notify(
            "notifications/progress", {"progressToken": self.progress_token, **said}
        )

    def log(self, level: str, data: Any, logger: str | None) -> None:
        if level not in self.log_levels:
            return
        params = {"level": level, "data": data}
        self.notify(
            "notifications/message",
            {**params, **({"logger": logger} if logger else {})},
        )

    @property
    def can_ask(self) -> bool:
        """Whether the client can be asked on this stream, now."""
        if not self.send or not self.threaded or self.modern:
            return False
        return _pending.has_room(self._asker)

    def is_gone(self) -> bool:
        """Whether the client has closed the connection, and no answer reaches it."""
        return self.cancelled or connection.is_closed(self.connection)

    def cancel(self) -> None:
        """The client closed the stream: nobody is there who could answer."""
        self.cancelled = True
        if wake := self.wake:
            wake()

    def request(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """Ask the client and wait for its answer (handshake revisions only).

        Raises:
            ToolError: it cannot be asked, did not answer, or answered an error.
        """
        if not self.can_ask:
            raise ToolError(f"This client cannot be asked here ({method}).")
        with _pending.expect(self._asker) as (request_id, answers):
            self.send(
                {
                    "jsonrpc": "2.0",
                    "id": request_id,
                    "method": method,
                    "params": params,
                }
            )
            answer = self._awaited(answers)
        if error := answer.get("error"):
            said = error.get("message") if isinstance(error, dict) else error
            raise ToolError(f"The client answered an error: {said}")
        result = answer.get("result")
        return result if isinstance(result, dict) else {}

    @property
    def _asker(self) -> Asker:
        return asker(self.env, self.principal)

    def _awaited(self, answers: queue.SimpleQueue) -> dict[str, Any]:
        """Wait for the client's answer; a call that is stopped meanwhile ends here."""
        stopped: dict[str, Any] = {}
        self.wake = lambda: answers.put(stopped)
        try:
            with (
                stop_watcher.waiting(self.env.registry, self.principal, self.wake),
                under_way.untimed(),
            ):
                answer = {} if self.cancelled else answers.get(timeout=ANSWER_WAIT_S)
        except queue.Empty:
            raise ToolError("The client did not answer.") from None
        finally:
            self.wake = None
        if self.cancelled:
            raise Cancelled(BY_CLIENT)
        under_way.check()
        if answer is stopped:
            raise Refused("An administrator stopped this; nothing was done.")
        return answer


class _Pending:
    """Requests to clients that wait for the answer in another POST."""

    def __init__(self) -> None:
        self._waiting: dict[str, tuple[Asker, queue.SimpleQueue]] = {}

    def has_room(self, asker: Asker) -> bool:
        """Whether one more question may be open; whoever may not, confirms by token."""
        askers = [owner[:2] for owner, _answers in list(self._waiting.values())]
        of_one = askers.count(asker[:2])
        return len(askers) < MOST_ASKED and of_one < MOST_ASKED_OF_ONE

    def expect(self, asker: Asker) -> _Expected:
        return _Expected(self._waiting, asker)

    def deliver(self, asker: Asker, message: Mapping[str, Any]) -> None:
        """Hand over an answer; one that comes by another key counts for nothing."""
        owner, answers = self._waiting.get(str(message.get("id")), (None, None))
        if answers is not None and owner == asker:
            answers.put(message)


@dataclass
class _Expected:
    waiting: dict[str, tuple[Asker, queue.SimpleQueue]]
    asker: Asker
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)

    def __enter__(self) -> tuple[str, queue.SimpleQueue]:
        answers: queue.SimpleQueue = queue.SimpleQueue()
        self.waiting[self.request_id] = (self.asker, answers)
        return self.request_id, answers

    def __exit__(self, *_exc: Any) -> None:
        self.waiting.pop(self.request_id, None)


_pending = _Pending()
deliver_answer = _pending.deliver


class Context:
    """The SDK's ``DispatchContext`` over an ``Exchange``."""

    def __init__(self, exchange: Exchange, request_id: Any) -> None:
        self.exchange = exchange
        self.request_id = request_id
        self.message_metadata = ServerMessageMetadata(request_context=exchange)
        self.can_send_request = exchange.can_ask
        self.transport = TransportContext(
            kind="streamable-http", can_send_request=exchange.can_ask, headers={}
        )

    @cached_property
    def cancel_requested(self) -> anyio.Event:
        return anyio.Event()

    async def send_raw_request(self, method, params, opts=None) -> dict[str, Any]:
        return self.exchange.request(method, dict(params or {}))

    async def notify(self, method, params, opts=None) -> None:
        self.exchange.notify(method, dict(params or {}))

    async def progress(self, progress, total=None, message=None) -> None:
        self.exchange.progress(progress, total, message)
