"""Nobody calls what ``mcp.policy`` does not let him call.

Before ``validated``: the arguments of a tool that is hidden are not even looked at, and
no refusal tells that it exists. It sets ``effect``, on which all that follow depend.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..call import Call
from ..declarations import Effect
from ..errors import NeedsScope, Refused, UnknownName
from ..policy.verdict import Verdict


@contextmanager
def permitted(call: Call) -> Iterator[None]:
    """Refuse what ``mcp.policy`` refuses; the same predicate fills the lists."""
    call.effect = call.declaration.effect_of(call.arguments)
    if call.effect == Effect.READ:
        # a call that reads changes nothing that could be previewed
        call.dry_run = False
    verdict = call.env["mcp.policy"]._verdict(
        call.declaration, call.principal, call.effect
    )
    if verdict.hidden:
        raise UnknownName(call.declaration.kind, call.declaration.name)
    if verdict.state == "needs_scope":
        raise NeedsScope(verdict.reason, scopes=list(verdict.scopes))
    if not verdict.allowed:
        raise Refused(verdict.reason)
    if call.effect > call.most_effect:
        raise Refused(_too_much(call))
    call.verdict = _asked_of_developers(verdict) if call.facts.opens else verdict
    yield


def _asked_of_developers(verdict: Verdict) -> Verdict:
    """As often as a tool of the developer toolset is confirmed, at least."""
    return replace(verdict, confirmations=max(1, verdict.confirmations))


def _too_much(call: Call) -> str:
    """Of a call through a tool that stands for milder ones."""
    return call.env._(
        "%(name)s does more than read here: call it with call_tool.",
        name=call.declaration.name,
    )
