"""Subscriptions, each of which holds a thread; so they exist in threaded mode only."""

from __future__ import annotations

import asyncio
import functools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from mcp.server.subscriptions import (
    ListenHandler,
    PromptsListChanged,
    ResourcesListChanged,
    ResourceUpdated,
    ServerEvent,
    ToolsListChanged,
)
from mcp.shared.exceptions import MCPError
from mcp_types import INTERNAL_ERROR, INVALID_PARAMS

from ..surface import listeners
from .exchange import Exchange
from .watching import watched

# each holds a thread
MOST_STREAMS, MOST_OF_ONE = 64, 8
CHANGES = {
    "tools": ToolsListChanged,
    "prompts": PromptsListChanged,
    "resources": ResourcesListChanged,
}


class ThreadBus:
    """A ``SubscriptionBus`` whose listeners live on loops of other threads."""

    def __init__(self) -> None:
        self._listeners: dict[object, tuple[Any, Callable[[ServerEvent], None]]] = {}

    async def publish(self, event: ServerEvent) -> None:
        self.publish_now(event)

    def publish_now(self, event: ServerEvent) -> None:
        for loop, listener in list(self._listeners.values()):
            try:
                loop.call_soon_threadsafe(listener, event)
            except RuntimeError:
                # the stream's loop ended between the copy and the call
                continue

    def subscribe(self, listener: Callable[[ServerEvent], None]) -> Callable[[], None]:
        # one subscription is one call, and a call is one task
        task = asyncio.current_task()
        self._listeners[task] = (asyncio.get_running_loop(), listener)
        return lambda: self._listeners.pop(task, None) and None

    def tell(self, task: object, uri: str) -> None:
        """Tell one subscription, on its own loop, that a resource changed."""
        if known := self._listeners.get(task):
            known[1](ResourceUpdated(uri=uri))


_open: Counter[tuple[str, int]] = Counter()
_handlers: dict[str, tuple[ThreadBus, ListenHandler]] = {}


def _of(database: str) -> tuple[ThreadBus, ListenHandler]:
    if database not in _handlers:
        bus = ThreadBus()
        handler = ListenHandler(bus, max_subscriptions=MOST_STREAMS)
        _handlers.setdefault(database, (bus, handler))
    return _handlers[database]


def changed(database: str, what: str) -> None:
    """Tell the open streams of ``database`` that a list changed.

    Args:
        what: ``tools``, ``prompts`` or ``resources``.
    """
    _of(database)[0].publish_now(CHANGES[what]())


listeners.listen(changed)


async def listen(ctx: Any, params: Any) -> Any:
    exchange: Exchange = ctx.request
    if not exchange.send:
        raise MCPError(INVALID_PARAMS, "A subscription needs Accept: text/event-stream")
    database = exchange.client["database"]
    bus, handler = _of(database)
    uris = params.notifications.resource_subscriptions or ()
    tell = functools.partial(bus.tell, asyncio.current_task())
    with _counted((database, exchange.principal.uid)):
        async with watched(exchange, [*map(str, uris)], tell):
            return await handler(ctx, params)


@contextmanager
def _counted(who: tuple[str, int]) -> Iterator[None]:
    """One more stream of a user, who leaves the others some."""
    if _open[who] >= MOST_OF_ONE:
        raise MCPError(INTERNAL_ERROR, f"{MOST_OF_ONE} subscriptions are open already")
    _open[who] += 1
    try:
        yield
    finally:
        _open[who] -= 1


async def subscribe(ctx: Any, params: Any) -> dict[str, Any]:
    """Accept a subscription without effect: a handshake client has no open stream."""
    return {}


async def unsubscribe(ctx: Any, params: Any) -> dict[str, Any]:
    return {}


async def set_level(ctx: Any, params: Any) -> dict[str, Any]:
    if ctx.request.session:
        ctx.request.session._set_level(params.level)
    return {}
