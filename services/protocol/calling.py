"""Makes a ``Call`` of a request, and maps errors to JSON-RPC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp.shared.exceptions import MCPError

from ..call import Call, Client
from ..catalog import Declaration
from ..controls import apart
from ..declarations import Effect
from ..errors import InputRequired, ProtocolError, ToolError, UnknownName
from ..outcome import Outcome
from . import state
from .exchange import Exchange

INVALID_PARAMS, INTERNAL = -32602, -32603
MISSING_CAPABILITY = -32021
CAPABILITY_OF = {
    "elicitation/create": "elicitation",
    "sampling/createMessage": "sampling",
    "roots/list": "roots",
}


@dataclass
class RoundTrip:
    """What a retried request of the 2026 revision brings back.

    Attributes:
        method, binding: what a sealed state is bound to.
        responses: the client's answers, by the key of the question.
        state: what the tool sealed last time.
    """

    method: str
    binding: Any
    responses: dict[str, Any] = field(default_factory=dict)
    state: Any = None

    @classmethod
    def of(cls, exchange: Exchange, method: str, sent: Mapping[str, Any]) -> RoundTrip:
        """Read it from the params as they were sent; the SDK has checked their types.

        Raises:
            MCPError: a state that is not sealed by us, for this very request.
        """
        wire = sent or {}
        binding = {k: wire.get(k) for k in ("name", "uri", "arguments")}
        trip = cls(method, binding, wire.get("inputResponses") or {})
        if sealed := wire.get("requestState"):
            try:
                trip.state = state.unseal(
                    exchange.env, exchange.principal, method, binding, sealed
                )
            except ValueError as error:
                raise MCPError(code=INVALID_PARAMS, message=str(error)) from None
        return trip


def refuse_cursor(params: Any) -> None:
    """Refuse any cursor: our lists have one page, so we never gave one out."""
    if params is not None and params.cursor is not None:
        raise MCPError(code=INVALID_PARAMS, message="Unknown cursor")


def prepare(
    exchange: Exchange,
    kind: str,
    name: str,
    arguments: dict[str, Any],
    round_trip: RoundTrip,
) -> Call:
    """The call of the tool, resource or prompt called ``name``.

    Raises:
        MCPError: there is none.
    """
    declaration = exchange.env["mcp.catalog"]._find(kind, name)
    if declaration is None:
        text = UnknownName(kind, name).message
        raise MCPError(code=INVALID_PARAMS, message=text)
    return call_of(exchange, declaration, arguments, round_trip)


def call_of(
    exchange: Exchange,
    declaration: Declaration,
    arguments: dict[str, Any],
    round_trip: RoundTrip,
) -> Call:
    """The call of ``declaration``, its control arguments set apart."""
    arguments, control = dict(arguments), {}
    if declaration.worst > Effect.READ:
        arguments, control = apart(arguments)
    client = Client(
        name=str(exchange.client.get("name", "")),
        version=str(exchange.client.get("version", "")),
        protocol=exchange.version,
        capabilities=exchange.capabilities,
        channel=exchange,
        state=round_trip.state,
        responses=round_trip.responses,
    )
    return Call(
        exchange.env,
        declaration,
        arguments,
        exchange.principal,
        client,
        exchange.call_id,
        **control,
    )


def answered(
    exchange: Exchange,
    round_trip: RoundTrip,
    run: Callable[[], Outcome],
    wire: Callable[[Outcome], dict[str, Any]],
) -> dict[str, Any]:
    """Run a call and write its outcome in wire form.

    Args:
        run: runs the call.
        wire: writes an outcome, or a tool error.

    Raises:
        MCPError: for what JSON-RPC answers as an error.
    """
    try:
        return wire(run())
    except InputRequired as needed:
        return input_required(exchange, round_trip, needed)
    except ToolError as error:
        return wire(Outcome.error(error.message, error.data))
    except ProtocolError as error:
        exchange.missing_scopes = list(error.data.get("scopes", ()))
        raise MCPError(
            code=error.code, message=error.message, data=error.data or None
        ) from None


def _answerable(exchange: Exchange, questions: dict[str, Any]) -> dict[str, Any]:
    """Those of ``questions`` that the client said it can answer."""
    asked = {
        key: question
        for key, question in questions.items()
        if CAPABILITY_OF[question["method"]] in exchange.capabilities
    }
    if questions and not asked:
        wanted = {CAPABILITY_OF[q["method"]]: {} for q in questions.values()}
        raise MCPError(
            code=MISSING_CAPABILITY,
            message="The client lacks a capability that this call needs",
            data={"requiredCapabilities": wanted},
        )
    return asked


def input_required(
    exchange: Exchange, round_trip: RoundTrip, needed: InputRequired
) -> dict[str, Any]:
    """An interim result of the 2026 revision (SEP-2322).

    Raises:
        MCPError: the client speaks an older revision, or can answer none of it.
    """
    if not exchange.modern:
        raise MCPError(code=INVALID_PARAMS, message=needed.message)
    asked = _answerable(exchange, needed.requests)
    interim: dict[str, Any] = {"resultType": "input_required"}
    if asked:
        interim["inputRequests"] = asked
    if needed.state is not None:
        interim["requestState"] = state.seal(
            exchange.env,
            exchange.principal,
            round_trip.method,
            round_trip.binding,
            needed.state,
        )
    return interim
