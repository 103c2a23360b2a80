"""Binds the confirmation of an external effect to its preview and what it is about.

There are no before-images of a mail, a file or a module. So the preview is written once
more before the body runs. If it says something else now, or a document that the call
names is another one, that must be confirmed first.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..call import Call
from ..errors import StateChanged
from ..transactions.trial import trial
from . import effect_binding


@contextmanager
def bound_to_preview(call: Call) -> Iterator[None]:
    """Refuse to run what the preview would now announce in other words.

    A tool whose preview differs every time (by the time that it took, say) has a method
    ``_bound_<tool>``, whose text is bound instead; an empty one binds nothing.

    Raises:
        StateChanged: what the person confirmed is not what there is now.
    """
    before = effect_binding.found(call)
    if call.bound and not call.preview and call.bound != _now(call, before):
        raise StateChanged
    yield
    if call.preview and call.outcome:
        call.preview.state = _state(call, call.outcome.text, before)


def _state(call: Call, said: str, before: list[Any]) -> str:
    text = call.tool_hook("bound")
    text = said if text is None else text
    if not text and not before:
        return ""
    bound = json.dumps([text, before], sort_keys=True, default=str)
    return hashlib.sha256(bound.encode()).hexdigest()


def _now(call: Call, before: list[Any]) -> str:
    """What a preview would bind now; whatever it writes is rolled back."""
    pipeline = call.env["mcp.pipeline"]
    with trial(call.env):
        said = pipeline._preview_of(call.env[call.declaration.model], call)
        return _state(call, said, before)
