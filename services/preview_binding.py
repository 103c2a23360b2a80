"""What a confirmation of an effect outside the database binds: what its preview said.

There are no before-images of a mail, a file or a module. So the preview is asked once
more before the body runs, and when it says something else, that is to be confirmed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from .call import Call
from .errors import StateChanged
from .trial import trial


@contextmanager
def bound_to_preview(call: Call) -> Iterator[None]:
    """Bind what a preview says; let nothing run that would now be announced otherwise.

    A tool whose preview is another one every time (how long it took) says in
    ``_bound_<tool>``, a method beside it, what is bound instead; nothing, if empty.

    Raises:
        StateChanged: what the person confirmed is not what there is now.
    """
    if call.bound and not call.preview and call.bound != _state(call, _said(call)):
        raise StateChanged
    yield
    if call.preview and call.outcome:
        call.state = _state(call, call.outcome.text)


def _state(call: Call, said: str) -> str:
    text = call.tool_hook("bound")
    text = said if text is None else text
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _said(call: Call) -> str:
    """The preview as it would be now; what it wrote is taken back."""
    pipeline = call.env["mcp.pipeline"]
    with trial(call.env):
        return pipeline._preview_of(call.env[call.declaration.model], call)
