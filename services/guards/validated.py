"""A tool sees no argument that its schema does not allow.

Before all that look into ``call.params``: ``bulk`` counts its records, ``journaled`` asks
the tool what it says of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from pydantic import ValidationError

from ..argument_errors import explained
from ..call import Call
from ..controls import CONTROLS, Controls
from ..declarations import Effect
from ..errors import InvalidArguments


@contextmanager
def validated(call: Call) -> Iterator[None]:
    """Fill ``call.params`` with the checked arguments.

    Errors name the argument and the reason; unknown arguments are refused. The control
    arguments are checked first, for tools that take them.

    Raises:
        InvalidArguments: something does not fit.
    """
    if call.effect != Effect.READ:
        _check_controls(call)
    call.params = _params(call) if call.declaration.params else _bare(call)
    if call.declaration.exceeds(call.effect, call.params):
        # a tool that reads its arguments in a way of its own, which nobody could know
        raise InvalidArguments("this call would do more than its arguments say")
    yield


def _check_controls(call: Call) -> None:
    sent = {name: getattr(call, name) for name in CONTROLS}
    try:
        Controls.model_validate(sent)
    except ValidationError as error:
        raise InvalidArguments(explained(call, error)) from None


def _params(call: Call):
    # a copy: the body may change what it gets, but a confirmation binds what was sent
    sent = deepcopy(call.arguments)
    try:
        return call.declaration.params.model_validate(sent, context={"env": call.env})
    except ValidationError as error:
        raise InvalidArguments(explained(call, error)) from None


def _bare(call: Call) -> None:
    extra = set(call.arguments) - set(call.declaration.arguments)
    missing = set(call.declaration.arguments) - set(call.arguments)
    if extra or missing:
        raise InvalidArguments(
            f"{call.declaration.name} takes {list(call.declaration.arguments)}; "
            f"unknown: {sorted(extra)}, missing: {sorted(missing)}"
        )
