"""``completion/complete``; what is offered is decided by ``mcp.completion``."""

from __future__ import annotations

from typing import Any

from ..surface.completion import Asked
from .exchange import Exchange

MOST = 100


async def complete(ctx: Any, params: Any) -> dict[str, Any]:
    exchange: Exchange = ctx.request
    values = exchange.env["mcp.completion"]._values(_asked(exchange, params))
    return {
        "completion": {
            "values": values[:MOST],
            "total": len(values),
            "hasMore": len(values) > MOST,
        }
    }


def _asked(exchange: Exchange, params: Any) -> Asked:
    uri = getattr(params.ref, "uri", None)
    context = params.context.arguments if params.context else None
    return Asked(
        exchange.principal,
        "prompt" if uri is None else "resource",
        params.ref.name if uri is None else str(uri),
        params.argument.name,
        params.argument.value.replace("\0", ""),
        context or {},
    )
