"""Idempotency keys: which call has claimed one, and what it answered."""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from typing import Any

from odoo.tools import SQL

from .audit.redaction import fingerprint
from .call import Call
from .outcome import Outcome
from .storable import storable
from .transactions.own_cursor import own_cursor

KEPT_STARTS = 10_000
# stored instead of an outcome, where the call failed
FAILED = {"failed": True}
# calls whose effect outside the database has begun in this process: Odoo runs a
# request again in the same thread, so no other process needs to know
_started: OrderedDict[str, None] = OrderedDict()


@dataclass(frozen=True)
class Kept:
    """A claim.

    Attributes:
        arguments: their fingerprint.
        outcome: None while the first call is not finished, and when it failed.
        failed: the first call failed, and its effect outside may have happened.
    """

    arguments: str
    outcome: Outcome | None
    failed: bool = False


def was_started(call_id: str) -> bool:
    """Whether the external effect of a call has begun in this process."""
    return call_id in _started


def start(call_id: str) -> None:
    """Note that the external effect of a call begins."""
    _started[call_id] = None
    while len(_started) > KEPT_STARTS:
        _started.popitem(last=False)


def fingerprint_of(call: Call) -> str:
    """What must be the same when a key is used again: tool and arguments."""
    return fingerprint([call.declaration.name, call.arguments])


def find(call: Call) -> Kept | None:
    """The claim of the call's key; None where there is none."""
    with own_cursor(call.env.registry) as cr:
        cr.execute(
            SQL(
                "SELECT arguments, outcome FROM mcp_once WHERE user_id = %s AND key = %s",
                call.principal.uid,
                call.idempotency_key,
            )
        )
        row = cr.fetchone()
    if row is None:
        return None
    stored = row[1] if isinstance(row[1], dict) else json.loads(row[1] or "null")
    if stored == FAILED:
        return Kept(row[0], None, failed=True)
    return Kept(row[0], Outcome(**stored) if stored else None)


def claim(call: Call) -> bool:
    """Claim the key; False when somebody holds it."""
    with _cursor(call) as cr:
        cr.execute(
            SQL(
                "INSERT INTO mcp_once (user_id, key, arguments, create_date) "
                "VALUES (%s, %s, %s, now() AT TIME ZONE 'UTC') "
                "ON CONFLICT DO NOTHING RETURNING id",
                call.principal.uid,
                call.idempotency_key,
                fingerprint_of(call),
            )
        )
        return bool(cr.fetchone())


def store(call: Call) -> None:
    """Keep the outcome with the claim."""
    _keep(call, {k: v for k, v in asdict(call.outcome).items() if k != "raw"})


def fail(call: Call) -> None:
    """Note with the claim that the call failed, and its effect may have happened."""
    _keep(call, FAILED)


def give_back(call: Call) -> None:
    """Delete the claim, so that the call may be repeated."""
    with _cursor(call) as cr:
        cr.execute(
            SQL(
                "DELETE FROM mcp_once WHERE user_id = %s AND key = %s",
                call.principal.uid,
                call.idempotency_key,
            )
        )


def _keep(call: Call, outcome: dict[str, Any]) -> None:
    with _cursor(call) as cr:
        cr.execute(
            SQL(
                "UPDATE mcp_once SET outcome = %s WHERE user_id = %s AND key = %s",
                json.dumps(storable(outcome), default=str),
                call.principal.uid,
                call.idempotency_key,
            )
        )


def _cursor(call: Call) -> AbstractContextManager[Any]:
    return own_cursor(call.env.registry) if call.external else nullcontext(call.env.cr)
