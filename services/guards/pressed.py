"""A rule about a tool holds for the buttons that the tool presses, too.

And for tools that are another way to what it does (``falls_under``), and for calls that
were seen to do what it does (``reaches``).

After ``validated``, which knows the buttons of the call; before ``confirmed``, which it
tells what their rules ask for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..call import Call
from ..errors import Refused
from .of_writes import of_writes


@of_writes
@contextmanager
def pressed(call: Call) -> Iterator[None]:
    """Ask for what administrators want asked before these buttons are pressed.

    A tool that is hidden is not named: nobody is told that it exists.
    """
    policy = call.env["mcp.policy"]
    buttons = call.params.buttons() if call.params else ()
    others = (*(call.declaration.mark.falls_under or ()), *call.facts.reaches)
    if names := [*policy._pressing(buttons), *others]:
        call.verdict = policy._verdict_on(call.verdict, names, call.principal)
        if not call.verdict.allowed:
            text = call.env._("%s: an administrator closed it to you by a rule.")
            raise Refused(text % (*buttons, call.declaration.name)[0])
    yield
