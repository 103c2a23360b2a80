"""Asks for a confirmation: in the client if it can ask its person, else by a token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..call import Call
from ..confirming import confirmation
from ..errors import ConfirmationRequired, InputRequired
from ..external_effect import commit_so_far
from ..outcome import Outcome
from .calling import RoundTrip
from .exchange import Exchange

KEY = "confirm"
ONCE = {"confirm": {"type": "boolean", "title": "Do it", "description": "Yes, do it."}}
TWICE = {
    **ONCE,
    "again": {
        "type": "boolean",
        "title": "I have read what will happen",
        "description": "Asked twice, for what cannot simply be repeated.",
    },
}


def ask(exchange: Exchange, call: Call, needed: ConfirmationRequired) -> Outcome:
    """Ask the person in the client; if it cannot, answer a token or ask in Odoo."""
    message = f"{needed.preview}\n\n{call.declaration.title}?"
    if "elicitation" not in exchange.capabilities or not needed.in_client:
        return _outside(needed)
    asked = {"message": message, "requestedSchema": _schema(needed)}
    if exchange.modern:
        question = {"method": "elicitation/create", "params": {"mode": "form", **asked}}
        state = {"token": needed.token, "keys": list(_keys(needed))}
        raise InputRequired({KEY: question}, state)
    if not exchange.can_ask:
        return _outside(needed)
    # a person may think for minutes; what follows must see changes made meanwhile
    commit_so_far(call.env)
    answer = exchange.request("elicitation/create", asked)
    if not _is_yes(answer, _keys(needed)):
        return _refused(call.fresh_copy())
    return _confirmed(exchange, call, needed.token)


def _confirmed(exchange: Exchange, call: Call, token: str) -> Outcome:
    """Run ``call`` after a yes; if the records changed meanwhile, ask once more."""
    if call.env["mcp.identity"]._now(call.principal) != call.principal:
        said = call.env._(
            "Not done: the key was changed or revoked while the person was asked."
        )
        return call.env["mcp.pipeline"]._refuse(call.fresh_copy(), said)
    again = call.fresh_copy(confirmation=token, consent=True)
    try:
        return call.env["mcp.pipeline"]._answer(again)
    except ConfirmationRequired as newer:
        return ask(exchange, call, newer)


def _keys(needed: ConfirmationRequired) -> tuple[str, ...]:
    """The names of the boxes to tick: a second one for what is confirmed twice."""
    return tuple(TWICE if needed.approval else ONCE)


def _schema(needed: ConfirmationRequired) -> dict[str, Any]:
    keys = _keys(needed)
    properties = {key: TWICE[key] for key in keys}
    return {"type": "object", "properties": properties, "required": list(keys)}


def declined(call: Call, trip: RoundTrip) -> Outcome | None:
    """The outcome if the person said no in the last round; else None."""
    answer = trip.responses.get(KEY)
    if not _is_ours(trip) or answer is None or _is_yes(answer, trip.state["keys"]):
        return None
    confirmation.spend(call, trip.state["token"])
    return _refused(call)


def _refused(call: Call) -> Outcome:
    """Answer that a person said no, and what a preview that ran something has left."""
    said = call.env._("Declined: nothing was done.")
    if ran := call.tool_hook("ran"):
        said = call.env._("Declined. %s") % ran
    return call.env["mcp.pipeline"]._refuse(call, said)


def take_answer(call: Call, trip: RoundTrip) -> None:
    """After a yes, give the call the preview's token and note the person's consent."""
    if _is_ours(trip) and _is_yes(trip.responses.get(KEY), trip.state["keys"]):
        call.confirmation = trip.state["token"]
        call.consent = True


def _is_ours(trip: RoundTrip) -> bool:
    return isinstance(trip.state, dict) and "token" in trip.state


def _is_yes(answer: Any, keys: Iterable[str]) -> bool:
    return (
        isinstance(answer, dict)
        and answer.get("action") == "accept"
        and isinstance(answer.get("content"), dict)
        and all(answer["content"].get(key) is True for key in keys)
    )


def _outside(needed: ConfirmationRequired) -> Outcome:
    """The preview with a token, or with the approval that is now asked for in Odoo."""
    data: dict[str, Any] = {"preview": needed.preview}
    if needed.approval:
        data["approval"] = needed.approval()
        last = f"approval: {data['approval']['url']}"
    else:
        data["confirmation"] = needed.token
        last = f"confirmation: {needed.token}"
    text = f"{needed.message}\n\n{needed.preview}\n\n{last}"
    return Outcome([{"type": "text", "text": text}], data, True)
