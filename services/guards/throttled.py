"""So many calls a minute and caller, of each kind.

Before the arguments are read, which may cost queries, so that wrong ones count as well;
after ``permitted``, since the kind of a call is that of its effect.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager

from .. import settings
from ..call import Call
from ..declarations import Effect
from ..errors import RateLimited
from ..rate import take


@contextmanager
def throttled(call: Call) -> Iterator[None]:
    """Take a token of the caller's bucket, or refuse with the seconds to wait.

    The intent row of the audit is committed in the same round trip.
    """
    take_token(call, *_bucket(call))
    yield


def take_token(call: Call, bucket: str, a_minute: int) -> None:
    """Take one token of ``bucket`` of the caller.

    Raises:
        RateLimited: there is none.
    """
    name = f"{bucket}:{call.principal.uid}"
    wait = take(call.env.registry, name, a_minute, before=call.transaction.pending)
    call.transaction.pending.clear()
    if wait:
        seconds = math.ceil(wait)
        raise RateLimited(
            call.env._(
                "Too many calls of this kind: %(limit)s a minute are allowed. "
                "Wait %(seconds)s s."
            )
            % {"limit": a_minute, "seconds": seconds},
            retry_after_s=seconds,
        )


def _bucket(call: Call) -> tuple[str, int]:
    declaration = call.declaration
    if rate := call.env["mcp.policy"]._rule(declaration).get("rate"):
        return f"rule:{declaration.name}", rate
    default = "reads" if call.effect == Effect.READ else "writes"
    name = declaration.mark.bucket or default
    a_minute = settings.get(call.env, f"rate_{name}")
    return f"preview_{name}" if call.dry_run else name, a_minute
