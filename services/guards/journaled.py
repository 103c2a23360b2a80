"""What a call changes can be shown before, bound by a confirmation, and undone after.

The innermost guard: it sees what the body wrote and nothing of what the others write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..call import Call
from ..confirming import effect_binding
from ..confirming.preview_binding import bound_to_preview
from ..errors import OpensClosed, ReachesOthers, StateChanged
from ..journal.limiting import WHOLE
from ..journal.lines import ChangeSet
from ..journal.recording import Journal, recording
from ..journal.shown import Shown, shown
from ..journal.told import tell
from ..journal.undo import irreversibility
from ..journal.undo.beforehand import refusal
from ..stage import label
from ..transactions.egress import is_held_back
from .of_writes import of_writes


@of_writes
@contextmanager
def journaled(call: Call) -> Iterator[None]:
    """Keep the values that records had before the call (before-images).

    The preview shows them, a confirmation binds what was shown, and undo restores them.

    Raises:
        StateChanged: the records are not as the confirmed preview showed them.
        OpensClosed: nobody confirmed a change of what is closed to tools.
        ReachesOthers: it did what a rule is about that asks for more.
    """
    if call.outcome is not None:
        yield
        return
    if call.external:
        with bound_to_preview(call):
            yield
        return
    is_asked = call.preview or call.bound is not None
    before = effect_binding.found(call) if is_asked else []
    with recording(call.env) as journal:
        _begin_with_named(call, journal)
        yield
        if text := call.tool_hook("irreversible"):
            journal.stays(text)
        call.env.flush_all()
        _require_agreed(call, journal)
        change = _finished(call, journal)
        _require_rules(call, change)
        if call.preview:
            _show(call, journal)
    if is_asked:
        _bind(call, effect_binding.state(call, before, change, _sentence(call)))
    if not call.preview:
        tell(call, change, call.env["mcp.change"]._store(call, change))


def _require_agreed(call: Call, journal: Journal) -> None:
    """What only a developer may do is confirmed by whichever tool he does it."""
    is_agreed = call.preview or call.verdict.confirmations or call.principal.trusted
    if journal.opens_closed and not is_agreed:
        raise OpensClosed


def _require_rules(call: Call, change: ChangeSet) -> None:
    """A rule holds for every way to what its tool does, undoing its undoing too."""
    policy = call.env["mcp.policy"]
    buttons = call.params.buttons() if call.params else ()
    seen = policy._reached(call.declaration, buttons, change.lines)
    if seen and policy._verdict_on(call.verdict, seen, call.principal) != call.verdict:
        raise ReachesOthers(seen)


def _bind(call: Call, state: str) -> None:
    if call.preview:
        call.preview.state = state
    elif call.bound != state:
        raise StateChanged


def _begin_with_named(call: Call, journal: Journal) -> None:
    """What the call names is shown before what Odoo writes first."""
    model, ids = call.params.named() if call.params else ("", [])
    journal.turns.begin_with((model, row_id) for row_id in ids)


def _show(call: Call, journal: Journal) -> None:
    """What the preview changed, including what Odoo does right before the commit."""
    try:
        call.env.cr.flush()
    except Exception as error:
        if not is_held_back(error):
            raise
    change = _finished(call, journal)
    call.preview.shown = _shown(call, change)
    if call.verdict and call.verdict.confirmations > 1:
        call.preview.whole = _shown(call, change, limits=WHOLE)


def _shown(call: Call, change: ChangeSet, **how: Any) -> Shown:
    back = bool(call.facts.undoes)
    found = shown(call.env, change, _sentence(call), back=back, **how).as_preview()
    found.stopped_at = list(dict.fromkeys(call.preview.held_back))
    return found


def _finished(call: Call, journal: Journal) -> ChangeSet:
    """The change set of the call, with the reasons why parts could not be undone."""
    change = journal.finished(call.env)
    change.irreversible += irreversibility.notes(call.env, change.lines)
    if not change.is_final and (why := refusal(call.env, change.lines)):
        change.stays = True
        change.irreversible.append(why)
    return change


def _sentence(call: Call) -> str:
    """The first sentence of the preview: what would happen, and in which database."""
    text = call.tool_hook("sentence") or f"{call.declaration.title}."
    return f"{text} {call.env._('Database')}: {label(call.env)}."
