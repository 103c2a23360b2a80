"""How a confirmation is asked: in the client where it can, else by token."""

from __future__ import annotations

from typing import Any

from ..call import Call, Outcome
from ..errors import ConfirmationRequired, InputRequired
from .calling import RoundTrip
from .exchange import Exchange

KEY = "confirm"
SCHEMA = {
    "type": "object",
    "properties": {
        "confirm": {"type": "boolean", "title": "Do it", "description": "Yes, do it."}
    },
    "required": ["confirm"],
}


def ask(exchange: Exchange, call: Call, needed: ConfirmationRequired) -> Outcome:
    """Ask the person at the client; without elicitation answer the token."""
    message = f"{needed.preview}\n\n{call.declaration.title}?"
    if "elicitation" not in exchange.capabilities:
        return _by_token(needed)
    if exchange.modern:
        question = {
            "method": "elicitation/create",
            "params": {"mode": "form", "message": message, "requestedSchema": SCHEMA},
        }
        raise InputRequired({KEY: question}, {"token": needed.token})
    if not exchange.can_ask:
        return _by_token(needed)
    answer = exchange.request(
        "elicitation/create", {"message": message, "requestedSchema": SCHEMA}
    )
    return _confirmed(call, answer, needed.token)


def declined(call: Call, trip: RoundTrip) -> Outcome | None:
    """The refusal of a person who said no to the question of the last round."""
    answer = trip.responses.get(KEY)
    if not _is_ours(trip) or answer is None or _is_yes(answer):
        return None
    return Outcome.error(call.env._("Declined: nothing was done."))


def take_answer(call: Call, trip: RoundTrip) -> None:
    """A yes carries the sealed token of the preview, and is a person's consent."""
    if _is_ours(trip) and _is_yes(trip.responses.get(KEY)):
        call.confirmation = trip.state["token"]
        call.consent = True


def _confirmed(call: Call, answer: dict[str, Any], token: str) -> Outcome:
    if not _is_yes(answer):
        return Outcome.error(call.env._("Declined: nothing was done."))
    again = Call(
        call.env,
        call.declaration,
        call.arguments,
        call.principal,
        call.client,
        confirmation=token,
        consent=True,
        idempotency_key=call.idempotency_key,
    )
    return call.env["mcp.pipeline"]._answer(again)


def _is_ours(trip: RoundTrip) -> bool:
    return isinstance(trip.state, dict) and "token" in trip.state


def _is_yes(answer: Any) -> bool:
    return (
        isinstance(answer, dict)
        and answer.get("action") == "accept"
        and isinstance(answer.get("content"), dict)
        and answer["content"].get("confirm") is True
    )


def _by_token(needed: ConfirmationRequired) -> Outcome:
    text = f"{needed.message}\n\n{needed.preview}\n\nconfirmation: {needed.token}"
    data = {"preview": needed.preview, "confirmation": needed.token}
    return Outcome([{"type": "text", "text": text}], data, True)
