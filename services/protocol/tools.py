"""``tools/list`` and ``tools/call``."""

from __future__ import annotations

from typing import Any

from .. import delegating
from ..errors import ConfirmationRequired
from ..outcome import Outcome
from . import calling, confirming
from .exchange import Exchange


async def list_tools(ctx: Any, params: Any) -> dict[str, Any]:
    calling.refuse_cursor(params)
    exchange: Exchange = ctx.request
    return {"tools": exchange.env["mcp.listing"]._tools(exchange.principal)}


async def call_tool(ctx: Any, params: Any) -> dict[str, Any]:
    exchange: Exchange = ctx.request
    round_trip = calling.RoundTrip.of(exchange, ctx.method, ctx.params)
    return calling.answered(
        exchange,
        round_trip,
        lambda: _outcome(exchange, params, round_trip),
        result,
    )


def _outcome(exchange: Exchange, params: Any, round_trip: Any) -> Outcome:
    call = calling.prepare(
        exchange, "tool", params.name, params.arguments or {}, round_trip
    )
    call = delegating.target(call)
    if refusal := confirming.declined(call, round_trip):
        return refusal
    confirming.take_answer(call, round_trip)
    try:
        return exchange.env["mcp.pipeline"]._answer(call)
    except ConfirmationRequired as needed:
        return confirming.ask(exchange, call, needed)


def result(outcome: Outcome) -> dict[str, Any]:
    """The wire form of a tool's outcome."""
    wire: dict[str, Any] = {"content": outcome.blocks, "isError": outcome.is_error}
    if outcome.structured is not None:
        wire["structuredContent"] = outcome.structured
    return wire
