"""The answer to a request that failed for good, outside any handler.

By then Odoo has rolled the request back, and anything may have failed. So nothing is
used here but the body of the request.
"""

from __future__ import annotations

import contextlib
from typing import Any

import psycopg2

from odoo import SUPERUSER_ID, api

from . import json_strict

INTERNAL_ERROR = -32603


def answer(body: bytes, text: str) -> dict[str, Any] | None:
    """A tool error where a tool was called, else a JSON-RPC error.

    Returns:
        The whole JSON-RPC response; None when ``body`` holds no request.
    """
    try:
        message = json_strict.loads(body)
    except ValueError:
        return None
    if not isinstance(message, dict) or message.get("id") is None:
        return None
    return of(message, text)


def of(message: dict[str, Any], text: str) -> dict[str, Any]:
    """The same for a request that is known."""
    response = {"jsonrpc": "2.0", "id": message["id"]}
    if message.get("method") != "tools/call":
        return {**response, "error": {"code": INTERNAL_ERROR, "message": text}}
    result = {"content": [{"type": "text", "text": text}], "isError": True}
    if _is_stateless(message):
        result["resultType"] = "complete"
    return {**response, "result": result}


def noted(response: dict[str, Any], text: str) -> dict[str, Any]:
    """The response to a call of a tool, with ``text`` in both halves of it."""
    result = response.get("result") if isinstance(response, dict) else None
    if isinstance(result, dict) and isinstance(result.get("content"), list):
        result["content"].append({"type": "text", "text": text})
        if isinstance(result.get("structuredContent"), dict):
            result["structuredContent"]["warning"] = text
    return response


def close_intent(registry: Any, call_id: str | None) -> None:
    """Note in the audit that the announced call did not happen.

    If the database cannot be reached, the sweeper of open intents does it later.
    """
    if not call_id:
        return
    with contextlib.suppress(psycopg2.Error), registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["mcp.audit.log"]._close_rolled_back(call_id)


def _is_stateless(message: dict[str, Any]) -> bool:
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return isinstance(meta, dict) and any(
        str(key).endswith("/protocolVersion") for key in meta
    )
