"""``completion/complete``; what is offered is decided by ``mcp.completion``."""

from __future__ import annotations

from typing import Any

from .exchange import Exchange

MOST = 100


async def complete(ctx: Any, params: Any) -> dict[str, Any]:
    exchange: Exchange = ctx.request
    values = exchange.env["mcp.completion"]._values(
        exchange.principal, params.argument.name, params.argument.value
    )
    return {
        "completion": {
            "values": values[:MOST],
            "total": len(values),
            "hasMore": len(values) > MOST,
        }
    }
