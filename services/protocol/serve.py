"""One POST: with or without a handshake, answered by JSON or by a stream.

serve(door)
  ├─ _handshake(door, message)   2024-11-05 … 2025-11-25; sessions
  └─ _modern(door, message)      2026-07-28; every request self-contained
       └─ _exchange → _respond   by ``answer``, or streaming.reply, which calls it
            └─ answer            the SDK's serve_one; plain JSON: on this thread
"""

from __future__ import annotations

import math
import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp.server.connection import Connection, allowed_log_levels
from mcp.server.runner import serve_one
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import (
    ERROR_CODE_HTTP_STATUS,
    InboundLadderRejection,
    classify_inbound_request,
    find_duplicated_routing_header,
    validate_mcp_param_headers,
)
from mcp.shared.jsonrpc_dispatcher import handler_exception_to_error_data
from mcp_types import PROTOCOL_VERSION_META_KEY
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from pydantic import ValidationError

from odoo import api

from .. import settings
from ..callers.principal import Principal
from ..rate import take
from . import json_strict, loops, streaming
from .exchange import Context, Exchange, asker, deliver_answer
from .reply import Reply
from .server import server

PARSE_ERROR, INVALID_REQUEST, HEADER_MISMATCH = -32700, -32600, -32020
TOO_MANY = -32000
DEFAULT_HANDSHAKE = "2025-03-26"
# the first request of a client; its answer depends on what this caller may do
GREETINGS = ("initialize", "server/discover")


@dataclass
class Door:
    """What the controller knows of the request.

    Attributes:
        env, principal: the caller.
        body: the bytes of the POST.
        headers: raw pairs; white space around values is ours to trim.
        threaded: Odoo runs in threaded mode and may hold a stream.
        call_id: stays the same when Odoo runs the request again.
        connection: the client's socket; None where the server does not tell it.
    """

    env: api.Environment
    principal: Principal
    body: bytes
    headers: Iterable[tuple[str, str]]
    threaded: bool
    call_id: str
    connection: socket.socket | None = None
    header: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.headers = [(k.lower(), v.strip(" \t")) for k, v in self.headers]
        self.header = dict(self.headers)

    @property
    def accepts_stream(self) -> bool:
        return "text/event-stream" in self.header.get("accept", "")


def serve(door: Door) -> Reply:
    """Answer one POST."""
    try:
        message = json_strict.loads(door.body)
    except ValueError as error:
        return _error(None, PARSE_ERROR, f"Parse error: {error}", status=400)
    if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
        return _error(None, INVALID_REQUEST, "Invalid Request", status=400)
    version = door.header.get("mcp-protocol-version")
    if version is None or version in HANDSHAKE_PROTOCOL_VERSIONS:
        return _handshake(door, message)
    if message.get("method") == "initialize" and not _has_envelope(message):
        return _handshake(door, message)
    return _modern(door, message)


def _has_envelope(message: dict[str, Any]) -> bool:
    """Whether the reserved ``_meta`` key says that a stateless revision is spoken."""
    params = message.get("params")
    meta = params.get("_meta") if isinstance(params, dict) else None
    return isinstance(meta, dict) and PROTOCOL_VERSION_META_KEY in meta


def _is_request(message: dict[str, Any]) -> bool:
    request_id = message.get("id")
    return (
        isinstance(message.get("method"), str)
        and isinstance(request_id, str | int)
        and not isinstance(request_id, bool)
        and isinstance(message.get("params", {}), dict)
    )


def _modern(door: Door, message: dict[str, Any]) -> Reply:
    if "id" not in message and isinstance(message.get("method"), str):
        return Reply(202)
    if not _is_request(message):
        return _error(None, INVALID_REQUEST, "Invalid Request", status=400)
    if name := find_duplicated_routing_header(door.headers):
        text = f"{name} header appears more than once"
        return _error(message["id"], HEADER_MISMATCH, text, status=400)
    route = classify_inbound_request(message, headers=door.header)
    rejection = route if isinstance(route, InboundLadderRejection) else None
    rejection = rejection or _param_rejection(door, message)
    if rejection:
        return _error(message["id"], rejection.code, rejection.message, rejection.data)
    exchange = _exchange(door, message, route.protocol_version, True, route.client_info)
    exchange.capabilities = dict(route.client_capabilities or {})
    return _respond(door, message, exchange)


def _param_rejection(
    door: Door, message: dict[str, Any]
) -> InboundLadderRejection | None:
    """``Mcp-Param-*`` headers must say what the arguments say."""
    if message["method"] != "tools/call":
        return None
    params = message.get("params") or {}
    declaration = door.env["mcp.catalog"]._find("tool", str(params.get("name")))
    if declaration is None:
        return None
    arguments = params.get("arguments") or {}
    return validate_mcp_param_headers(
        declaration.input_schema, arguments, dict(door.headers)
    )


