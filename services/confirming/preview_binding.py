"""Binds the confirmation of an external effect to the text of its preview.

There are no before-images of a mail, a file or a module. So the preview is written once
more before the body runs. If it says something else now, that must be confirmed first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from ..call import Call
from ..errors import StateChanged
from ..transactions.trial import trial


@contextmanager
def bound_to_preview(call: Call) -> Iterator[None]:
    """Refuse to run what the preview would now announce in other words.

    A tool whose preview differs every time (by the time that it took, say) has a method
    ``_bound_<tool>``, whose text is bound instead; an empty one binds nothing.

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
    """The preview as it would be now; whatever it writes is rolled back."""
    pipeline = call.env["mcp.pipeline"]
    with trial(call.env):
        return pipeline._preview_of(call.env[call.declaration.model], call)
