"""A rule about a tool holds for the buttons that the tool presses, too.

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
    buttons = call.params.buttons() if call.params else ()
    if buttons:
        policy = call.env["mcp.policy"]
        call.verdict = policy._verdict_on(call.verdict, buttons, call.principal)
        if not call.verdict.allowed:
            raise Refused(
                call.env._("%s: an administrator closed it to you by a rule.")
                % buttons[0]
            )
    yield
