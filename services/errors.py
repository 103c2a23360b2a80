"""The errors that the kernel raises on purpose; the pipeline maps them to answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class McpError(Exception):
    """Base of everything the kernel raises on purpose.

    Args:
        message: a sentence for the model or the person; nothing internal.
        data: JSON-ready facts that stand in ``structuredContent`` of a tool error
            (``retry_after_s``, ``confirmation`` …) or in ``error.data``.
    """

    def __init__(self, message: str, data: dict[str, Any] | None = None, **extra: Any):
        super().__init__(message)
        self.message = message
        self.data = {**(data or {}), **extra}


class ToolError(McpError):
    """The call was understood and did not succeed; answered with ``isError``."""


class InvalidArguments(ToolError):
    """Arguments that do not fit the tool's schema; names field and reason."""


class Refused(ToolError):
    """The caller may not do this now; says who or what could change that."""


class RateLimited(Refused):
    """Over a rate limit; ``data["retry_after_s"]`` says when to come back."""


class EndsTransaction(ToolError, RuntimeError):
    """Code that a tool calls would commit or roll back, and so end the transaction."""


class Stopped(ToolError):
    """An administrator stopped the call while it ran."""


class Abandoned(ToolError):
    """The client closed its connection while the call ran."""


class TookTooLong(ToolError):
    """The call took longer than a call may."""


class ConfirmationRequired(McpError):
    """The call needs a confirmation first.

    ``message`` opens with the one-sentence preview. How it is asked (elicitation,
    input_required or token) is the protocol's business, not the guard's.

    Args:
        preview: the whole preview as text.
        token: what a client without elicitation sends back as ``confirmation``.
        approval: asks the approvers in Odoo, and answers the facts of that; None
            where a token is enough.
        in_client: whether it is enough that a person agrees in the client.
    """

    def __init__(
        self,
        message: str,
        preview: str,
        token: str,
        approval: Callable[[], dict[str, Any]] | None = None,
        in_client: bool = True,
    ):
        super().__init__(message, preview=preview)
        self.preview = preview
        self.token = token
        self.approval = approval
        self.in_client = in_client


class StateChanged(McpError):
    """The records are not as the confirmed preview showed them; a new one is due."""

    def __init__(self) -> None:
        super().__init__("The records changed since the preview.")


class OpensClosed(McpError):
    """The call changed what is closed to tools, and its key is not trusted with that."""

    def __init__(self) -> None:
        super().__init__("It changes what is closed to tools: that is confirmed.")


class ReachesOthers(McpError):
    """The call did what tools with a rule do, which asks for more than it was given.

    Args:
        tools: their names.
    """

    def __init__(self, tools: tuple[str, ...]) -> None:
        super().__init__("It does what a rule is about: that is asked for.")
        self.tools = tools


class LeavesOdoo(McpError):
    """The call sends something at once: it runs again, as no rule is about the rest."""

    def __init__(self) -> None:
        super().__init__("It sends something, which rules were asked about first.")


class InputRequired(McpError):
    """The call needs answers from the client first (SEP-2322).

    Args:
        requests: questions by key: ``{"method": …, "params": {…}}``.
        state: JSON-ready; comes back as ``call.client.state`` with the answers.
    """

    def __init__(self, requests: dict[str, Any], state: Any = None):
        super().__init__(
            "This call asks the client back; it needs revision 2026-07-28."
        )
        self.requests = requests
        self.state = state


class PreviewStopped(McpError):
    """Here something would leave Odoo that is held back: a mail, a request."""


class ProtocolError(McpError):
    """Answered as a JSON-RPC error with ``code``."""

    code = -32603


class UnknownName(ProtocolError):
    """There is no such tool, resource or prompt, or it is hidden: one wording for both.

    Args:
        kind: ``tool``, ``resource`` or ``prompt``.
    """

    code = -32602

    def __init__(self, kind: str, name: str):
        super().__init__(f"Unknown {kind}: {name}")


class NeedsScope(ProtocolError):
    """An OAuth token lacks a scope; HTTP 403 ``insufficient_scope``."""

    code = -32603
