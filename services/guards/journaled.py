from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..announced import announced
from ..call import Call
from ..errors import StateChanged
from ..journal.recording import Journal, recording
from ..journal.shown import Shown, shown
from ..leaving import is_stop
from ..stage import label
from .of_writes import of_writes


@of_writes
@contextmanager
def journaled(call: Call) -> Iterator[None]:
    """Keep before-images: for the preview, for what a confirmation binds, for undo.

    Raises:
        StateChanged: what the person confirmed is not what is there now.
    """
    if call.outcome is not None:
        yield
        return
    if call.external:
        with announced(call):
            yield
        return
    with recording(call.env) as journal:
        yield
        if text := _beside(call, "irreversible"):
            journal.stays(text)
        call.env.flush_all()
        change = journal.finished(call.env)
        if call.preview:
            call.shown = _shown(call, journal)
    call.state = change.state
    if call.preview:
        return
    if call.bound not in (None, change.state):
        raise StateChanged
    call.env["mcp.change"]._store(call, change)


def _shown(call: Call, journal: Journal) -> Shown:
    """What a preview changed, with what Odoo does right before the commit."""
    try:
        call.env.cr.flush()
    except Exception as error:
        if not is_stop(error):
            raise
    found = shown(call.env, journal.finished(call.env), _sentence(call))
    found.stopped_at = list(dict.fromkeys(call.held_back))
    return found


def _sentence(call: Call) -> str:
    """What would happen, and where."""
    text = _beside(call, "sentence") or f"{call.declaration.title}."
    return f"{text} {call.env._('Database')}: {label(call.env)}."


def _beside(call: Call, kind: str) -> str | None:
    """What ``_<kind>_<tool>``, a method beside the tool, says of this call."""
    model = call.env[call.declaration.model]
    method = getattr(model, f"_{kind}_{call.declaration.name}", None)
    return method(call.params) if method else None
