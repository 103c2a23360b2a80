"""How Odoo carries a request to the endpoint.

odoo.http.Request._serve_db
  ├─ McpDispatcher(request)         chosen by ``type="mcp"`` of the route
  ├─ ir.http._authenticate          auth="mcp" → models/ir_http.py
  ├─ dispatch(endpoint)             → controllers/endpoint.py
  └─ handle_error(exception)        any error → JSON, nothing internal
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from psycopg2 import OperationalError
from werkzeug.exceptions import HTTPException

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessDenied, AccessError
from odoo.http import Dispatcher, Response, SessionExpiredException

from ..services.concurrency import CONCURRENCY_ERRORS
from ..services.log import logger

_logger = logger(__name__)
BUSY = "The server is busy; nothing was done. Try again."


class McpDispatcher(Dispatcher):
    """Raw bodies in, JSON out; no form parsing, no CSRF token, no session."""

    routing_type = "mcp"

    @classmethod
    def is_compatible_with(cls, request: Any) -> bool:
        return True

    def dispatch(self, endpoint: Any, args: dict[str, Any]) -> Any:
        self.request.params = dict(args)
        if self.request.db:
            return self.request.registry["ir.http"]._dispatch(endpoint)
        return endpoint(**self.request.params)

    def handle_error(self, exc: Exception) -> Callable[..., Any]:
        if isinstance(exc, HTTPException):
            if exc.response is not None:
                return exc.response
            return error(exc.code or 500, exc.description or "", exc.get_headers())
        if isinstance(exc, CONCURRENCY_ERRORS):
            return self._busy()
        if isinstance(exc, OperationalError):
            return error(503, "The database is not there.", [("Retry-After", "5")])
        if isinstance(exc, AccessDenied | AccessError | SessionExpiredException):
            return error(403, "Access denied.")
        _logger.exception("request failed")
        return error(500, "Internal error")

    def _busy(self) -> Response:
        """Odoo gave up running the request again: its intents end rolled back."""
        if call_id := getattr(self.request, "mcp_call_id", None):
            with self.request.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                env["mcp.audit.log"]._close_rolled_back(call_id)
        return error(503, BUSY, [("Retry-After", "1")])


def error(status: int, text: str, headers: Any = ()) -> Response:
    """A refusal as JSON, so that no client has to read HTML."""
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": text}}
    kept = [(k, v) for k, v in headers if k.lower() not in ("content-type",)]
    return Response(
        json.dumps(body),
        status=status,
        headers=[*kept, ("Content-Type", "application/json")],
    )