def _handshake(door: Door, message: dict[str, Any]) -> Reply:
    if "method" not in message and ("result" in message or "error" in message):
        deliver_answer(asker(door.env, door.principal), message)
        return Reply(202)
    sessions = door.env["mcp.session"]
    session_id = door.header.get("mcp-session-id")
    session = sessions._of(session_id, door.principal) if session_id else None
    if session_id and not session and message.get("method") != "initialize":
        return _error(message.get("id"), -32001, "Session not found", status=404)
    if "id" not in message and isinstance(message.get("method"), str):
        return Reply(202)
    if not _is_request(message):
        return _error(None, INVALID_REQUEST, "Invalid Request", status=400)
    if message["method"] == "initialize":
        return _initialize(door, message)
    version = session.protocol if session else None
    version = version or door.header.get("mcp-protocol-version") or DEFAULT_HANDSHAKE
    info = session.client_info if session else None
    exchange = _exchange(door, message, version, False, info)
    if session:
        exchange.session = session.record
        exchange.capabilities = dict(session.capabilities or {})
        exchange.log_levels = session.levels
    return _respond(door, message, exchange)


def _initialize(door: Door, message: dict[str, Any]) -> Reply:
    if wait := _too_many_sessions(door):
        text = "Too many sessions are opened; wait."
        reply = _error(message.get("id"), TOO_MANY, text, status=429)
        reply.headers["Retry-After"] = str(math.ceil(wait))
        return reply
    exchange = _exchange(door, message, DEFAULT_HANDSHAKE, False, None)
    reply = _respond(door, message, exchange)
    result = (reply.payload or {}).get("result")
    if result:
        params = message["params"]
        session = door.env["mcp.session"]._open(
            door.principal,
            result["protocolVersion"],
            params.get("clientInfo"),
            params.get("capabilities"),
        )
        reply.headers["Mcp-Session-Id"] = session
    return reply


def _too_many_sessions(door: Door) -> float:
    """Seconds to wait: each is a row, so they are limited as reads are."""
    a_minute = settings.get(door.env, "rate_reads")
    return take(door.env.registry, f"sessions:{door.principal.uid}", a_minute)


def _exchange(
    door: Door, message: dict[str, Any], version: str, modern: bool, client: Any
) -> Exchange:
    meta = (message.get("params") or {}).get("_meta")
    meta = meta if isinstance(meta, dict) else {}
    return Exchange(
        door.env,
        door.principal,
        door.call_id,
        version,
        modern,
        client={**(client or {}), "database": door.env.cr.dbname},
        threaded=door.threaded,
        connection=door.connection,
        progress_token=meta.get("progressToken"),
        log_levels=allowed_log_levels(version, meta) if modern else frozenset(),
    )


def _respond(door: Door, message: dict[str, Any], exchange: Exchange) -> Reply:
    if door.accepts_stream and streaming.is_wanted(message, exchange):
        return streaming.reply(message, exchange, answer)
    response = answer(message, exchange)
    if exchange.missing_scopes:
        return Reply(403, response, missing_scopes=exchange.missing_scopes)
    status = 200
    if exchange.modern and "error" in response:
        status = ERROR_CODE_HTTP_STATUS.get(response["error"]["code"], 200)
    return Reply(status, response)


def answer(
    message: dict[str, Any],
    exchange: Exchange,
    drive: Callable[[Any], Any] = loops.run,
) -> dict[str, Any]:
    """The JSON-RPC response to one request; concurrency errors rise to Odoo."""
    connection = Connection.from_envelope(
        exchange.version, exchange.client, exchange.capabilities
    )
    try:
        result = drive(
            serve_one(
                server(exchange.threaded),
                Context(exchange, message["id"]),
                message["method"],
                message.get("params"),
                connection=connection,
                lifespan_state=None,
            )
        )
    except (MCPError, ValidationError) as error:
        data = handler_exception_to_error_data(error)
        return _failed(message["id"], data.code, data.message, data.data)
    if message["method"] in GREETINGS:
        instructions = exchange.env["mcp.instructions"]
        result["instructions"] = instructions._text(exchange.principal)
    return {"jsonrpc": "2.0", "id": message["id"], "result": result}


def _failed(request_id: Any, code: int, text: str, data: Any = None) -> dict[str, Any]:
    error = {"code": code, "message": text}
    if data is not None:
        error["data"] = data
    return {"jsonrpc": "2.0", "id": request_id, "error": error}


def _error(
    request_id: Any, code: int, text: str, data: Any = None, status: int | None = None
) -> Reply:
    status = status or ERROR_CODE_HTTP_STATUS.get(code, 200)
    return Reply(status, _failed(request_id, code, text, data))
