"""The id of the call that a request makes."""

from __future__ import annotations

import uuid
from typing import Any


def of_request(request: Any) -> str:
    """The same when Odoo runs the request again after a conflict.

    It is kept on the request, where ``McpDispatcher`` finds it when the request fails.
    """
    if not hasattr(request, "mcp_call_id"):
        request.mcp_call_id = uuid.uuid4().hex
    return request.mcp_call_id
