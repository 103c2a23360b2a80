"""The SDK's server, built once for each way Odoo can run."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import Any

from mcp.server.caching import CacheHint
from mcp.server.lowlevel import NotificationOptions, Server
from mcp.shared.exceptions import MCPDeprecationWarning

from odoo.modules.module import get_manifest

from . import completion, prompts, resources, subscriptions, tools

NAME = "odoo"
TTL_MS = 60_000
LISTS = (
    "server/discover",
    "tools/list",
    "resources/list",
    "resources/templates/list",
    "prompts/list",
    "resources/read",
)


def _complete(handler: Callable[..., Any]) -> Callable[..., Any]:
    """Stateless revisions want ``resultType`` on every result; older ones drop it."""

    @functools.wraps(handler)
    async def complete(ctx: Any, params: Any) -> Any:
        result = await handler(ctx, params)
        if isinstance(result, dict) and ctx.request.modern:
            result.setdefault("resultType", "complete")
        return result

    return complete


@functools.cache
def server(threaded: bool) -> Server:
    """The server; in threaded mode it also holds streams open."""
    with warnings.catch_warnings():
        # of logging, which clients of the older revisions still ask for
        warnings.simplefilter("ignore", MCPDeprecationWarning)
        built = _built(_handlers(threaded))
    built.middleware.clear()
    changes = NotificationOptions(threaded, threaded, threaded)
    built.create_initialization_options = functools.partial(
        built.create_initialization_options, changes
    )
    return built


def _built(handlers: dict[str, Callable[..., Any]]) -> Server:
    return Server(
        NAME,
        version=get_manifest("odoo_mcp")["version"],
        title="Odoo",
        cache_hints={name: CacheHint(ttl_ms=TTL_MS, scope="private") for name in LISTS},
        **{name: _complete(handler) for name, handler in handlers.items()},
    )


def _handlers(threaded: bool) -> dict[str, Callable[..., Any]]:
    """What answers each method, by the names of the SDK's arguments."""
    handlers = {
        "on_list_tools": tools.list_tools,
        "on_call_tool": tools.call_tool,
        "on_list_resources": resources.list_resources,
        "on_list_resource_templates": resources.list_templates,
        "on_read_resource": resources.read,
        "on_list_prompts": prompts.list_prompts,
        "on_get_prompt": prompts.get_prompt,
        "on_completion": completion.complete,
    }
    if threaded:
        handlers |= {
            "on_subscribe_resource": subscriptions.subscribe,
            "on_unsubscribe_resource": subscriptions.unsubscribe,
            "on_subscriptions_listen": subscriptions.listen,
            "on_set_logging_level": subscriptions.set_level,
        }
    return handlers
