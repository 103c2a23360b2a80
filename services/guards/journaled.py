"""What a call changes can be shown before, bound by a confirmation, and undone after.

The innermost guard: it sees what the body wrote and nothing of what the others write.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..call import Call
from ..confirming import effect_binding
from ..confirming.preview_binding import bound_to_preview
from ..errors import StateChanged
from ..journal.lines import ChangeSet
from ..journal.recording import Journal, recording
from ..journal.shown import Shown, shown
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
        change = _finished(call, journal)
        if call.preview:
            call.shown = _shown(call, journal)
    if is_asked:
        call.state = effect_binding.state(call, before, change, _sentence(call))
    if call.preview:
        return
    if call.bound not in (None, call.state):
        raise StateChanged
    call.env["mcp.change"]._store(call, change)


def _begin_with_named(call: Call, journal: Journal) -> None:
    """What the call names is shown before what Odoo writes first."""
    model, ids = call.params.named() if call.params else ("", [])
    journal.turns.begin_with((model, row_id) for row_id in ids)


def _shown(call: Call, journal: Journal) -> Shown:
    """What the preview changed, including what Odoo does right before the commit."""
    try:
        call.env.cr.flush()
    except Exception as error:
        if not is_held_back(error):
            raise
    change = _finished(call, journal)
    back = bool(call.facts.get("undoes"))
    found = shown(call.env, change, _sentence(call), back=back).as_preview()
    found.stopped_at = list(dict.fromkeys(call.held_back))
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
