"""``prompts/list`` and ``prompts/get``."""

from __future__ import annotations

from typing import Any

from mcp.shared.exceptions import MCPError

from ..catalog import Declaration
from ..outcome import Outcome
from . import calling
from .exchange import Exchange


async def list_prompts(ctx: Any, params: Any) -> dict[str, Any]:
    calling.refuse_cursor(params)
    exchange: Exchange = ctx.request
    listed = exchange.env["mcp.policy"]._listed("prompt", exchange.principal)
    return {"prompts": [_described(declaration) for declaration in listed]}


async def get_prompt(ctx: Any, params: Any) -> dict[str, Any]:
    exchange: Exchange = ctx.request
    round_trip = calling.RoundTrip.of(exchange, ctx.method, ctx.params)
    call = calling.prepare(
        exchange, "prompt", params.name, params.arguments or {}, round_trip
    )
    return calling.answered(
        exchange,
        round_trip,
        lambda: exchange.env["mcp.pipeline"]._answer(call),
        lambda outcome: _messages(call.declaration, outcome),
    )


def _described(declaration: Declaration) -> dict[str, Any]:
    schema = declaration.input_schema
    required = schema.get("required", [])
    return {
        "name": declaration.name,
        "title": declaration.title,
        "description": declaration.description,
        "arguments": [
            {
                "name": name,
                "description": facts.get("description", ""),
                "required": name in required,
            }
            for name, facts in schema["properties"].items()
        ],
    }


def _messages(declaration: Declaration, outcome: Outcome) -> dict[str, Any]:
    if outcome.is_error:
        raise MCPError(code=calling.INVALID_PARAMS, message=outcome.text)
    messages = outcome.raw
    if isinstance(messages, str):
        content = {"type": "text", "text": messages}
        messages = [{"role": "user", "content": content}]
    return {"description": declaration.description, "messages": messages}
