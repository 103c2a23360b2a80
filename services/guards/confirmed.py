"""Nothing happens unseen that policy wants to be seen first.

Outside of ``isolated`` and ``journaled``, which a preview needs: its body runs within
them, is rolled back by the one, and told by the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ..answers.fitting import beginning, room
from ..call import Call
from ..confirming import confirmation
from ..confirming.preview import Preview
from ..errors import ConfirmationRequired
from ..outcome import Outcome
from .bounded import within_budget
from .of_writes import of_writes


@of_writes
@contextmanager
def confirmed(call: Call) -> Iterator[None]:
    """Run the call only with a confirmation; without one, answer a preview of it.

    A context manager cannot skip the body, and a preview needs the inner guards. So
    they run the body as a preview, and ``ConfirmationRequired`` is raised on the way
    out.
    """
    if call.outcome is not None:
        yield
    elif call.dry_run:
        call.preview = Preview()
        yield
        call.outcome = _shown(call)
    elif not call.verdict.confirmations or _is_confirmed(call):
        yield
    else:
        call.preview = Preview()
        yield
        raise _required(call)


def _is_confirmed(call: Call) -> bool:
    """Whether the call has the confirmations that it needs.

    The first is a token in the call. The second is given by a person, in the client or
    in Odoo.
    """
    asks_twice = call.verdict.confirmations > 1
    if asks_twice and (call.verdict.needs_approval or not call.consent):
        return call.env["mcp.approval"]._redeem(call)
    if not call.confirmation:
        return False
    confirmation.redeem(call)
    call.facts.consent = _consent(call)
    return True


def _consent(call: Call) -> str:
    """What the audit says of who agreed."""
    return "confirmed in the client" if call.consent else "confirmed by token"


def _required(call: Call) -> ConfirmationRequired:
    call.preview.text = _preview(call)
    call.outcome = None
    return ConfirmationRequired(
        f"{_why(call)} {_how(call)}",
        preview=call.preview.text,
        token=confirmation.issue(call),
        approval=_approval(call),
        in_client=not call.verdict.needs_approval,
    )


def _how(call: Call) -> str:
    if call.verdict.confirmations > 1:
        return call.env._(
            "A person decides this in Odoo: show the preview, give the link, and "
            "repeat the same call once it is approved."
        )
    return call.env._(
        "Show this to the person and ask; only after a yes repeat the same call "
        "with this confirmation."
    )


def _approval(call: Call) -> Callable[[], dict[str, Any]] | None:
    """How the protocol asks for an approval where the client cannot ask."""
    if call.verdict.confirmations < 2:
        return None
    return lambda: call.env["mcp.approval"]._ask(call)


def _why(call: Call) -> str:
    if call.facts.again:
        return call.env._(
            "Not done: the records changed since the preview; this is a new one."
        )
    return call.env._("Not done yet: %s needs a confirmation.") % call.declaration.name


def _preview(call: Call) -> str:
    """What would change; of an effect outside the database, in the tool's words."""
    shown = call.preview.shown
    if shown and shown.counts:
        return beginning(shown.text, room(call.env))
    said = call.outcome.text if call.outcome else ""
    if not shown:
        return said
    return "\n".join(filter(None, [shown.summary, said, *shown.warnings]))


def _said(call: Call) -> dict[str, Any]:
    """The answer of a tool whose effect the journal does not see, such as SQL."""
    if call.preview.shown.counts or not call.outcome:
        return {}
    return call.outcome.structured or {}


def _shown(call: Call) -> Outcome:
    ran, outcome = call.tool_hook("ran"), call.outcome
    head = call.env._("Dry run: nothing was changed.")
    if ran:
        head = call.env._("Dry run. %s") % ran
    if call.preview.shown:
        data = {**_said(call), "dry_run": True, "preview": call.preview.shown.data}
        text = f"{head}\n{_preview(call)}"
        return within_budget(call, Outcome([{"type": "text", "text": text}], data))
    text = f"{head}\n{outcome.text}" if outcome else head
    data = {"dry_run": True, "preview": outcome.text} if outcome else None
    return Outcome([{"type": "text", "text": text}], data)
