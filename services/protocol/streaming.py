"""A POST that streams (SSE): progress, questions to the client, subscriptions.

The call runs on a thread and cursor of its own, since Odoo closes the request's
cursor before a streamed body is sent. A closed connection cancels it.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any

from odoo import api
from odoo.modules.registry import Registry
from odoo.service.model import retrying

from ..answers.render import compact
from ..caches.timely_cache import working
from ..catalog import Declaration
from ..concurrency import CONCURRENCY_ERRORS
from ..declarations import Effect
from ..delegating import declaration_of
from ..doctor import outdated
from ..log import logger
from ..stopping.stop_watcher import watched
from ..transactions import after_commit
from . import failing, loops
from .exchange import BY_CLIENT, Cancelled, Exchange
from .reply import Reply

_logger = logger(__name__)
PING_S = 15
# a closed stream is noticed by writing on it
ASKING_PING_S = 3
WAKE_S = 1.0
LISTEN = "subscriptions/listen"
HEADERS = {
    "Content-Type": "text/event-stream",
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
}
END = object()


def is_wanted(message: dict[str, Any], exchange: Exchange) -> bool:
    """Whether to stream: progress was asked for, or the tool may log or ask.

    It is decided before the call runs.
    """
    method, params = message["method"], message.get("params") or {}
    if method == LISTEN:
        return exchange.threaded
    if method != "tools/call":
        return False
    tool = declaration_of(
        exchange.env, str(params.get("name")), params.get("arguments")
    )
    if tool is None or _lacks_scope(exchange, tool):
        return False
    talks = tool.takes_call and (exchange.progress_token or exchange.log_levels)
    may_ask = tool.takes_call or tool.worst > Effect.READ
    asks = exchange.threaded and not exchange.modern and exchange.capabilities
    return bool(talks or (asks and may_ask))


def _lacks_scope(exchange: Exchange, tool: Declaration) -> bool:
    """Whether an OAuth token lacks a scope: that is answered by an HTTP status."""
    if exchange.principal.scopes is None:
        return False
    verdict = exchange.env["mcp.policy"]._verdict
    found = (verdict(tool, exchange.principal, effect) for effect in tool.effects)
    return any(one.state == "needs_scope" for one in found)


def reply(
    message: dict[str, Any],
    exchange: Exchange,
    answer: Callable[..., dict[str, Any]],
) -> Reply:
    """Start the call on its own thread and stream what it says."""
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    exchange.send = messages.put
    if message["method"] == LISTEN:
        work = _Listening(message, exchange, answer, messages)
    else:
        work = _Calling(message, exchange, answer, messages)
    threading.Thread(target=work.run, daemon=True, name="mcp.call").start()
    return Reply(200, stream=_events(messages, work), headers=dict(HEADERS))


def _events(messages: queue.SimpleQueue[Any], work: _Work) -> Iterator[bytes]:
    quiet = 0.0
    try:
        # Odoo's request threads keep the process alive: a stream ends with the server
        while threading.main_thread().is_alive():
            try:
                item = messages.get(timeout=WAKE_S)
            except queue.Empty:
                quiet += WAKE_S
                if quiet >= (ASKING_PING_S if work.exchange.wake else PING_S):
                    quiet = 0.0
                    yield b": ping\r\n\r\n"
                continue
            if item is END:
                return
            yield f"event: message\r\ndata: {compact(item)}\r\n\r\n".encode()
    finally:
        work.cancel()


class _Work:
    """A call on its own thread; the last thing it says is ``END``."""

    def __init__(
        self,
        message: dict[str, Any],
        exchange: Exchange,
        answer: Callable[..., dict[str, Any]],
        messages: queue.SimpleQueue[Any],
    ) -> None:
        self.message, self.exchange = message, exchange
        self.answer, self.messages = answer, messages
        self.database = exchange.env.cr.dbname
        self.uid, self.context = exchange.env.uid, dict(exchange.env.context)
        exchange.context = self.context

    def run(self) -> None:
        threading.current_thread().dbname = self.database
        try:
            with working():
                self.messages.put(self.work())
        except Cancelled:
            _logger.info("call=%s cancelled by its client", self.exchange.call_id)
        except CONCURRENCY_ERRORS:
            self.fail("The server is busy; nothing was done. Try again.")
        except Exception as error:
            _logger.exception("call=%s failed", self.exchange.call_id)
            why = outdated.why(Registry(self.database), error)
            self.fail(why or "Something went wrong inside Odoo; its log says what.")
        finally:
            self.messages.put(END)

    def fail(self, text: str) -> None:
        failing.close_intent(Registry(self.database), self.exchange.call_id)
        self.messages.put(failing.of(self.message, text))

    def work(self) -> dict[str, Any]:
        raise NotImplementedError

    def cancel(self) -> None:
        self.exchange.cancel()


class _Calling(_Work):
    """A tool call in a transaction of its own, run again on concurrency errors."""

    def work(self) -> dict[str, Any]:
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, self.uid, self.context)
            self.exchange.env = env
            if self.exchange.session:
                self.exchange.session = self.exchange.session.with_env(env(su=True))
            hooks = after_commit.watched(cr)
            response = retrying(lambda: self.answer(self.message, self.exchange), env)
            if hooks.failed:
                return failing.noted(response, after_commit.KEPT)
            return response


class _Listening(_Work):
    """A subscription: holds a thread and no cursor."""

    task: asyncio.Task[Any] | None = None
    loop: asyncio.AbstractEventLoop | None = None

    def work(self) -> dict[str, Any]:
        self.exchange.env = None
        registry, principal = Registry(self.database), self.exchange.principal
        with watched(registry, principal, self.cancel):
            return self.answer(self.message, self.exchange, drive=self._drive)

    def _drive(self, coroutine: Any) -> Any:
        async def held() -> Any:
            self.loop = asyncio.get_running_loop()
            self.task = asyncio.current_task()
            return await coroutine

        try:
            return loops.run(held())
        except asyncio.CancelledError:
            raise Cancelled(BY_CLIENT) from None

    def cancel(self) -> None:
        super().cancel()
        if self.loop and self.task:
            self.loop.call_soon_threadsafe(self.task.cancel)
