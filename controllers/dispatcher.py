"""How Odoo carries a request to the endpoint.

odoo.http.Request._serve_db
  ├─ McpDispatcher(request)         because the route has ``type="mcp"``
  ├─ ir.http._authenticate          auth="mcp" → models/ir_http.py
  ├─ dispatch(endpoint)             → controllers/endpoint.py
  │    └─ on a conflict Odoo runs it again, up to five times
  └─ handle_error(exception)        any error → JSON without internal details
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from psycopg2 import InterfaceError, OperationalError
from werkzeug.exceptions import HTTPException

from odoo.exceptions import AccessDenied
from odoo.http import Dispatcher, Response, SessionExpiredException

from ..services.answers.render import compact
from ..services.concurrency import CONCURRENCY_ERRORS
from ..services.doctor import outdated
from ..services.log import logger
from ..services.protocol import failing
from ..services.refusals import REFUSALS, reason
from ..services.transactions import after_commit

_logger = logger(__name__)
BUSY = "The server is busy; nothing was done. Try again."
NO_DATABASE = "The database is not there; try again."
INTERNAL = "Something went wrong inside Odoo; an administrator finds it in the log."


class McpDispatcher(Dispatcher):
    """Raw bodies in, JSON out; no form parsing, no CSRF token, no session."""

    routing_type = "mcp"

    @classmethod
    def is_compatible_with(cls, request: Any) -> bool:
        return True

    def dispatch(self, endpoint: Any, args: dict[str, Any]) -> Any:
        self.request.params = dict(args)
        if not self.request.db:
            return endpoint(**self.request.params)
        hooks = after_commit.watched(self.request.env.cr)
        response = self.request.registry["ir.http"]._dispatch(endpoint)
        hooks.on_failure = lambda: _tell_kept(response)
        return response

    def handle_error(self, exc: Exception) -> Callable[..., Any]:
        if isinstance(exc, HTTPException):
            if exc.response is not None:
                return exc.response
            return error(exc.code or 500, exc.description or "", exc.get_headers())
        if isinstance(exc, AccessDenied | SessionExpiredException):
            return error(403, "Access denied.")
        self._close_intent()
        if isinstance(exc, CONCURRENCY_ERRORS):
            return self._failed(BUSY, [("Retry-After", "1")])
        if isinstance(exc, OperationalError | InterfaceError):
            return error(503, NO_DATABASE, [("Retry-After", "5")])
        if isinstance(exc, REFUSALS):
            return self._failed(reason(exc))
        _logger.exception("request failed")
        return self._failed(outdated.why(self.request.registry, exc) or INTERNAL)

    def _close_intent(self) -> None:
        """Close the intent in the audit: the request ended, and was rolled back."""
        if call_id := getattr(self.request, "mcp_call_id", None):
            failing.close_intent(self.request.registry, call_id)

    def _failed(self, text: str, headers: Any = ()) -> Response:
        """Answer with ``text``: as a JSON-RPC response where the request is known."""
        known = hasattr(self.request, "mcp_call_id")
        body = self.request.httprequest.get_data(cache=True) if known else b""
        answer = failing.answer(body, text)
        return json_response(answer, 200, headers) if answer else error(503, text)


def _tell_kept(response: Response) -> None:
    """What is answered is true still; what failed after the commit is said besides."""
    if response.status_code == 200 and response.mimetype == "application/json":
        answer = failing.noted(response.get_json(), after_commit.KEPT)
        response.set_data(compact(answer))


def error(status: int, text: str, headers: Any = ()) -> Response:
    """A refusal as JSON, so that no client has to read HTML."""
    body = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": text}}
    return json_response(body, status, headers)


def json_response(data: Any, status: int = 200, headers: Any = ()) -> Response:
    """``data`` as JSON."""
    kept = [(k, v) for k, v in headers if k.lower() != "content-type"]
    kept.append(("Content-Type", "application/json"))
    return Response(compact(data), status=status, headers=kept)
